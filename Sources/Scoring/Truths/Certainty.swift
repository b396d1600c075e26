import Foundation

/// What recorded errors may be off by, as a sum and the largest, in ULP.
///
/// In units of 2^−32 ulp, each rounded up, so that the order of adding changes nothing. Errors of 2^10
/// and more are known to 2^−40 of themselves and add nothing here.
struct Doubt: Sendable, Equatable, Codable {
  private(set) var sum = 0
  private(set) var largest = 0

  /// Adds n errors, each known to within `slack` ulp; more than 2^−5 counts as that, since no rung
  /// records an ordinary error that is known less well.
  @inline(__always) mutating func add(_ n: Int, _ slack: Double) {
    let units = Int((min(slack, 0x1p-5) * 0x1p32).rounded(.up))
    sum += n * units
    largest = max(largest, units)
  }

  mutating func merge(_ other: Doubt) {
    sum += other.sum
    largest = max(largest, other.largest)
  }

  /// Whether so many errors can have left this.
  func isSound(errors n: Int) -> Bool {
    let most = 1 << 27
    return (0...most).contains(largest) && sum >= largest && sum / most <= n
  }

  /// What the mean of n errors may be off by.
  func ofMean(_ n: Int) -> Double {
    (n == 0 ? 0 : Double(sum) / Double(n) * 0x1p-32) + ErrorSums.unit / 2
  }

  /// What the root mean square of n errors may be off by, the sum of their recorded squares being
  /// `squares`.
  ///
  /// By the triangle inequality the errors' own doubts move it by their root mean square, at most
  /// √(largest · mean); and each square was rounded by half a unit.
  func ofRootMeanSquare(_ squares: Double, _ n: Int) -> Double {
    guard n > 0 else { return 0 }
    let own = (Double(sum) / Double(n) * Double(largest)).squareRoot() * 0x1p-32
    let mean = squares / Double(n)
    let middle = mean.squareRoot()
    let above = (mean + ErrorSums.unit / 2).squareRoot() - middle
    let below = middle - max(0, mean - ErrorSums.unit / 2).squareRoot()
    return own + max(above, below)
  }
}

/// A mean to the digits that are certain: six decimals below 1 and six significant digits from there
/// on, or fewer, so that `doubt` leaves the last one off by one at most.
///
/// - Parameter doubt: what the number may be off by, without the 2^−40 of itself that any may.
func certifiedDigits(_ x: Double, doubt: Double) -> Double {
  guard x.isFinite, x != 0 else { return x }
  let scale = (0...6).reversed().map { pow(10, Double($0)) }.first { $0 * doubt < 1 } ?? 1
  let shortened = (x * scale).rounded() / scale
  guard x.magnitude >= 1 else { return shortened }
  let six = Double(String(format: "%.6g", x)) ?? x
  // Whichever has fewer digits.
  return scale * x.magnitude < 1e5 ? shortened : six
}

/// Up to three significant digits, never less than the number; −1, for nothing scored, as 0.
func roundedUp(_ x: Double) -> Double {
  guard x.isFinite else { return x }
  // What the estimate itself may be off by.
  return roundedUp(max(0, x) * (1 + 0x1p-20), digits: 3)
}
