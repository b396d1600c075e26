// The most accurate kernels here: the split formulas in float64, rounded once.

enum Best: Formula {
  static let about = KernelDescription(
    name: "best", function: "gelu", formula: ErfcSplit.about.formula,
    usedBy: "this project's recommendation where accuracy comes first")

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    ErfcSplit.value(x)
  }
}

/// Φ(x) + x·φ(x), the arguments of erfc and exp both corrected to first order.
enum BestBackward: Formula {
  static let about = KernelDescription(
    name: "best-backward", function: "gelu", derivative: 1,
    formula: """
      z = -x * M_SQRT1_2 rounded, d = its rounding error; s = x * x rounded, e = its rounding error; \
      cdf = 0.5 * (erfc(z) - M_2_SQRTPI * exp(-z * z) * d); \
      pdf = 0.3989422804014327 * exp(-0.5 * s) * (1 - 0.5 * e); cdf + x * pdf
      """,
    usedBy: "this project's recommendation where accuracy comes first",
    defects: ["cdf + x * pdf cancels near its zero at -0.7518"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    guard magnitude(x) < 40 else { return x < 0 ? copysign(0, x) : 40 <= x ? 1 : x }
    let z = -x * .sqrtHalf
    let rest = A.fusedMultiplyAdd(-x, .sqrtHalf, -z) - x * .sqrtHalfRest
    let cdf = 0.5 * (erfc(z) - .twoOverSqrtPi * exp(-(z * z)) * rest)
    let s = x * x
    let e = A.fusedMultiplyAdd(x, x, -s)
    let pdf = .invSqrtTwoPi * exp(-0.5 * s) * (1 - 0.5 * e)
    return cdf + x * pdf
  }
}
