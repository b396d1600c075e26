import FloatingPointFormats
import Foundation
import Functions

/// A function in C that is right in formats of up to 32 bits when its result is rounded once, and the same in Swift.
///
/// It is evaluated in double on the platform's libm, so that its few roundings stay 29 bits below those of float32.
package struct RepairFormula: Sendable {
  /// The formula in one line, for prose.
  package let text: String
  /// The body of `double f(double x)`, in C99 with <math.h>.
  package let body: String
  package let value: @Sendable (Double) -> Double

  package init(_ text: String, _ body: String, _ value: @escaping @Sendable (Double) -> Double) {
    (self.text, self.body, self.value) = (text, body, value)
  }

  /// The whole function.
  package func code(named name: String) -> String {
    let lines = body.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return "#include <math.h>\n\nstatic double \(name)(double x) {\n\(lines)\n}"
  }

  /// That of a function or its first derivative in an output's format; nil for others.
  package static func of(_ target: Target, in format: FormatName = .float64) -> RepairFormula? {
    guard let formula = plain(target) else { return nil }
    if format == .float64 {
      return (compensated(target) ?? formula).besideZeros(of: target)
    }
    guard target.function.isHalfGate, target.derivative == 0 else { return formula }
    return formula.besideZero
  }

  /// Where f is x/2 and a little more: x/2 may lie midway between two subnormal results, and doubles do not have the
  /// little.
  private var besideZero: RepairFormula {
    RepairFormula(
      text,
      "if (x != 0 && fabs(x) < 0x1p-100) return nextafter(0.5 * x, INFINITY);\n" + body
    ) { [value] x in
      x != 0 && x.magnitude < 0x1p-100 ? (0.5 * x).nextUp : value(x)
    }
  }

  private static func plain(_ target: Target) -> RepairFormula? {
    guard target.derivative <= 1 else { return nil }
    let isValue = target.derivative == 0
    if let gate = target.function.definition.logistic {
      return isValue ? gate.repair : gate.slopeRepair
    }
    switch target.function.baseName {
    case "gelu": return isValue ? gelu : geluSlope
    case "relu": return isValue ? relu : reluSlope
    case "leaky-relu": return leaky(target)
    case "sigmoid": return isValue ? sigmoid : sigmoidSlope
    case "tanh": return isValue ? tanhItself : tanhSlope
    case "erf": return isValue ? erfItself : erfSlope
    case "erfc": return isValue ? erfcItself : erfcSlope
    case "softplus": return isValue ? softplus : sigmoid
    case "mish": return isValue ? mish : mishSlope
    case "elu": return isValue ? elu : eluSlope
    case "hardswish": return isValue ? hardswish : hardswishSlope
    default: return nil
    }
  }
}

extension RepairFormula {
  private static let rootHalf = 0x1.6a09e667f3bcdp-1
  private static let invRootTwoPi = 0x1.9884533d43651p-2

  private static let gelu = RepairFormula(
    "0.5 * x * erfc(-x / sqrt(2))",
    """
    if (x == -INFINITY) return -0.0;
    return 0.5 * x * erfc(-x * 0.70710678118654752);
    """
  ) { $0 == -.infinity ? -0.0 : 0.5 * $0 * erfc(-$0 * rootHalf) }

  private static let geluSlope = RepairFormula(
    "0.5 * erfc(-x / sqrt(2)) + x * exp(-x^2 / 2) / sqrt(2 * pi)",
    """
    if (x > 40) return 1;
    if (x < -38.5) return -0.0;
    return 0.5 * erfc(-x * 0.70710678118654752) + x * (0.3989422804014327 * exp(-0.5 * x * x));
    """
  ) { x in
    if x > 40 { return 1 }
    if x < -38.5 { return -0.0 }
    return 0.5 * erfc(-x * rootHalf) + x * (invRootTwoPi * exp(-0.5 * x * x))
  }

  private static let relu = RepairFormula(
    "x < 0 ? 0 : x", "return x < 0 ? 0 : x;"
  ) { $0 < 0 ? 0 : $0 }
  private static let reluSlope = RepairFormula(
    "x > 0", "if (x != x) return x;\nreturn x > 0;"
  ) { $0.isNaN ? $0 : $0 > 0 ? 1 : 0 }

  private static func leaky(_ target: Target) -> RepairFormula {
    let slope = Target(target.function, derivative: 1).approximate(at: -1)
    guard target.derivative == 0 else {
      return RepairFormula(
        "x > 0 ? 1 : \(slope)", "if (x != x) return x;\nreturn x > 0 ? 1 : \(slope);"
      ) { $0.isNaN ? $0 : $0 > 0 ? 1 : slope }
    }
    return RepairFormula(
      "x < 0 ? \(slope) * x : x", "return x < 0 ? \(slope) * x : x;"
    ) { $0 < 0 ? slope * $0 : $0 }
  }
}
