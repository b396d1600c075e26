import FloatingPointFormats
import Oracle
import Scoring

/// What the outputs of two kernels for the same inputs have in common, and who is nearer to the exact value where
/// they differ.
public struct ComparedOutputs: Sendable, Equatable, Encodable {
  /// How many inputs both were given, infinities and NaNs included.
  public let compared: Int
  /// How many outputs have the same bits. All NaNs are one; the two zeros differ.
  public let equal: Int
  public let differing: Int
  /// In ascending order of input.
  public let firstDifference: Difference?
  /// The largest differences of two finite outputs.
  public let largest: Gaps
  public let closer: Closer
  /// Inputs at which A is what is right and B is not: the correct rounding, with the sign of a zero, or the limit
  /// at an infinity and NaN at a NaN.
  public let onlyARight: Some
  /// The reverse.
  public let onlyBRight: Some
  public let regions: [ComparedRegion]
  /// Whether usual tests would let B pass, held to A at finite inputs.
  public let tolerances: [ToleranceVerdict]

  /// An input with both outputs, in bits, and the exact value with its rounding; these are nil at an infinity or
  /// a NaN.
  public struct Difference: Sendable, Equatable, Encodable {
    public let input, a, b: String
    public let truth: String?
    public let truthBits: String?
  }

  /// How many inputs, and the first.
  public struct Some: Sendable, Equatable, Encodable {
    public let count: Int
    public let first: Difference?
  }

  /// The largest |A − B|, absolute, as a multiple of the exact value's size, and in steps. Both real sizes have
  /// six digits, fewer where the exact value does not tell them. Relative ones are of inputs whose exact value is at
  /// least the smallest normal number: of a smaller one a gap may be any multiple.
  public struct Gaps: Sendable, Equatable, Encodable {
    public let absolute: Gap<Double>?
    public let relative: Gap<Double>?
    public let steps: Gap<UInt64>?
  }

  public struct Gap<Size: Sendable & Equatable & Encodable>: Sendable, Equatable, Encodable {
    public let size: Size
    public let at: Difference
  }

  /// At how many of the inputs that differ which output is nearer to the exact value. Neither is where both are
  /// equally far, as the two zeros are, or both no number where there is one.
  public struct Closer: Sendable, Equatable, Encodable {
    public let a, b, neither: Int
    public let firstA: Difference?
    public let firstB: Difference?
  }
}

/// The same of one region, counts alone.
public struct ComparedRegion: Sendable, Equatable, Encodable {
  public let name: String
  /// Both ends belong to it.
  public let from, to: String
  public let compared, differing: Int
  public let closerA, closerB, neither: Int
  public let onlyARight, onlyBRight: Int
}
