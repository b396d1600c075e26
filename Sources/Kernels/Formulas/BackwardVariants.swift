// Other derivatives in use: closed forms with rounded constants, and automatic differentiation's
// own order of operations.

enum TanhFactoredBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-factored-backward", function: .geluTanh, parameters: ["scale": "0.79788456"],
    derivative: 1,
    formula: """
      t = tanh(0.79788456 * x * (1 + 0.044715 * x * x)); \
      0.5 * x * ((1 - t * t) * (0.79788456 + 0.1070322243 * x * x)) + 0.5 * (1 + t)
      """,
    usedBy: "Megatron-LM bias_gelu_back, CUTLASS dGELU, xformers, nvFuser",
    defects: [
      "1 + t and 1 - t * t cancel in the tails (tenstorrent/tt-metal#35971)",
      "+0 for -0 at the end of the negative tail",
      "NaN at both infinities and where x * x overflows: 0 * inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let scale = A(nearest: 0x1.988453365dep-1)  // 0.79788456
    let triple = A(nearest: 0x1.b6676befc9436p-4)  // 0.1070322243
    let t = tanh(scale * x * (1 + .cubic * x * x))
    let slope = scale + triple * x * x
    return 0.5 * x * ((1 - t * t) * slope) + 0.5 * (1 + t)
  }
}

enum ErfAutogradBackward: Formula {
  static let about = KernelDescription(
    name: "erf-autograd-backward", function: .gelu, derivative: 1,
    formula: """
      z = x * M_SQRT1_2; \
      0.5 * (1 + erf(z)) + x * 0.5 * (M_2_SQRTPI * exp(-z * z)) * M_SQRT1_2
      """,
    usedBy: "reverse mode through x * 0.5 * (1 + erf(x * M_SQRT1_2))",
    defects: [
      "1 + erf cancels for x < -2",
      "+0 for -0 at the end of the negative tail", "NaN at both infinities: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let z = x * .sqrtHalf
    let slope = x * 0.5 * (.twoOverSqrtPi * exp(-(z * z))) * .sqrtHalf
    return 0.5 * (1 + erf(z)) + slope
  }
}

enum TanhAutogradBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-autograd-backward", function: .geluTanh, derivative: 1,
    formula: """
      t = tanh(0.7978845608028654 * (x + 0.044715 * pow(x, 3))); \
      g = 0.5 * x * (1 - t * t) * 0.7978845608028654; \
      0.5 * (1 + t) + (g + g * 0.044715 * (3 * (x * x)))
      """,
    usedBy: "reverse mode through Hugging Face gelu_new",
    defects: [
      "1 + t and 1 - t * t cancel in the tails",
      "+0 for -0 at the end of the negative tail",
      "NaN at both infinities and where x * x overflows: 0 * inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let t = tanh(.sqrtTwoOverPi * (x + .cubic * A.cube(x)))
    let g = 0.5 * x * (1 - t * t) * .sqrtTwoOverPi
    let chain = g * .cubic * (3 * (x * x))
    return 0.5 * (1 + t) + (g + chain)
  }
}

/// Φ(x) + x·φ(x), the arguments of erfc and exp both corrected to first order.
enum SplitBackward: Formula {
  static let about = KernelDescription(
    name: "erfc-split-backward", function: .gelu, derivative: 1,
    formula: """
      z = -x * M_SQRT1_2 rounded, d = its rounding error; s = x * x rounded, e = its rounding error; \
      cdf = 0.5 * (erfc(z) - M_2_SQRTPI * exp(-z * z) * d); \
      pdf = 0.3989422804014327 * exp(-0.5 * s) * (1 - 0.5 * e); cdf + x * pdf
      """,
    usedBy: "the repair of erfc-backward's tail, by this project",
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
