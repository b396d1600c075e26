/// A cause that was found, and the rows that it explains.
struct Finding: Sendable {
  let cause: Cause
  /// What happens, in one sentence without a full stop.
  let sentence: String
  /// What shows it, a line each.
  let evidence: [String]
  /// Numbers of rows, ascending.
  let rows: [Int]
  /// Infinite inputs or NaN that it explains.
  var limits: [Double] = []
}

/// What looks for a cause.
protocol Detector: Sendable {
  /// Findings among the rows that are still open.
  func findings(in c: Case, open: [Int]) -> [Finding]
}
