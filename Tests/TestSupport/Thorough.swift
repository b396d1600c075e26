import Foundation

/// How much tests look at: in a usual run what two minutes of two processors allow, all of it where
/// GELU_ACCURACY_EXHAUSTIVE is 1.
public enum Thorough {
  public static let isAsked =
    ProcessInfo.processInfo.environment["GELU_ACCURACY_EXHAUSTIVE"] == "1"

  /// So many, or fewer in a usual run.
  public static func count(_ all: Int, usual: Int) -> Int { isAsked ? all : usual }

  /// Some of the cases, evenly spread, in a usual run; at least one.
  public static func some<Case>(_ all: [Case], usual: Int) -> [Case] {
    guard !isAsked, all.count > usual else { return all }
    return (0..<usual).map { all[$0 * all.count / usual] }
  }
}
