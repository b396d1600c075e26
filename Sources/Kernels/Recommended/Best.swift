import FloatingPointFormats

/// x·Φ(x) by the split formula in float64, rounded once.
///
/// Below 2^−60 Φ(x) is ½ in float64, and where x/2 is subnormal that can be a tie of the narrower
/// format; but x·Φ(x) = x/2 + x²/√(2π) − … lies above it for either sign.
enum BestGELU {
  static func kernel<T: KernelFormat>(for _: T.Type = T.self) -> BatchKernel<T> {
    var description = about
    guard T.name != .float64 else {
      description.policy = Policy.usual.summary(in: .float64)
      return BatchKernel(description, ErfcSplit.self, in: T.self)
    }
    description.policy = Policy.f64.summary(in: T.name)
    return BatchKernel(description, scalar: { x in T(nearest: value(x.double)) })
  }

  static let about = KernelDescription(
    name: "best", function: "gelu",
    formula: "as erfc-split; in the narrower formats 0 < |x| < 2^-60 ? nextUp(0.5 * x)",
    usedBy: "this project's recommendation where accuracy comes first")

  @inline(__always)
  static func value(_ x: Double) -> Double {
    guard x.magnitude < 0x1p-60, x != 0 else { return ErfcSplit.value(x) }
    return (0.5 * x).nextUp
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
    let s = x * x
    let bell = .invSqrtTwoPi * exp(-0.5 * s)
    if bell <= 0 { return x < 0 ? copysign(0, x) : 1 }
    let z = -x * .sqrtHalf
    let rest = A.fusedMultiplyAdd(-x, .sqrtHalf, -z) - x * .sqrtHalfRest
    let cdf = 0.5 * (erfc(z) - .twoOverSqrtPi * exp(-(z * z)) * rest)
    let e = A.fusedMultiplyAdd(x, x, -s)
    return cdf + x * (bell * (1 - 0.5 * e))
  }
}
