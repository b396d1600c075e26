// The tanh approximation as x·σ(2u), which has no cancellation, with the constants in use.

enum SigmaTanh: Formula {
  static let about = KernelDescription(
    name: "sigma-tanh", function: .geluTanh,
    formula: "x * (1 / (1 + exp(-(1.5957691216057308 * x * (1 + 0.044715 * x * x)))))",
    usedBy: "Triton kernels, Habana; the repair of tenstorrent/tt-metal#56517 (#56604)",
    defects: [
      "the rounding of u is amplified by 2 |u| in the negative tail",
      "exp overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let twice = A(nearest: 0x1.9884533d43651p+0)  // 1.5957691216057308
    return x * sigmoid(twice * x * (1 + .cubic * x * x))
  }
}

enum XMinus: Formula {
  static let about = KernelDescription(
    name: "x-minus", function: .geluTanh,
    formula: "x - x / (1 + exp(x * (1.595769122 + x * x * 0.071354816)))",
    usedBy: "OpenCL kernels",
    defects: [
      "x - x / (1 + small) cancels for x < -2",
      "+0 for -0 and in the negative tail: x - x",
      "NaN at both infinities: inf - inf, inf / inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let linear = A(nearest: 0x1.9884533ef4e6p+0)  // 1.595769122
    let cube = A(nearest: 0x1.2444f2921d125p-4)  // 0.071354816
    return x - x / (1 + exp(x * (linear + x * x * cube)))
  }
}

enum Ascend: Formula {
  static let about = KernelDescription(
    name: "ascend", function: .geluTanh,
    parameters: ["scale": "0.797884561", "cubic": "0.0455399241"],
    formula: "x / (1 + exp(-1.595769122 * (x + 0.0455399241 * (x * x * x))))",
    usedBy: "Huawei CANN, CATLASS and cann-ops, in kernels and goldens",
    defects: [
      "another cubic coefficient than 0.044715",
      "exp overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf / inf",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let cubic = A(nearest: 0x1.751024957f915p-5)  // 0.0455399241
    let twice = A(nearest: -0x1.9884533ef4e6p+0)  // -1.595769122
    return x / (1 + exp(twice * (x + cubic * (x * x * x))))
  }
}

enum MLXOld: Formula {
  static let about = KernelDescription(
    name: "mlx-old", function: .geluTanh,
    parameters: ["scale": "0.800165", "cubic": "0.0433603"],
    formula: "x * (1 / (1 + exp(-(1.60033 * x * (1 + 0.0433603 * (x * x))))))",
    usedBy: "MLX gelu_approx, commit 0252bc64",
    defects: [
      "other constants than the tanh approximation's",
      "exp overflows in the deep negative tail: -0 where the result is still a number",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let twice = A(nearest: 0x1.99af3a14cec42p+0)  // 1.60033
    let cubic = A(nearest: 0x1.633523ce3b61dp-5)  // 0.0433603
    return x * sigmoid(twice * x * (1 + cubic * (x * x)))
  }
}

/// x·σ(2u) with the exponential split in two factors, so that neither overflows before the result
/// underflows.
enum SigmaStable: Formula {
  static let about = KernelDescription(
    name: "sigma-stable", function: .geluTanh,
    formula: """
      u = 0.7978845608028654 * x * (1 + 0.044715 * (x * x)); h = exp(u); \
      x < 0 ? x * h * h / (1 + h * h) : x / (1 + exp(-u - u))
      """,
    usedBy: "the repair of sigma-div's tail, by this project",
    defects: ["the rounding of u is amplified by 2 |u| in the negative tail"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    stableGate(x, half: .sqrtTwoOverPi * x * (1 + .cubic * (x * x)))
  }
}

/// x·σ(2·half), without overflow; −0 where the exponential is 0.
@inline(__always)
func stableGate<A: KernelArithmetic>(_ x: A, half: A) -> A {
  guard x < 0 else { return x / (1 + exp(-half - half)) }
  let h = exp(half)
  return 0 < h ? x * h * h / (1 + h * h) : copysign(0, x)
}
