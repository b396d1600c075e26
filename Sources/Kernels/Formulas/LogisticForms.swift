// Further forms of x·σ(1.702·x), and a neighbour that is mistaken for GELU.

enum FastGeluNPU: Formula {
  static let about = KernelDescription(
    name: "fast-gelu", function: .geluSigmoid,
    formula: "x / (1 + exp(-1.702 * |x|)) * exp(0.851 * (x - |x|))",
    usedBy: "MindSpore and CANN FastGelu",
    defects: [
      "the rounding of 1.702 * |x| is amplified by it in the negative tail",
      "NaN at both infinities: inf - inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let half = A(nearest: 0x1.b3b645a1cac08p-1)  // 0.851
    let t = magnitude(x)
    let gate = exp(half * (x - t))
    return x / (1 + exp(-(.quickScale * t))) * gate
  }
}

enum QuickSelect: Formula {
  static let about = KernelDescription(
    name: "quick-select", function: .geluSigmoid,
    formula: "v = 1.702 * x; x * (0 <= v ? 1 / (1 + exp(-v)) : 1 - 1 / (1 + exp(v)))",
    usedBy: "ONNX Runtime QuickGelu on CUDA",
    defects: [
      "1 - 1 / (1 + exp(v)) cancels for v < 0: -0 from v = -16.6 on in float32",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let v = .quickScale * x
    let s = 0 <= v ? sigmoid(v) : 1 - sigmoid(-v)
    return x * s
  }
}

enum Mish: Formula {
  static let about = KernelDescription(
    name: "mish", function: .gelu,
    formula: "e = exp(x); n = e * e + 2 * e; x * n / (n + 2)",
    usedBy: "Darknet and YOLOv4 (x * tanh(softplus(x))): a neighbour taken for GELU",
    defects: [
      "another function: off by up to 0.209",
      "NaN or infinite where exp(x)^2 overflows: x > 44 in float32",
      "NaN at both infinities",
    ])
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let e = exp(x)
    let n = e * e + 2 * e
    return x * n / (n + 2)
  }
}

enum QuickAutogradBackward: Formula {
  static let about = KernelDescription(
    name: "quick-autograd-backward", function: .geluSigmoid, derivative: 1,
    formula: "s = 1 / (1 + exp(-1.702 * x)); s + x * (s * (1 - s)) * 1.702",
    usedBy: "reverse mode through x * sigmoid(1.702 * x), TransformerEngine dqgelu",
    defects: [
      "s and the second term cancel near their zero",
      "NaN at both infinities: inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let s = sigmoid(.quickScale * x)
    return s + x * (s * (1 - s)) * .quickScale
  }
}

enum FastGeluBackward: Formula {
  static let about = KernelDescription(
    name: "fast-gelu-backward", function: .geluSigmoid, derivative: 1,
    formula: "e = exp(-1.702 * x); (e + 1.702 * x * e + 1) / ((e + 1) * (e + 1))",
    usedBy: "MindSpore and CANN FastGeluGrad",
    defects: [
      "0 where (e + 1)^2 overflows, x < -26 in float32; NaN where e does",
      "NaN at both infinities",
      "e + 1.702 * x * e + 1 cancels near its zero",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let e = exp(-(.quickScale * x))
    let below = (e + 1) * (e + 1)
    return (e + .quickScale * x * e + 1) / below
  }
}
