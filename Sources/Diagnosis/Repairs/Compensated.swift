import Foundation
import Functions

/// Values in float64, where there is nothing wider to round from: the rounding error of the argument is computed, and
/// corrected to first order.
extension RepairFormula {
  /// x·Φ(x) with erfc(z + d) = erfc(z) − 2/√π·exp(−z²)·d.
  static let compensatedGELU = RepairFormula(
    "0.5 * x * (erfc(z) - 2/sqrt(pi) * exp(-z^2) * d), z + d = -x / sqrt(2)",
    """
    if (x > 40) return x;
    if (x == -INFINITY) return -0.0;
    double z = -x * 0.70710678118654752;
    double d = fma(-x, 0.70710678118654752, -z) + x * 0x1.bdd3413b26456p-55;
    return 0.5 * x * (erfc(z) - 1.1283791670955126 * exp(-z * z) * d);
    """
  ) { x in
    if x > 40 { return x }
    if x == -.infinity { return -0.0 }
    let (half, rest) = (0x1.6a09e667f3bcdp-1, 0x1.bdd3413b26456p-55)
    let z = -x * half
    let d = fma(-x, half, -z) + x * rest
    return 0.5 * x * (erfc(z) - 0x1.20dd750429b6dp+0 * exp(-z * z) * d)
  }
}

extension LogisticGate {
  /// x/(1 + exp(−z)) with z and its rounding error.
  var compensated: RepairFormula {
    let (k, kRest) = scale.pair(doubled: isDoubled), (c, cRest) = cubic.pair(doubled: false)
    return RepairFormula(
      "x / (1 + exp(-z - d)), z + d = k * (x + c * x^3), with exp of the negative side only",
      """
      if (x > 1e4) return x;
      if (x < -1e4) return -0.0;
      double q = x * x, w = \(c) * q, s = 1 + w;
      double s1 = (1 - (s - (s - 1))) + (w - (s - 1));
      double s2 = s1 + (fma(\(c), q, -w) + \(c) * fma(x, x, -q) + \(cRest) * q);
      double t = x * s, t1 = fma(x, s, -t) + x * s2;
      double z = \(k) * t;
      double d = fma(\(k), t, -z) + \(k) * t1 + \(kRest) * t;
      if (x >= 0) {
        double e = exp(-z), y = x / (1 + e);
        return y + y * (d * e / (1 + e));
      }
      double h = exp(0.5 * z), y = x * h * h / (1 + h * h);
      return y + y * (d / (1 + h * h));
      """
    ) { x in
      if x > 1e4 { return x }
      if x < -1e4 { return -0.0 }
      let q = x * x, w = c * q, s = 1 + w
      let s1 = (1 - (s - (s - 1))) + (w - (s - 1))
      let s2 = s1 + (fma(c, q, -w) + c * fma(x, x, -q) + cRest * q)
      let t = x * s, t1 = fma(x, s, -t) + x * s2
      let z = k * t
      let d = fma(k, t, -z) + k * t1 + kRest * t
      if x >= 0 {
        let e = exp(-z), y = x / (1 + e)
        return y + y * (d * e / (1 + e))
      }
      let h = exp(0.5 * z), y = x * h * h / (1 + h * h)
      return y + y * (d / (1 + h * h))
    }
  }
}

extension Constant {
  /// The nearest double, and what is left to the nearest double of that; of twice the constant where it is doubled.
  fileprivate func pair(doubled: Bool) -> (Double, Double) {
    let factor = doubled ? 2.0 : 1
    let rest: Double =
      switch self {
      case .integer: 0
      case .decimal(let d):
        fma(-nearest, Double(d.denominator), Double(d.numerator)) / Double(d.denominator)
      case .sqrtHalf: -0x1.bdd3413b26456p-55
      case .sqrtTwoOverPi: -0x1.cbc0d30ebfd15p-55
      case .twoOverSqrtPi: 0x1.1ae3a914fed80p-56
      }
    return (factor * nearest, factor * rest)
  }
}
