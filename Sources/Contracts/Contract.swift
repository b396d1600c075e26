import FloatingPointFormats
import Foundation
import Scoring

/// What a kernel is held to: bounds of measures, counted on stated inputs. A measure without a bound is not
/// checked.
///
/// A score that is worse breaks the contract. One that is clearly better asks for the numbers to be
/// tightened, so that they keep meaning something.
public struct Contract: Sendable, Equatable {
  public var kernel: String
  public var question: Question
  /// Where the kernel is found; nil for a built-in one.
  public var source: KernelSource?
  /// The libm that the numbers were measured on; nil where results do not depend on one.
  public var libm: String?
  /// What a kernel from elsewhere ran in when the numbers were measured; nil where it is not known.
  public var environment: KernelEnvironment?

  /// The bound of the largest |ULP error|; nil where it is infinite: what may be infinite or NaN is then
  /// bounded by `classes`, the rest by `maxFiniteUlp`.
  public var maxUlp: Double?
  /// The bound of the largest error of a finite output.
  public var maxFiniteUlp: Double?
  public var maxSteps: UInt64?
  /// At least so many correctly rounded, of so many: both or neither.
  public var correctlyRounded: Int?
  public var numbers: Int?
  /// At most so many of each class.
  public var classes: ClassBounds
  /// Special inputs, in bits, whose results are known to be wrong; those of all others must be right.
  public var brokenSpecials: [String]?
  /// Tighter bounds for single regions, by name: max |ULP error|.
  public var regions: [String: Double]?
  /// Known violations that are accepted for a reason; each fails once it is no longer needed.
  public var allowed: [Waiver]?

  /// A measure that may exceed its bound, with the reason. `what` names it as findings do:
  /// `max_ulp`, `flushed`, `region:tail`, `special:0xff80`.
  public struct Waiver: Codable, Sendable, Equatable {
    public var what: String
    public var reason: String
    /// Of a class: how many of it are waived; nil for any number.
    public var atMost: Int?

    public init(what: String, reason: String, atMost: Int? = nil) {
      self.what = what
      self.reason = reason
      self.atMost = atMost
    }
  }

  /// A contract that the score just holds.
  public init(
    holding score: Score, libm: String?, source: KernelSource? = nil
  ) {
    self.source = source
    (kernel, question) = (score.kernel, score.question)
    self.libm = libm
    environment = score.environment
    // Six digits, rounded up.
    if score.maxUlp.isFinite {
      maxUlp = roundedUp(score.maxUlp, digits: 6)
    } else {
      maxFiniteUlp = roundedUp(Contract.asNumber(score.maxFiniteUlp), digits: 6)
    }
    maxSteps = score.maxSteps
    correctlyRounded = score.correctlyRounded
    numbers = score.numbers
    classes = ClassBounds(score.classes)
    brokenSpecials = score.specials.filter { !$0.ok }.map(\.input)
  }

  /// A contract without bounds yet.
  public init(kernel: String, _ question: Question, source: KernelSource? = nil) {
    (self.kernel, self.question, self.source) = (kernel, question, source)
    classes = ClassBounds()
  }

  /// An error of a finite float64 output can be beyond the largest double, which then stands for it.
  static func asNumber(_ error: Double) -> Double { min(error, .greatestFiniteMagnitude) }

  /// Reads a contract.
  /// - Throws: `ScoringError` naming the file and what is wrong in it.
  public init(readingFrom path: String) throws {
    self = try Contract.shape.read(
      Contract.self, from: path, as: "a contract", hint: "'gelu-accuracy seed' writes one")
    if let problem { throw ScoringError("\(path): \(problem)") }
  }
}
