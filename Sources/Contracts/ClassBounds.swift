import Scoring

/// At most so many wrong results of each class, which goes by its name in `ClassCounts`: `bounds.flushed`; nil
/// where a class is not bounded.
@dynamicMemberLookup
public struct ClassBounds: Sendable, Equatable {
  private var bounds: [ErrorClass: Int] = [:]

  public init() {}

  /// Just what was counted.
  public init(_ counts: ClassCounts) {
    for c in ErrorClass.allCases { self[c] = counts[keyPath: c.count] }
  }

  /// - Parameter count: `\.flushed`, or another count of `ClassCounts`.
  public subscript(dynamicMember count: WritableKeyPath<ClassCounts, Int>) -> Int? {
    get { ErrorClass.allCases.first { $0.count == count }.flatMap { self[$0] } }
    set {
      if let c = ErrorClass.allCases.first(where: { $0.count == count }) { self[c] = newValue }
    }
  }

  package subscript(_ c: ErrorClass) -> Int? {
    get { bounds[c] }
    set { bounds[c] = newValue }
  }
}

/// An object with the classes' names in JSON.
extension ClassBounds: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ c: ErrorClass) { stringValue = c.key }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Key.self)
    for c in ErrorClass.allCases { self[c] = try keys.decodeIfPresent(Int.self, forKey: Key(c)) }
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    for c in ErrorClass.allCases { try keys.encodeIfPresent(self[c], forKey: Key(c)) }
  }
}

extension ErrorClass {
  /// Its name in code, which the suite's coders turn into the one in JSON and back: `nanForNumber`.
  fileprivate var key: String {
    let words = rawValue.split(separator: "_")
    return words.dropFirst().reduce(words.first.map(String.init) ?? "") { $0 + $1.capitalized }
  }
}
