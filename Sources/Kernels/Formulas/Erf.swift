// GELU = x·Φ(x) through the error function, and its derivative Φ(x) + x·φ(x).

enum Erf: Formula {
  static let about = KernelDescription(
    name: "erf", function: .gelu, formula: "x * 0.5 * (1 + erf(x * M_SQRT1_2))",
    usedBy: """
      PyTorch's approximate='none' for single and strided values (its vectors: as7126, \
      onednn-minimax), ONNX Gelu, TensorFlow, ggml, CUTLASS
      """,
    defects: [
      "1 + erf cancels for x < -2: relative error 57 % at -5.5 in float32",
      "-0 below -5.5426 in float32, below -8.3744 in float64, where GELU is a normal number",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x * 0.5 * (1 + erf(x * .sqrtHalf))
  }
}

enum Erfc: Formula {
  static let about = KernelDescription(
    name: "erfc", function: .gelu, formula: "0.5 * x * erfc(-x * M_SQRT1_2)",
    usedBy: "JAX nn.gelu (approximate=False); the repair of pytorch/pytorch#189234",
    defects: [
      "the rounding of x * M_SQRT1_2 is amplified by x^2 in the negative tail",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * erfc(-x * .sqrtHalf)
  }
}

enum ErfBackward: Formula {
  static let about = KernelDescription(
    name: "erf-backward", function: .gelu, derivative: 1,
    formula: "0.5 * (1 + erf(x * M_SQRT1_2)) + x * (0.3989422804014327 * exp(x * x * -0.5))",
    usedBy: "PyTorch GeluBackward (approximate='none')",
    defects: [
      "1 + erf cancels for x < -2, and so does cdf + x * pdf near its zero at -0.7518",
      "+0 for -0 at the end of the negative tail", "NaN at both infinities: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let cdf = 0.5 * (1 + erf(x * .sqrtHalf))
    let pdf = .invSqrtTwoPi * exp(x * x * -0.5)
    return cdf + x * pdf
  }
}

enum ErfcBackward: Formula {
  static let about = KernelDescription(
    name: "erfc-backward", function: .gelu, derivative: 1,
    formula: "0.5 * erfc(-x * M_SQRT1_2) + x * (0.3989422804014327 * exp(x * x * -0.5))",
    usedBy: "the repair of pytorch/pytorch#189234",
    defects: [
      "cdf + x * pdf cancels near its zero at -0.7518",
      "the rounding of x * x is amplified by x^2/2 in both tails",
      "+0 for -0 at the end of the negative tail", "NaN at both infinities: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let cdf = 0.5 * erfc(-x * .sqrtHalf)
    let pdf = .invSqrtTwoPi * exp(x * x * -0.5)
    return cdf + x * pdf
  }
}
