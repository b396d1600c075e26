import Oracle

/// Where a rounding to nearest takes what lies midway. The first four are of multiples of the scale, before the
/// zero point is added.
public enum TieRule: String, Codable, Sendable, CaseIterable {
  case even
  case awayFromZero = "away from zero"
  case up, down
  /// To the even code, after the zero point is added.
  case evenCode = "even code"

  /// The code that it takes.
  /// - Precondition: the truth is a tie.
  func code(_ truth: CodeTruth, zeroPoint: Int) -> Int {
    let low = truth.floor
    switch self {
    case .even: return low + ((low - zeroPoint) & 1)
    case .evenCode: return low + (low & 1)
    case .awayFromZero: return low + (low - zeroPoint >= 0 ? 1 : 0)
    case .up: return low + 1
    case .down: return low
    }
  }
}

/// The inputs whose exact result lies midway between two codes, where either is right.
public struct TieSummary: Codable, Sendable, Equatable {
  public var count = 0
  /// The rules that all outputs at ties keep; none where an output there is wrong, or they keep no one rule.
  public var rules: [TieRule] = []
}
