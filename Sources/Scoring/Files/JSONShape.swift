import Foundation
import Kernels

/// What a JSON file of the user's may hold, so that a misspelt key or a bound that bounds nothing is
/// refused, and not read past.
package indirect enum JSONShape: Sendable {
  /// Exactly these keys.
  case object(String, [String: JSONShape], required: Set<String> = [])
  /// Any keys, each with such a value.
  case map(JSONShape)
  case list(JSONShape)
  case text
  /// One of a few words.
  case word([String])
  /// A whole number from 0, or up to a limit.
  case count(atMost: Int = .max)
  /// A whole number from 0 to 2^64 − 1.
  case steps
  /// A finite number that is not negative.
  case bound
  /// Text that something else reads; says what is wrong with it.
  case checked(@Sendable (String) -> String?)

  /// Reads a file of this shape.
  ///
  /// - Parameters:
  ///   - noun: what the file is to be, with its article: `a contract`.
  ///   - hint: what writes such a file, or what it holds.
  /// - Throws: `ScoringError`: one line with the file, the key and what it takes.
  package func read<Value: Decodable>(
    _: Value.Type, from path: String, as noun: String, hint: String
  ) throws -> Value {
    let data = try WholeFile.read(path)
    do { return try decoded(Value.self, from: data, as: noun, hint: hint) } catch {
      throw ScoringError("\(path)\(error)")
    }
  }

  /// The same of bytes; the error goes on from the file's name.
  package func decoded<Value: Decodable>(
    _: Value.Type, from data: Data, as noun: String, hint: String
  ) throws -> Value {
    guard let tree = try? JSONDecoder().decode(JSONValue.self, from: data),
      case .object = tree
    else { throw ScoringError(" is not \(noun); \(hint)") }
    if let problem = problem(tree, at: "") { throw ScoringError(": \(problem)") }
    do { return try JSONDecoder.suite.decode(Value.self, from: data) } catch {
      throw ScoringError(" is not \(noun); \(hint)")
    }
  }

  /// The first thing that does not fit; nil where all does.
  func problem(_ value: JSONValue, at place: String) -> String? {
    func wrong(_ wanted: String) -> String { "\(place) must be \(wanted), not \(value.shown)" }
    switch (self, value) {
    case (.object(let noun, let shapes, let required), .object(let object)):
      return problem(object, noun, shapes, required, at: place)
    case (.object, _): return wrong("an object")
    case (.map(let shape), .object(let object)):
      return object.sorted { $0.key < $1.key }.lazy
        .compactMap { shape.problem($0.value, at: "\(place) '\($0.key.printable)'") }.first
    case (.map, _): return wrong("an object")
    case (.list(let shape), .list(let list)):
      return list.enumerated().lazy
        .compactMap { shape.problem($0.element, at: "\(place)[\($0.offset)]") }.first
    case (.list, _): return wrong("a list")
    case (.text, .text): return nil
    case (.text, _): return wrong("text")
    case (.word(let words), .text(let text)) where words.contains(text): return nil
    case (.word(let words), _): return wrong("one of \(words.joined(separator: ", "))")
    case (.count(let limit), .whole(let n)) where (0...limit).contains(n): return nil
    case (.count(let limit), _):
      return wrong("a whole number from 0" + (limit == .max ? "" : " to \(limit)"))
    case (.steps, .whole(let n)) where n >= 0: return nil
    case (.steps, .large): return nil
    case (.steps, _): return wrong("a whole number from 0 to 2^64 − 1")
    case (.bound, .large): return nil
    case (.bound, .whole(let n)) where n >= 0: return nil
    case (.bound, .number(let x)) where x >= 0: return nil
    case (.bound, _): return wrong("a finite number that is not negative")
    case (.checked(let problem), .text(let text)): return problem(text).map { "\(place): \($0)" }
    case (.checked, _): return wrong("text")
    }
  }

  private func problem(
    _ object: [String: JSONValue], _ noun: String, _ shapes: [String: JSONShape],
    _ required: Set<String>, at place: String
  ) -> String? {
    let inside = place.isEmpty ? "" : " in \(place)"
    let unknown = object.keys.filter { shapes[$0] == nil }.sorted()
    if let key = unknown.first {
      return "unknown key '\(key.printable)'\(inside)"
        + (nearestName(to: key, among: shapes.keys.sorted()).map { "; did you mean '\($0)'?" }
          ?? "; \(noun) has \(shapes.keys.sorted().joined(separator: ", "))")
    }
    if let key = required.subtracting(object.keys).sorted().first {
      return "key '\(key)' is missing\(inside)"
    }
    return object.sorted { $0.key < $1.key }.lazy
      .compactMap { shapes[$0.key]?.problem($0.value, at: "'\($0.key)'\(inside)") }.first
  }
}
