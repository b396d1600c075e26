// The tanh approximation, x/2·(1 + tanh u) with u = √(2/π)·(x + 0.044715·x³), and its derivative.

enum Tanh: Formula {
  static let about = KernelDescription(
    name: "tanh", function: .geluTanh,
    formula: "0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * (x * x * x))))",
    usedBy: "PyTorch ATen Gelu.h (approximate='tanh'), GPT-2, TensorFlow, JAX default, Liger",
    defects: [
      "1 + tanh cancels for x < -2 (tenstorrent/tt-metal#56517)",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let inner = .sqrtTwoOverPi * (x + .cubic * (x * x * x))
    return 0.5 * x * (1 + tanh(inner))
  }
}

enum TanhBackward: Formula {
  static let about = KernelDescription(
    name: "tanh-backward", function: .geluTanh, derivative: 1,
    formula: """
      t = tanh(u); 0.5 * (1 + t) \
      + 0.5 * x * (1 - t * t) * (0.7978845608028654 * (1 + 3 * 0.044715 * (x * x)))
      """,
    usedBy: "PyTorch GeluBackward (approximate='tanh')",
    defects: [
      "1 + t and 1 - t * t cancel in the tails: wrong sign near -3.7 (tenstorrent/tt-metal#35971)",
      "+0 for -0 at the end of the negative tail",
      "NaN at both infinities and where x * x overflows: 0 * inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let square = x * x
    let t = tanh(.sqrtTwoOverPi * (x + .cubic * (square * x)))
    let slope = .sqrtTwoOverPi * (1 + 3 * .cubic * square)
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope
  }
}

enum SigmaDiv: Formula {
  static let about = KernelDescription(
    name: "sigma-div", function: .geluTanh,
    formula: "u = 0.7978845608028654 * (x + 0.044715 * (x * x * x)); x / (1 + exp(-u - u))",
    usedBy: "ONNX Runtime ROCm FastGelu, MIGraphX#2542; microsoft/onnxruntime#6174",
    defects: [
      "the rounding of u is amplified by 2 |u| in the negative tail",
      "exp(-u - u) overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf / inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let u = .sqrtTwoOverPi * (x + .cubic * (x * x * x))
    return x / (1 + exp(-u - u))
  }
}

enum SigmaDivBackward: Formula {
  static let about = KernelDescription(
    name: "sigma-div-backward", function: .geluTanh, derivative: 1,
    formula: """
      s = 1 / (1 + exp(-u - u)); \
      s + x * s * (1 - s) * (2 * (0.7978845608028654 * (1 + 3 * 0.044715 * (x * x))))
      """,
    usedBy: "the closed form beside sigma-div",
    defects: [
      "+0 for -0 at the end of the negative tail",
      "NaN at both infinities and where x * x overflows: 0 * inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let square = x * x
    let u = .sqrtTwoOverPi * (x + .cubic * (square * x))
    let s = 1 / (1 + exp(-u - u))
    let slope = .sqrtTwoOverPi * (1 + 3 * .cubic * square)
    return s + x * s * (1 - s) * (2 * slope)
  }
}
