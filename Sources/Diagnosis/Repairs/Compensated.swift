import Analysis
import Foundation
import Functions
import Oracle

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

extension RepairFormula {
  /// Φ(x) + x·φ(x), with exp(−q/2 − r/2) = exp(−q/2)·(1 − r/2) for x² = q + r.
  static let compensatedSlope = RepairFormula(
    "0.5 * (erfc(z) - 2/sqrt(pi) * exp(-z^2) * d) + x * exp(-x^2 / 2) / sqrt(2 * pi), z + d = -x / sqrt(2)",
    """
    if (x > 40) return 1;
    if (x < -39) return -0.0;
    double z = -x * 0.70710678118654752;
    double d = fma(-x, 0.70710678118654752, -z) + x * 0x1.bdd3413b26456p-55;
    double q = x * x, h = exp(-0.25 * q), g = h - 0.5 * h * fma(x, x, -q);
    double y = 0.5 * (erfc(z) - 1.1283791670955126 * g * h * d) + x * (0.3989422804014327 * g) * h;
    return y == 0 && x < 0 ? -0.0 : y;
    """
  ) { x in
    if x > 40 { return 1 }
    if x < -39 { return -0.0 }
    let (half, rest) = (0x1.6a09e667f3bcdp-1, 0x1.bdd3413b26456p-55)
    let z = -x * half
    let d = fma(-x, half, -z) + x * rest
    let q = x * x
    let h = exp(-0.25 * q)
    let g = h - 0.5 * h * fma(x, x, -q)
    let y = 0.5 * (erfc(z) - 0x1.20dd750429b6dp+0 * g * h * d) + x * (0x1.9884533d43651p-2 * g) * h
    return y == 0 && x < 0 ? -0.0 : y
  }

  /// Nil where no argument is rounded, or none matters.
  static func compensated(_ target: Target) -> RepairFormula? {
    let isValue = target.derivative == 0
    if target.function.baseName == "gelu" { return isValue ? compensatedGELU : compensatedSlope }
    return target.function.definition.logistic.map {
      isValue ? $0.compensated : $0.compensatedSlope
    }
  }

  /// With a series beside each zero of a slope, where the terms of the formula cancel.
  func besideZeros(of target: Target) -> RepairFormula {
    let series = (try? Oracle(target).seriesAtZeros()) ?? []
    return series.reduce(self) { formula, s in
      let steps = s.coefficients.dropLast().reversed().map { "  p = p * t + \($0);" }
        .joined(separator: "\n").replacing("+ -", with: "- ")
      return RepairFormula(
        formula.text + "; a series beside its zero",
        """
        if (fabs(x - (\(s.high))) < \(s.reach)) {
          double t = (x - (\(s.high))) - (\(s.low)), p = \(s.coefficients.last ?? 0);
        \(steps)
          return t * p;
        }

        """ + formula.body
      ) { [value = formula.value] x in
        (x - s.high).magnitude < s.reach ? s.value(at: x) : value(x)
      }
    }
  }
}

extension LogisticGate {
  /// z = k·(x + c·x³) and its rounding error d, in C and here.
  private var argument: (code: String, value: @Sendable (Double) -> (z: Double, d: Double)) {
    let (k, kRest) = scale.pair(doubled: isDoubled), (c, cRest) = cubic.pair(doubled: false)
    return (
      """
      double q = x * x, w = \(c) * q, s = 1 + w;
      double s1 = (1 - (s - (s - 1))) + (w - (s - 1));
      double s2 = s1 + (fma(\(c), q, -w) + \(c) * fma(x, x, -q) + \(cRest) * q);
      double t = x * s, t1 = fma(x, s, -t) + x * s2;
      double z = \(k) * t;
      double d = fma(\(k), t, -z) + \(k) * t1 + \(kRest) * t;
      """,
      { x in
        let q = x * x, w = c * q, s = 1 + w
        let s1 = (1 - (s - (s - 1))) + (w - (s - 1))
        let s2 = s1 + (fma(c, q, -w) + c * fma(x, x, -q) + cRest * q)
        let t = x * s, t1 = fma(x, s, -t) + x * s2
        let z = k * t
        return (z, fma(k, t, -z) + k * t1 + kRest * t)
      }
    )
  }

  /// x/(1 + exp(−z)) with z and its rounding error.
  var compensated: RepairFormula {
    RepairFormula(
      "x / (1 + exp(-z - d)), z + d = k * (x + c * x^3), with exp of the negative side only",
      """
      if (x > 1e4) return x;
      if (x < -1e4) return -0.0;
      \(argument.code)
      if (x >= 0) {
        double e = exp(-z), y = x / (1 + e);
        return y + y * (d * e / (1 + e));
      }
      double h = exp(0.5 * z), y = x * h * h / (1 + h * h);
      return y + y * (d / (1 + h * h));
      """
    ) { [argument = argument.value] x in
      if x > 1e4 { return x }
      if x < -1e4 { return -0.0 }
      let (z, d) = argument(x)
      if x >= 0 {
        let e = exp(-z), y = x / (1 + e)
        return y + y * (d * e / (1 + e))
      }
      let h = exp(0.5 * z), y = x * h * h / (1 + h * h)
      return y + y * (d / (1 + h * h))
    }
  }

  /// g + x·g·(1 − g)·z′ with z and its rounding error.
  var compensatedSlope: RepairFormula {
    let k = scale.pair(doubled: isDoubled).0, c = cubic.pair(doubled: false).0
    return RepairFormula(
      "g + x * g * (1 - g) * z', g = 1 / (1 + exp(-z - d)), z + d = k * (x + c * x^3)",
      """
      if (x * \(k) > 760) return 1;
      if (x * \(k) < -760) return -0.0;
      \(argument.code)
      double h = exp(-0.5 * fabs(z)), e = h * h, v = \(k) * (1 + \(3 * c) * x * x);
      if (z >= 0) {
        double r = 1 / (1 + (e - e * d));
        return r + x * ((e - e * d) * r * r) * v;
      }
      double r = 1 / (1 + (e + e * d)), g = h * r * (1 + x * r * v);
      return (g + g * d) * h;
      """
    ) { [argument = argument.value] x in
      if x * k > 760 { return 1 }
      if x * k < -760 { return -0.0 }
      let (z, d) = argument(x)
      let h = exp(-0.5 * z.magnitude), e = h * h, v = k * (1 + 3 * c * x * x)
      if z >= 0 {
        let r = 1 / (1 + (e - e * d))
        return r + x * ((e - e * d) * r * r) * v
      }
      let r = 1 / (1 + (e + e * d)), g = h * r * (1 + x * r * v)
      return (g + g * d) * h
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
