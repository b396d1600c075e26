// Gradients of the erf and tanh forms in the orders of operations of further frameworks.

private let tails = [
  "1 + t and 1 - t * t cancel in the tails",
  "+0 for -0 at the end of the negative tail",
  "NaN at both infinities and where x * x overflows: 0 * inf",
]

/// u = √(2/π)·(x + 0.044715·x·x·x).
@inline(__always)
private func inner<A: KernelArithmetic>(_ x: A) -> A {
  .sqrtTwoOverPi * (x + .cubic * x * x * x)
}

enum TanhSumBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-sum-backward", function: .geluTanh, derivative: 1,
    formula: """
      m = x * x * 0.044715; t = tanh(0.7978845608028654 * (x + x * m)); \
      d = x * 0.5 * 0.7978845608028654 * (1 - t * t); 0.5 * (1 + t) + d + d * 3 * m
      """,
    usedBy: "DeepSpeed d_gelu, ONNX Runtime FastGeluGrad on CUDA", defects: tails)

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let m = x * x * .cubic
    let t = tanh(.sqrtTwoOverPi * (x + x * m))
    let d = x * 0.5 * .sqrtTwoOverPi * (1 - t * t)
    let chain = d * 3 * m
    return 0.5 * (1 + t) + d + chain
  }
}

enum TanhPaddleBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-paddle-backward", function: .geluTanh, derivative: 1,
    formula: """
      t = tanh(0.7978845608028654 * (0.044715 * (x * x) * x + x)); \
      0.5 * (1 + t + (x - x * t * t) * (0.7978845608028654 + 0.1070322244089 * (x * x)))
      """,
    usedBy: "PaddlePaddle gelu_grad on CPU, ONNX Runtime's first gradients", defects: tails)

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let square = x * x
    let triple = A.sqrtTwoOverPi * .cubic * 3
    let t = tanh(.sqrtTwoOverPi * (.cubic * square * x + x))
    return 0.5 * (1 + t + (x - x * t * t) * (.sqrtTwoOverPi + triple * square))
  }
}

/// sech² u = (1 + t)·(1 − t) is taken from 2 − (1 + t): one cancellation less.
enum TanhUnslothBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-unsloth-backward", function: .geluTanh, derivative: 1,
    formula: """
      a = 0.7978845608028654 * x; b = a * 0.044715 * x * x; T = 1 + tanh(a + b); h = 0.5 * T; \
      h - h * (T - 2) * (a + 3 * b)
      """,
    usedBy: "Unsloth geglu.py",
    defects: [
      "1 + tanh cancels in the negative tail",
      "+0 for -0 at the end of the negative tail",
      "NaN at both infinities and where x * x overflows: 0 * inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let a = .sqrtTwoOverPi * x
    let b = a * .cubic * x * x
    let whole = 1 + tanh(a + b)
    let half = 0.5 * whole
    let slope = -half * (whole - 2) * (a + 3 * b)
    return half + slope
  }
}

enum TanhCoshBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-cosh-backward", function: .geluTanh, derivative: 1,
    formula: """
      u = 0.7978845608028654 * (x + 0.044715 * x * x * x); c = cosh(u); s = 1 / (c * c); \
      0.5 * (1 + tanh(u)) + x * 0.5 * s * 0.7978845608028654 * (1 + 3 * 0.044715 * x * x)
      """,
    usedBy: "llm.c train_gpt2.c",
    defects: [
      "1 + tanh cancels in the negative tail; cosh(u)^2 overflows: 0 while the result is a number",
      "NaN at both infinities and where x * x overflows: 0 * inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let u = inner(x)
    let c = cosh(u)
    let s = 1 / (c * c)
    return 0.5 * (1 + tanh(u)) + x * 0.5 * s * .sqrtTwoOverPi * (1 + 3 * .cubic * x * x)
  }
}

