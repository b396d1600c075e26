// The tanh approximation with still other constants and orders, as frameworks have them.

enum TanhFactored10: Formula {
  static let about = KernelDescription(
    name: "tanh-factored-7978845608", function: .geluTanh, parameters: ["scale": "0.7978845608"],
    formula: "0.5 * x * (1 + tanh(0.7978845608 * x * (1 + 0.044715 * x * x)))",
    usedBy: "Hugging Face gelu_fast, tinygrad", defects: tanhCancellation)
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let scale = A(nearest: 0x1.9884533d3d18p-1)  // 0.7978845608
    return factoredTanh(x, scale: scale)
  }
}

enum Tanh797885: Formula {
  static let about = KernelDescription(
    name: "tanh-797885", function: .geluTanh, parameters: ["scale": "0.797885"],
    formula: "0.5 * x * (1 + tanh(0.797885 * (x + 0.044715 * pow(x, 3))))",
    usedBy: "Allo, Thrust functors", defects: tanhCancellation)
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let scale = A(nearest: 0x1.988461f9f01b8p-1)  // 0.797885
    return 0.5 * x * (1 + tanh(scale * (x + .cubic * A.cube(x))))
  }
}

enum TanhNCNN: Formula {
  static let about = KernelDescription(
    name: "tanh-79788452", function: .geluTanh, parameters: ["scale": "0.79788452"],
    formula: "0.5 * x * (1 + tanh(0.79788452 * (x + 0.044715 * x * x * x)))",
    usedBy: "ncnn's fast GELU, torch-mlir: in float32 one ulp below the nearest to sqrt(2/pi)",
    defects: tanhCancellation)
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let scale = A(nearest: 0x1.988451dec4f1ep-1)  // 0.79788452
    return spreadTanh(x, scale: scale)
  }
}

enum TanhHalved: Formula {
  static let about = KernelDescription(
    name: "tanh-halved", function: .geluTanh,
    formula: "x * (0.5 + 0.5 * tanh(x * (0.035677408136300125 * x * x + 0.7978845608028654)))",
    usedBy: "ONNX Runtime FastGelu (CUDA), TensorRT's BERT, TransformerEngine with 8 digits",
    defects: tanhCancellation)

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let cube = A(nearest: 0x1.2444f2a4d8b4bp-5)  // 0.035677408136300125
    return x * (0.5 + 0.5 * tanh(x * (cube * x * x + .sqrtTwoOverPi)))
  }
}

enum SigmaFused: Formula {
  static let about = KernelDescription(
    name: "sigma-fused", function: .geluTanh,
    formula: "x / (1 + exp(-(x * (1.5957691216057308 + 0.07135481627260025 * (x * x)))))",
    usedBy: "NPU kernels of Triton and CANN; one multiplication less",
    defects: [
      "the rounding of the exponent is amplified by it in the negative tail",
      "exp overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf / inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let linear = A(nearest: 0x1.9884533d43651p+0)  // 1.5957691216057308
    let cube = A(nearest: 0x1.2444f2a4d8b4bp-4)  // 0.07135481627260025
    return x / (1 + exp(-(x * (linear + cube * (x * x)))))
  }
}
