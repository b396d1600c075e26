import FloatingPointFormats
import Functions
import Identification

/// What is wrong with a kernel's outputs, why, and what mends it.
public struct Diagnosis: Sendable {
  public let name: String
  public let signature: Signature
  public let target: Target
  /// How many inputs were compared, and whether they are all of the format's.
  public let inputs: Int
  public let isComplete: Bool
  public let identity: Identification
  /// Finite inputs with an error above four ulp, or NaN or infinite for a number.
  public let bad: Int
  /// How many are right to the last bit, of how many finite ones.
  public let right, numbers: Int
  /// The gravest first.
  public let causes: [FoundCause]
  /// What mends all of it; nil for a function that no formula is known of.
  public let repair: Repair?

  /// A cause, where it is, what shows it and what to do.
  public struct FoundCause: Sendable, Encodable {
    public let cause: Cause
    public let sentence: String
    public let evidence: [String]
    /// How many inputs it explains.
    public let inputs: Int
    /// Where they are: stretches without bad results of other causes.
    public let ranges: [Range]
    /// Infinite inputs and NaN that it explains.
    public let limits: [String]
    public let advice: String
    /// The largest error there before and, of the repaired kernel, after, in ulp.
    public let before, after: Double?
  }

  /// A stretch of inputs, both ends included.
  public struct Range: Sendable, Encodable {
    public let from, through: String
    /// How many inputs in it the cause explains.
    public let count: Int
  }
}