enum TanhOneDNNBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-onednn-backward", function: .geluTanh, derivative: 1,
    formula: """
      a = 0.7978845608028654 * x; g = a * (1 + 0.134145 * x * x); \
      t = tanh(a * (1 + 0.044715 * x * x)); q = 1 + t; 0.5 * fma(q, fma(-g, t, g), q)
      """,
    usedBy: "oneDNN gelu_tanh_compute_vector_bwd",
    defects: [
      "1 + t cancels in the negative tail, 1 - t in the positive",
      "+0 for -0 at the end of the negative tail",
      "NaN at both infinities and where x * x overflows: inf - inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let triple = A(nearest: 0x1.12ba9d1f60179p-3)  // 0.134145
    let s = x * x
    let a = .sqrtTwoOverPi * x
    let g = a * (triple * s + 1)
    let t = tanh(a * (s * .cubic + 1))
    let q = 1 + t
    return 0.5 * A.fusedMultiplyAdd(q, A.fusedMultiplyAdd(-g, t, g), q)
  }
}

/// e = exp(−2u) and its product with the slope: NaN is caught and set to 0.
enum CANNBackward: Formula {
  static let about = KernelDescription(
    name: "cann-backward", function: .geluTanh, derivative: 1,
    formula: """
      e = exp((x * x * -0.07135481627260025 - 1.5957691216057308) * x); t = 1 / (e + 1); \
      r = e * t * ((x * x * 0.2140644488178007 + 1.5957691216057308) * x) * t; r is NaN ? t : r + t
      """,
    usedBy: "CANN gelu_grad (910B)",
    defects: [
      "+0 for -0 and 0 where exp overflows: the tail below -10.06 in float32",
      "r + t cancels near its zero",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let cube = A(nearest: 0x1.2444f2a4d8b4bp-4)  // 0.07135481627260025
    let triple = A(nearest: 0x1.b6676bf7450efp-3)  // 0.2140644488178007
    let linear = A(nearest: 0x1.9884533d43651p+0)  // 1.5957691216057308
    let s = x * x
    let e = exp((-(s * cube) - linear) * x)
    let t = 1 / (e + 1)
    let r = e * t * ((s * triple + linear) * x) * t
    return r <= r ? r + t : t
  }
}

enum AbramowitzStegunBackward: Formula {
  static let about = KernelDescription(
    name: "as7126-backward", function: .gelu, derivative: 1,
    formula: """
      z = x * M_SQRT1_2; T = z * 0.5641895835477563 * exp(-z * z); erf of as7126; \
      0.5 * erf(z) + (T + 0.5)
      """,
    usedBy: "oneDNN gelu_erf_compute_vector_bwd",
    defects: [
      "absolute error of erf up to 1.4e-7: no correct digit in the negative tail",
      "T + 0.5 and 0.5 * erf cancel for x < -2",
      "NaN at both infinities: inf * 0",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let invSqrtPi = A(nearest: 0x1.20dd750429b6dp-1)  // 0.5641895835477563
    let z = x * .sqrtHalf
    let slope = z * invSqrtPi * exp(-(z * z))
    return AbramowitzStegun.erf(z) * 0.5 + (slope + 0.5)
  }
}

enum ErfOutsideBackward: Formula {
  static let about = KernelDescription(
    name: "erf-outside-backward", function: .gelu, derivative: 1,
    formula: "0.5 * (1 + erf(M_SQRT1_2 * x) + x * 0.7978845608028654 * exp(-0.5 * x * x))",
    usedBy: "OneFlow gelu_grad",
    defects: [
      "1 + erf cancels for x < -2, and so does the sum near its zero at -0.7518",
      "+0 for -0 at the end of the negative tail", "NaN at both infinities: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let bell = x * .sqrtTwoOverPi * exp(-0.5 * x * x)
    return 0.5 * (1 + erf(.sqrtHalf * x) + bell)
  }
}

enum ErfcAutogradBackward: Formula {
  static let about = KernelDescription(
    name: "erfc-autograd-backward", function: .gelu, derivative: 1,
    formula: """
      z = -x * M_SQRT1_2; \
      0.5 * erfc(z) + M_2_SQRTPI * exp(-z * z) * (0.5 * x) * M_SQRT1_2
      """,
    usedBy: "JAX: reverse mode through 0.5 * x * erfc(-x * sqrt(0.5))",
    defects: [
      "the sum cancels near its zero at -0.7518",
      "the rounding of z is amplified by x^2 in both tails",
      "+0 for -0 at the end of the negative tail", "NaN at both infinities: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let z = -x * .sqrtHalf
    let slope = .twoOverSqrtPi * exp(-(z * z)) * (0.5 * x) * .sqrtHalf
    return 0.5 * erfc(z) + slope
  }
}
