import Foundation

/// JSON as it stands in a file, with keys spelled as there: what the shape of a file is checked on.
package enum JSONValue: Decodable, Sendable, Equatable {
  case object([String: JSONValue])
  case list([JSONValue])
  case text(String)
  case whole(Int)
  /// From 2^63 to 2^64 − 1.
  case large(UInt64)
  case number(Double)
  case bool(Bool)
  case null
  /// A number that no double is near to.
  case outOfRange

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Key.self) {
      self = .object(
        try Dictionary(
          uniqueKeysWithValues: object.allKeys.map {
            ($0.stringValue, try object.decode(JSONValue.self, forKey: $0))
          }))
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var values: [JSONValue] = []
      while !list.isAtEnd { values.append(try list.decode(JSONValue.self)) }
      self = .list(values)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let value = try? single.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? single.decode(String.self) {
      self = .text(value)
    } else if let value = try? single.decode(Int.self) {
      self = .whole(value)
    } else if let value = try? single.decode(UInt64.self) {
      self = .large(value)
    } else if let value = try? single.decode(Double.self), value.isFinite {
      self = .number(value)
    } else {
      self = .outOfRange
    }
  }

  /// As a complaint shows it: one short line.
  var shown: String {
    switch self {
    case .object: return "an object"
    case .list: return "a list"
    case .text(let text): return "\"\(text.printable)\""
    case .whole(let n): return "\(n)"
    case .large(let n): return "\(n)"
    case .number(let x): return "\(x)"
    case .bool(let value): return "\(value)"
    case .null: return "null"
    case .outOfRange: return "a number out of range"
    }
  }
}

extension String {
  /// Without control characters and cut where it gets long, for a line to a terminal.
  package var printable: String {
    let safe = unicodeScalars.prefix(60).map {
      $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
        ? "?" : String($0)
    }.joined()
    return unicodeScalars.count > 60 ? safe + "…" : safe
  }
}
