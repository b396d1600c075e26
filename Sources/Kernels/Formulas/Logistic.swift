// x·σ(c·x): the sigmoid approximation of GELU (c = 1.702) and SiLU (c = 1), with derivatives.

enum Quick: Formula {
  static let about = KernelDescription(
    name: "quick", function: .geluSigmoid, formula: "x * (1 / (1 + exp(-(1.702 * x))))",
    usedBy: "CLIP, Hugging Face quick_gelu, ggml gelu_quick, MLX gelu_fast_approx, Core ML",
    defects: [
      "exp overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x * sigmoid(.quickScale * x)
  }
}

enum QuickBackward: Formula {
  static let about = KernelDescription(
    name: "quick-backward", function: .geluSigmoid, derivative: 1,
    formula: "v = 1.702 * x; s = 1 / (1 + exp(-v)); s * (1 + v * (1 - s))",
    usedBy: "ONNX Runtime QuickGeluGrad",
    defects: [
      "1 + v * (1 - s) cancels near its zero",
      "NaN at both infinities and where 1.702 * x overflows: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let v = .quickScale * x
    let s = sigmoid(v)
    return s * (1 + v * (1 - s))
  }
}

enum SiLU: Formula {
  static let about = KernelDescription(
    name: "silu", function: .silu, formula: "x / (1 + exp(-x))",
    usedBy: "PyTorch silu (CPU), Llama's gate, YOLO detectors",
    defects: [
      "exp(-x) overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf / inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x / (1 + exp(-x))
  }
}

enum SiLUBackward: Formula {
  static let about = KernelDescription(
    name: "silu-backward", function: .silu, derivative: 1,
    formula: "s = 1 / (1 + exp(-x)); s * (1 + x * (1 - s))",
    usedBy: "PyTorch silu_backward (CPU)",
    defects: [
      "1 + x * (1 - s) cancels near its zero at -1.2785",
      "NaN at both infinities: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let s = sigmoid(x)
    return s * (1 + x * (1 - s))
  }
}
