// Other forms of x·σ(c·x).

enum Quick1773: Formula {
  static let about = KernelDescription(
    name: "quick-1.773", function: .geluSigmoid, parameters: ["scale": "1.773"],
    formula: "x * (1 / (1 + exp(-(1.773 * x))))",
    usedBy: "MLX gelu_fast_approx before ml-explore/mlx#744",
    defects: [
      "another scale than 1.702",
      "exp overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf * 0",
    ])
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let scale = A(nearest: 0x1.c5e353f7ced91p+0)  // 1.773
    return x * sigmoid(scale * x)
  }
}

enum QuickStable: Formula {
  static let about = KernelDescription(
    name: "quick-stable", function: .geluSigmoid,
    formula: """
      h = exp(0.851 * x); x < 0 ? x * h * h / (1 + h * h) : x / (1 + exp(-1.702 * x))
      """,
    usedBy: "the repair of quick's tail, by this project",
    defects: ["the rounding of 0.851 * x is amplified by 1.702 |x| in the negative tail"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let half = A(nearest: 0x1.b3b645a1cac08p-1)  // 0.851
    return stableGate(x, half: half * x)
  }
}

enum SiLUProduct: Formula {
  static let about = KernelDescription(
    name: "silu-mul", function: .silu, formula: "x * (1 / (1 + exp(-x)))",
    usedBy: "CUTLASS SiLu, TensorFlow swish",
    defects: [
      "exp(-x) overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x * sigmoid(x)
  }
}

enum SiLUStable: Formula {
  static let about = KernelDescription(
    name: "silu-stable", function: .silu,
    formula: "h = exp(0.5 * x); x < 0 ? x * h * h / (1 + h * h) : x / (1 + exp(-x))",
    usedBy: "the repair of silu's tail, by this project")

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    stableGate(x, half: 0.5 * x)
  }
}

enum ReLUSelect: Formula {
  static let about = KernelDescription(
    name: "relu-select", function: .relu, formula: "0 < x ? x : 0",
    usedBy: "ggml relu", usesLibm: false,
    defects: ["0 at NaN: the comparison is false", "+0 for -0"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0 < x ? x : 0
  }
}
