import FloatingPointFormats
import Functions

/// The result of scoring a kernel that writes codes: y = saturate(round(f(x)/scale) + zero point).
///
/// With v = f(x)/scale + zero point for the exact x, moved to the nearest end where it is beyond the range of
/// codes, the error of an output is output − v in codes, and scale times that in real units. The exact result is
/// never rounded before. The best possible error is 1/2 at most; at a tie both neighbours are correctly rounded.
public struct QuantisedScore: Sendable, Equatable {
  public var kernel: String
  public var target: Target
  public var input, output: EndFormat
  public var inputs: InputSummary
  /// Whether the maxima hold for every input of the input's format.
  public var bound: Score.Bound
  /// How many inputs were given, and how many of them are no NaN: for a NaN no code is right.
  public var scored, numbers: Int

  /// The largest |error| in codes, and in real units, with its input and output.
  public var maxCodes, maxReal: Double
  public var maxCodesInput, maxCodesOutput: String
  public var meanCodes, meanSignedCodes, meanReal: Double

  public var correctlyRounded: Int
  /// Outputs that are one code, and more, from the nearest right one.
  public var offByOne, offByMore: Int
  /// Those of them whose error exceeds 1/2 by less than 10^−6: the exact result lies beside a tie.
  public var besideTies: Int
  /// Inputs whose exact result rounds to a number below, and above, the range of codes.
  public var below, above: Int
  public var ties: TieSummary
  public var wrapped, notSaturated, saturatedWrongly: Int
  /// The first input, in ascending order, that shows each class.
  public var classExamples: [String: Example]
  public var worst: [WorstCode]
  /// What the outputs look like, where many are wrong.
  public var cause: QuantisedCause?
  /// Of recorded data, where inputs may repeat.
  public var data: CodeData?
  /// What a kernel from elsewhere ran in, where that is known.
  public var environment: KernelEnvironment?

  /// An input with one of the largest errors.
  public struct WorstCode: Codable, Sendable, Equatable {
    /// A code, or the bits of a floating-point number; and the exact real number, to 17 digits.
    public var input, x: String
    public var output: Int
    /// What the output stands for.
    public var outputValue: Double
    /// The codes that are right.
    public var wanted: [Int]
    /// f(x), to 17 digits.
    public var truth: String
    public var codes: Double
    public var real: Double
  }

  /// What holds for the elements of recorded data.
  public struct CodeData: Codable, Sendable, Equatable {
    public var elements, correctlyRounded: Int
    /// Distinct inputs with several outputs, each scored by its worst, and the first of them.
    public var severalOutputs: Int
    public var firstWithSeveral: String?
  }

  /// Outputs that are not correctly rounded.
  public var wrongCodes: Int { offByOne + offByMore }
}
