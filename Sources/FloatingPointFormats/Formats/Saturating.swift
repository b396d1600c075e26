/// A format that conversions can saturate in.
public protocol SaturableFormat: Float8Format {
  /// The name of the format under that rule.
  static var saturatingName: FormatName { get }
}

/// The same encodings under OFP8's other rule: what rounds beyond the largest number, an infinity too,
/// becomes the largest number of its sign. NaN stays NaN.
@frozen
public struct Saturating<Base: SaturableFormat>: Float8Format {
  public var bitPattern: UInt8
  @inlinable public init(bitPattern: UInt8) { self.bitPattern = bitPattern }

  @inlinable public static var name: FormatName { Base.saturatingName }
  @inlinable public static var precision: Int { Base.precision }
  @inlinable public static var minimumExponent: Int { Base.minimumExponent }
  @inlinable public static var maximumExponent: Int { Base.maximumExponent }
  @inlinable public static var largestFiniteBits: UInt8 { Base.largestFiniteBits }
  @inlinable public static var hasInfinity: Bool { Base.hasInfinity }
  @inlinable public static var quietNaNBits: UInt8 { Base.quietNaNBits }
  @inlinable public static var overflow: OverflowRule { .largest }
  public static var foreignNames: ForeignNames { Base.foreignNames }
  public static var aliases: [String] { Base.aliases.map { $0 + "_sat" } }
  public static var poisons: (UInt8, UInt8) { Base.poisons }
}
