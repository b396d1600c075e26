import Foundation
import Functions

/// x/(1 + exp(−z)) with the exponential of the side where it is small.
extension LogisticGate {
  /// z/x, from x² on: factor·(1 + cubic·x²).
  private var shape: (factor: Double, cubic: Double) {
    let one = isDoubled ? 2.0 : 1
    return (one * scale.nearest, cubic.nearest)
  }

  var repair: RepairFormula {
    let (k, c) = shape
    let z = c == 0 ? "\(k) * x" : "\(k) * (x + \(c) * x * x * x)"
    return RepairFormula(
      "x / (1 + exp(-z)), z = \(z), with exp of the negative side only",
      """
      if (x == -INFINITY) return -0.0;
      double z = \(z);
      if (x >= 0) return x / (1 + exp(-z));
      double h = exp(0.5 * z);
      return x * h * h / (1 + h * h);
      """
    ) { x in
      if x == -.infinity { return -0.0 }
      let z = c == 0 ? k * x : k * (x + c * x * x * x)
      if x >= 0 { return x / (1 + exp(-z)) }
      let h = exp(0.5 * z)
      return x * h * h / (1 + h * h)
    }
  }

  var slopeRepair: RepairFormula {
    let (k, c) = shape
    let z = c == 0 ? "\(k) * x" : "\(k) * (x + \(c) * x * x * x)"
    let slope = c == 0 ? "\(k)" : "\(k) * (1 + \(3 * c) * x * x)"
    return RepairFormula(
      "s + x * s * (1 - s) * z', s = 1 / (1 + exp(-z)), z = \(z)",
      """
      if (x * \(k) > 760) return 1;
      if (x * \(k) < -760) return -0.0;
      double z = \(z);
      double e = exp(-fabs(z));
      double r = 1 / (1 + e);
      double gate = z < 0 ? e * r : r;
      double slope = gate + x * (e * r * r) * (\(slope));
      return slope == 0 && x < 0 ? -0.0 : slope;
      """
    ) { x in
      if x * k > 760 { return 1 }
      if x * k < -760 { return -0.0 }
      let z = c == 0 ? k * x : k * (x + c * x * x * x)
      let e = exp(-z.magnitude)
      let r = 1 / (1 + e)
      let gate = z < 0 ? e * r : r
      let slope = gate + x * (e * r * r) * (c == 0 ? k : k * (1 + 3 * c * x * x))
      return slope == 0 && x < 0 ? -0.0 : slope
    }
  }
}

extension RepairFormula {
  static let sigmoid = RepairFormula(
    "1 / (1 + exp(-x)), with exp of the negative side only",
    """
    if (x >= 0) return 1 / (1 + exp(-x));
    double e = exp(x);
    return e / (1 + e);
    """
  ) { x in
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let e = exp(x)
    return e / (1 + e)
  }
  static let sigmoidSlope = RepairFormula(
    "e / (1 + e)^2, e = exp(-|x|)",
    "double e = exp(-fabs(x));\nreturn e / ((1 + e) * (1 + e));"
  ) { x in
    let e = exp(-x.magnitude)
    return e / ((1 + e) * (1 + e))
  }
  static let tanhItself = RepairFormula("tanh(x)", "return tanh(x);") { tanh($0) }
  static let tanhSlope = RepairFormula(
    "4e / (1 + e)^2, e = exp(-2|x|)",
    "double e = exp(-2 * fabs(x));\nreturn 4 * e / ((1 + e) * (1 + e));"
  ) { x in
    let e = exp(-2 * x.magnitude)
    return 4 * e / ((1 + e) * (1 + e))
  }
  static let erfItself = RepairFormula("erf(x)", "return erf(x);") { erf($0) }
  static let erfSlope = RepairFormula(
    "2 / sqrt(pi) * exp(-x^2)", "return 1.1283791670955126 * exp(-x * x);"
  ) { 0x1.20dd750429b6dp+0 * exp(-$0 * $0) }
  static let erfcItself = RepairFormula("erfc(x)", "return erfc(x);") { erfc($0) }
  static let erfcSlope = RepairFormula(
    "-2 / sqrt(pi) * exp(-x^2)", "return -1.1283791670955126 * exp(-x * x);"
  ) { -0x1.20dd750429b6dp+0 * exp(-$0 * $0) }
  static let softplus = RepairFormula(
    "max(x, 0) + log1p(exp(-|x|))",
    "if (x != x) return x;\nreturn (x > 0 ? x : 0) + log1p(exp(-fabs(x)));"
  ) { x in x.isNaN ? x : (x > 0 ? x : 0) + log1p(exp(-x.magnitude)) }
  static let elu = RepairFormula("x < 0 ? expm1(x) : x", "return x < 0 ? expm1(x) : x;") {
    $0 < 0 ? expm1($0) : $0
  }
  static let eluSlope = RepairFormula(
    "x < 0 ? exp(x) : 1", "if (x != x) return x;\nreturn x < 0 ? exp(x) : 1;"
  ) { $0.isNaN ? $0 : $0 < 0 ? exp($0) : 1 }
  static let hardswish = RepairFormula(
    "x * min(max(x + 3, 0), 6) / 6",
    """
    if (x <= -3) return -0.0;
    return x >= 3 ? x : x * (x + 3) / 6;
    """
  ) { $0 <= -3 ? -0.0 : $0 >= 3 ? $0 : $0 * ($0 + 3) / 6 }
  static let hardswishSlope = RepairFormula(
    "x <= -3 ? 0 : x >= 3 ? 1 : (2x + 3) / 6",
    "return x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6;"
  ) { $0 <= -3 ? 0 : $0 >= 3 ? 1 : (2 * $0 + 3) / 6 }
  static let mish = RepairFormula(
    "x * n / (n + 2), n = v * (v + 2), v = exp(x)",
    """
    if (x == -INFINITY) return -0.0;
    if (x > 40) return x;
    double v = exp(x), n = v * (v + 2);
    return x * n / (n + 2);
    """
  ) { x in
    if x == -.infinity { return -0.0 }
    if x > 40 { return x }
    let v = exp(x)
    let n = v * (v + 2)
    return x * n / (n + 2)
  }
  static let mishSlope = RepairFormula(
    "t + x * v * 4 * (v + 1) / (n + 2)^2, t = n / (n + 2), n = v * (v + 2), v = exp(x)",
    """
    if (x > 40) return 1;
    if (x < -745) return -0.0;
    double v = exp(x), n = v * (v + 2);
    return n / (n + 2) + x * (4 * v * (v + 1) / ((n + 2) * (n + 2)));
    """
  ) { x in
    if x > 40 { return 1 }
    if x < -745 { return -0.0 }
    let v = exp(x)
    let n = v * (v + 2)
    return n / (n + 2) + x * (4 * v * (v + 1) / ((n + 2) * (n + 2)))
  }
}
