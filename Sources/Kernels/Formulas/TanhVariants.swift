// The tanh approximation with other constants and orders of operations.

/// 0.5·x·(1 + tanh(c·x·(1 + 0.044715·x·x))), the order of CUTLASS, ggml and Megatron.
@inline(__always)
func factoredTanh<A: KernelArithmetic>(_ x: A, scale: A) -> A {
  0.5 * x * (1 + tanh(scale * x * (1 + .cubic * x * x)))
}

/// 0.5·x·(1 + tanh(c·(x + 0.044715·x·x·x))), the order of shaders and ncnn.
@inline(__always)
func spreadTanh<A: KernelArithmetic>(_ x: A, scale: A) -> A {
  0.5 * x * (1 + tanh(scale * (x + .cubic * x * x * x)))
}

let tanhCancellation = [
  "1 + tanh cancels for x < -2 (tenstorrent/tt-metal#56517)",
  "NaN at -inf: -inf * 0",
]

enum TanhFactored: Formula {
  static let about = KernelDescription(
    name: "tanh-factored", function: .geluTanh,
    formula: "0.5 * x * (1 + tanh(0.7978845608028654 * x * (1 + 0.044715 * x * x)))",
    usedBy: "CUTLASS GELU_taylor, ggml; Hugging Face gelu_fast with 0.7978845608",
    defects: tanhCancellation)

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    factoredTanh(x, scale: .sqrtTwoOverPi)
  }
}

enum TanhFactored8: Formula {
  static let about = KernelDescription(
    name: "tanh-factored-79788456", function: .geluTanh, parameters: ["scale": "0.79788456"],
    formula: "0.5 * x * (1 + tanh(0.79788456 * x * (1 + 0.044715 * x * x)))",
    usedBy: "Megatron-LM fused_bias_gelu, xformers, nvFuser", defects: tanhCancellation)
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    factoredTanh(x, scale: A(nearest: 0x1.988453365dep-1))  // 0.79788456
  }
}

enum TanhFactored6: Formula {
  static let about = KernelDescription(
    name: "tanh-factored-797884", function: .geluTanh, parameters: ["scale": "0.797884"],
    formula: "0.5 * x * (1 + tanh(0.797884 * x * (1 + 0.044715 * x * x)))",
    usedBy: "oneDNN's benchdnn reference", defects: tanhCancellation)
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    factoredTanh(x, scale: A(nearest: 0x1.9884406c00da2p-1))  // 0.797884
  }
}

enum TanhPow: Formula {
  static let about = KernelDescription(
    name: "tanh-pow", function: .geluTanh,
    formula: "0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * pow(x, 3))))",
    usedBy: "Hugging Face gelu_new, the ONNX reference test", defects: tanhCancellation)

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + tanh(.sqrtTwoOverPi * (x + .cubic * A.cube(x))))
  }
}

enum TanhPi6: Formula {
  static let about = KernelDescription(
    name: "tanh-pi6", function: .geluTanh,
    formula: "0.5 * x * (1 + tanh(sqrt(2 / 3.141593) * (x + 0.044715 * x * x * x)))",
    usedBy: "ExecuTorch's Vulkan shader",
    defects: tanhCancellation + ["pi to six decimals", "no clamp (pytorch/executorch#22323)"])
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let scale = A(nearest: 0x1.988451c3650ecp-1)  // 0.79788451681318188975
    return spreadTanh(x, scale: scale)
  }
}

enum MissingCubic: Formula {
  static let about = KernelDescription(
    name: "sqrt-2-over-5", function: .gelu, formula: "0.5 * x * (1 + tanh(x * sqrt(2 / 5)))",
    usedBy: "sebhtml/novigrad",
    defects: [
      "a wrong formula, with neither the cubic term nor pi: off by up to 0.1031",
      "NaN at -inf: -inf * 0",
    ])
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let scale = A(nearest: 0x1.43d136248490fp-1)  // 0.63245553203367586640
    return 0.5 * x * (1 + tanh(x * scale))
  }
}
