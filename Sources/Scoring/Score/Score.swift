import FloatingPointFormats
import Functions

/// The result of scoring one kernel: what JSON, reports and contracts are made of. Keys are those of
/// Documentation/Score.md in camel case.
///
/// ULP errors are real numbers, (output − truth) / ulp(truth), the truth never rounded before. At a
/// finite input whose truth is a number of the format's range an output that is NaN or infinite has an
/// infinite error: it enters the maxima, is counted in `classes`, and is nowhere averaged in. Infinite
/// inputs are judged by `specials` alone and have no error.
public struct Score: Sendable, Equatable {
  public var kernel: String
  /// What the outputs are held to, in which formats, and which inputs were given.
  public var question: Question
  /// Whether the maxima hold for every input of the format.
  public var bound: Bound
  /// How many inputs were given, infinities and NaNs included.
  public var scored: Int
  /// How many of them are finite: what the shares and means are taken over.
  public var numbers: Int

  /// The largest |ULP error|; infinite if an output is NaN or infinite whose truth rounds to a number,
  /// and the input then is the first of those.
  public var maxUlp: Double
  public var maxUlpInput: String
  public var maxUlpOutput: String
  /// The second input there, where rows have one.
  public var maxUlpSecond: String?
  /// The largest |ULP error| of a finite output, and its input; the same as the above where that is
  /// finite.
  public var maxFiniteUlp: Double
  public var maxFiniteUlpInput: String
  public var maxSteps: UInt64
  public var maxStepsInput: String
  public var meanUlp: Double
  public var rmsUlp: Double
  public var meanSignedUlp: Double
  public var correctlyRounded: Int
  public var faithful: Int

  public var classes: ClassCounts
  /// The first input, in ascending order, that shows each class that is not empty.
  public var classExamples: [String: Example]
  public var specials: [Special]
  public var histogram: [HistogramBin]
  public var regions: [RegionScore]
  public var worst: [WorstInput]
  /// How many inputs each rung of the oracle decided.
  public var rungs: RungCounts
  /// Of recorded data: what holds for its elements, where the rest of the score is of distinct inputs.
  public var data: DataSummary?
  /// Of outputs of f(x + bias): what holds for f at the rounded sum.
  public var roundedSum: RoundedSum?
  /// The mean of (|output| − |truth|)/ulp(truth): below zero where outputs are too near to zero. An output of the
  /// wrong sign counts as below zero in size. Nil where rows have a second input.
  public var meanMagnitudeUlp: Double?
  /// The largest |output − truth| among errors of 1/64 ulp or more, to six digits, and its input; nil where there
  /// is none, or rows have a second input.
  public var maxAbs: Double?
  public var maxAbsInput: String?
  /// The largest |output − truth|/|truth| among those of them whose truth is a normal number in size.
  public var maxRel: Double?
  public var maxRelInput: String?
  /// What errors mean where inputs are not all equally likely; nil where they have no weights.
  public var weighted: WeightedScore?
  /// In which ranges of inputs each class occurs; nil where inputs are in no order, or it was not kept.
  public var classRanges: [String: ClassPlaces]?
  /// What a kernel from elsewhere ran in, where that is known.
  public var environment: KernelEnvironment?

  public enum Bound: String, Codable, Sendable {
    case exact
    case largestKnown = "largest known"
  }
}

/// Wrong in kind: each counted apart, none averaged in or masked out.
public struct ClassCounts: Codable, Sendable, Equatable {
  public var nanForNumber = 0
  public var infiniteForFinite = 0
  public var numberForNan = 0
  public var wrongSign = 0
  public var lostZeroSign = 0
  /// Zero where the truth is at least the smallest normal number in magnitude.
  public var flushed = 0
  /// Zero where the truth rounds to a subnormal.
  public var flushedSubnormal = 0
  /// Pairs of neighbouring inputs whose outputs are ordered the wrong way round.
  public var notMonotone = 0
  /// |output| > |input|, of a function that never exceeds its input.
  public var exceedsInput = 0

  public init() {}
}

/// An input and what the kernel made of it, in bits.
public struct Example: Codable, Sendable, Equatable {
  public var input: String
  public var output: String
  /// The second input, where rows have one.
  public var second: String?

  package init(input: String, output: String, second: String? = nil) {
    (self.input, self.output, self.second) = (input, output, second)
  }
}

/// A special value's verdict: zeros, infinities and NaN must match in every bit but a NaN's payload;
/// the ends of the normal and subnormal ranges must be faithful.
public struct Special: Codable, Sendable, Equatable {
  public var input: String
  public var expected: String
  public var got: String
  public var ok: Bool

  package init(input: String, expected: String, got: String, ok: Bool) {
    self.input = input
    self.expected = expected
    self.got = got
    self.ok = ok
  }
}

/// How many signed ULP errors lie in [from, to), or (from, to] where both are positive.
public struct HistogramBin: Codable, Sendable, Equatable {
  public var from: Double
  public var to: Double
  public var count: Int

  package init(from: Double, to: Double, count: Int) {
    self.from = from
    self.to = to
    self.count = count
  }
}

/// The score of one stretch of the input line, its ends included.
public struct RegionScore: Codable, Sendable, Equatable {
  public var name: String
  /// The first and last input of the region, in bits.
  public var from: String
  public var to: String
  /// How many finite inputs were scored here.
  public var count: Int
  public var maxUlp: Double
  public var maxUlpInput: String
  public var maxFiniteUlp: Double
  public var maxFiniteUlpInput: String
  public var meanUlp: Double
  public var correctlyRounded: Int
  /// The largest |ULP error| in each of equally many consecutive encodings of the region; null
  /// where nothing was scored, infinite where an output is NaN or infinite. Upper bounds, rounded up
  /// to three digits: for plots.
  public var profile: [Double?]
  /// How many inputs gave NaN for a number, and an infinity for a finite truth; nil where it was not kept.
  public var nanForNumber: Int?
  public var infiniteForFinite: Int?

  package init(
    name: String, from: String, to: String, count: Int, maxUlp: Double, maxUlpInput: String,
    maxFiniteUlp: Double, maxFiniteUlpInput: String, meanUlp: Double, correctlyRounded: Int,
    profile: [Double?], nanForNumber: Int? = nil, infiniteForFinite: Int? = nil
  ) {
    self.name = name
    self.from = from
    self.to = to
    self.count = count
    self.maxUlp = maxUlp
    self.maxUlpInput = maxUlpInput
    self.maxFiniteUlp = maxFiniteUlp
    self.maxFiniteUlpInput = maxFiniteUlpInput
    self.meanUlp = meanUlp
    self.correctlyRounded = correctlyRounded
    self.profile = profile
    (self.nanForNumber, self.infiniteForFinite) = (nanForNumber, infiniteForFinite)
  }
}

/// One of the worst inputs, evaluated again in multiple precision: every digit is certified.
public struct WorstInput: Codable, Sendable, Equatable {
  public var input: String
  public var output: String
  /// The exact value, as a decimal of 20 significant digits.
  public var truth: String
  /// The exact value's correct rounding, in bits.
  public var truthBits: String
  /// |ULP error|; infinite for an output that is NaN or infinite.
  public var ulp: Double
  /// Nil for NaN, which has no place among the numbers.
  public var steps: UInt64?
  /// The second input, where rows have one.
  public var second: String?

  package init(
    input: String, output: String, truth: String, truthBits: String, ulp: Double, steps: UInt64?,
    second: String? = nil
  ) {
    self.second = second
    self.input = input
    self.output = output
    self.truth = truth
    self.truthBits = truthBits
    self.ulp = ulp
    self.steps = steps
  }
}
