import FloatingPointFormats

/// Where one class of wrong results occurs among the scored inputs.
///
/// A range is a run of consecutive scored inputs, in totalOrder, that all show the class; consecutive in a
/// sample are inputs with no input of the sample in between. Inputs that a run did not get to end a range.
/// Infinite inputs lie in no range, and are counted apart. Inputs that are NaN lie beyond the infinities.
public struct ClassPlaces: Codable, Sendable, Equatable {
  /// How many inputs that are not infinite show the class, and how many ranges they make up.
  public var inputs: Int
  public var ranges: Int
  /// The infinite inputs that show it, in bits; nil where none does.
  public var atInfinities: [String]?
  /// All ranges in ascending order, or of more than sixteen the first eight and the last eight.
  public var list: [Range]

  /// A run of consecutive scored inputs, both ends in bits.
  public struct Range: Codable, Sendable, Equatable {
    public var from: String
    public var to: String
    public var count: Int

    package init(from: String, to: String, count: Int) {
      (self.from, self.to, self.count) = (from, to, count)
    }
  }

  package init(inputs: Int, ranges: Int, atInfinities: [String]?, list: [Range]) {
    (self.inputs, self.ranges) = (inputs, ranges)
    (self.atInfinities, self.list) = (atInfinities, list)
  }

  init(_ found: RunList, _ format: FormatName) {
    func bits(_ position: UInt64) -> String { format.hex(format.bits(position: position)) }
    self.init(
      inputs: found.inputs, ranges: found.runs,
      atInfinities: found.infinite.isEmpty ? nil : found.infinite.map(bits),
      list: found.shown.map { Range(from: bits($0.from), to: bits($0.to), count: $0.count) })
  }
}

extension ClassRanges {
  /// By class, as a score has it.
  func places(_ format: FormatName) -> [String: ClassPlaces] {
    Dictionary(
      uniqueKeysWithValues: lists.map { ($0.key.rawValue, ClassPlaces($0.value, format)) })
  }
}
