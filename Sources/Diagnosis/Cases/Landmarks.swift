import FloatingPointFormats
import Foundation
import Functions

/// Inputs at which an intermediate result leaves the range of the format that it is held in.
struct Landmark: Sendable {
  /// `exp(-x)`, `x^3`.
  let what: String
  /// The format whose range it leaves.
  let format: FormatName
  /// |x| there.
  let x: Double

  /// Those of the steps that formulas of these functions have, in the working formats in use.
  static let all: [Landmark] = working.flatMap { format in
    let largest = format.parameters.largestFinite
    return powers(largest, format) + exponentials(log(largest), format)
  }

  private static let working: [FormatName] = [.float16, .float32, .float64]

  private static func powers(_ largest: Double, _ format: FormatName) -> [Landmark] {
    [
      Landmark(what: "x * x", format: format, x: largest.squareRoot()),
      Landmark(what: "x * x * x", format: format, x: cbrt(largest)),
      Landmark(what: "0.044715 * x^3", format: format, x: cbrt(largest / 0.044715)),
      Landmark(what: "0.035677 * x^3", format: format, x: cbrt(largest / 0.03567740814)),
      Landmark(
        what: "x * (0.0357 * x^2 + 0.798)", format: format, x: cbrt(largest / 0.07135481627)),
      Landmark(what: "0.044715 * x^2", format: format, x: (largest / 0.044715).squareRoot()),
      Landmark(what: "3 * 0.044715 * x^2", format: format, x: (largest / 0.134145).squareRoot()),
      Landmark(what: "0.107032 * x^2", format: format, x: (largest / 0.1070322243).squareRoot()),
      Landmark(what: "2 * x", format: format, x: largest / 2),
      Landmark(what: "1.702 * x", format: format, x: largest / 1.702),
      Landmark(what: "x^2 / 2", format: format, x: (2 * largest).squareRoot()),
      Landmark(what: "3.16 * x", format: format, x: largest / 3.16),
    ]
  }

  private static func exponentials(_ limit: Double, _ format: FormatName) -> [Landmark] {
    [
      Landmark(what: "exp(|x|)", format: format, x: limit),
      Landmark(what: "exp(2|x|)", format: format, x: limit / 2),
      Landmark(what: "exp(1.702 |x|)", format: format, x: limit / 1.702),
      Landmark(what: "exp(|u|), u = 0.798 (x + 0.0447 x^3),", format: format, x: inverse(limit)),
      Landmark(
        what: "exp(2|u|), u = 0.798 (x + 0.0447 x^3),", format: format, x: inverse(limit / 2)),
      Landmark(what: "exp(x^2/2)", format: format, x: (2 * limit).squareRoot()),
      Landmark(what: "exp(x^2)", format: format, x: limit.squareRoot()),
    ]
  }

  /// x with 0.79788456·(x + 0.044715·x³) = u, by Newton's method.
  private static func inverse(_ u: Double) -> Double {
    var x = cbrt(u / (0.7978845608 * 0.044715))
    for _ in 0..<50 {
      let value = 0.7978845608 * (x + 0.044715 * x * x * x) - u
      x -= value / (0.7978845608 * (1 + 0.134145 * x * x))
    }
    return x
  }

  /// The one in a stretch of sizes, or just beside it: constants are rounded, too.
  ///
  /// - Parameter output: the format of the outputs. A kernel works in that, or in one of 24 bits and more.
  static func between(
    _ low: Double, _ high: Double, _ output: FormatName,
    where holds: (Landmark) -> Bool = { _ in true }
  ) -> Landmark? {
    // A wide gap between inputs holds many: none of them is known to be the one.
    guard high <= 1.1 * low else { return nil }
    return all.first {
      ($0.format == output || $0.format.parameters.precision >= 24) && holds($0)
        && low * (1 - 0x1p-9) <= $0.x && $0.x <= high * (1 + 0x1p-9)
    }
  }
}
