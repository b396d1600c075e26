import Scoring

/// At most so many wrong results of each class; nil where a class is not bounded.
public struct ClassBounds: Codable, Sendable, Equatable {
  public var nanForNumber: Int?
  public var infiniteForFinite: Int?
  public var numberForNan: Int?
  public var wrongSign: Int?
  public var lostZeroSign: Int?
  public var flushed: Int?
  public var flushedSubnormal: Int?
  public var notMonotone: Int?
  public var exceedsInput: Int?

  public init() {}

  /// Just what was counted.
  public init(_ counts: ClassCounts) {
    for c in ErrorClass.allCases { self[c] = counts[keyPath: c.count] }
  }

  package subscript(_ c: ErrorClass) -> Int? {
    get { self[keyPath: ClassBounds.place(c)] }
    set { self[keyPath: ClassBounds.place(c)] = newValue }
  }

  private static func place(_ c: ErrorClass) -> WritableKeyPath<ClassBounds, Int?> {
    switch c {
    case .nanForNumber: \.nanForNumber
    case .infiniteForFinite: \.infiniteForFinite
    case .numberForNan: \.numberForNan
    case .wrongSign: \.wrongSign
    case .lostZeroSign: \.lostZeroSign
    case .flushed: \.flushed
    case .flushedSubnormal: \.flushedSubnormal
    case .notMonotone: \.notMonotone
    case .exceedsInput: \.exceedsInput
    }
  }
}
