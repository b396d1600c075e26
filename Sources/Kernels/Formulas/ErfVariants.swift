// Other orders of operations for x·Φ(x), and repairs of its tail.

enum ErfDiv: Formula {
  static let about = KernelDescription(
    name: "erf-div", function: .gelu, formula: "x * (1 + erf(x / sqrt(2))) / 2",
    usedBy: "MLX gelu, Hugging Face gelu_python, the ONNX reference test",
    defects: [
      "1 + erf cancels for x < -2 (pytorch/pytorch#187806)",
      "infinite near the largest number: 2 * x overflows",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x * (1 + erf(x / .sqrtTwo)) / 2
  }
}

enum NormCDF: Formula {
  static let about = KernelDescription(
    name: "normcdf", function: .gelu, formula: "x * (0.5 * erfc(-x * M_SQRT1_2))",
    usedBy: "nvFuser, older PyTorch CUDA (csarofeen/pytorch#1511)",
    defects: [
      "0.5 * erfc is subnormal first: whole steps lost at the end of the negative tail",
      "the rounding of x * M_SQRT1_2 is amplified by x^2 in the negative tail",
      "NaN at -inf: -inf * 0",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x * (0.5 * erfc(-x * .sqrtHalf))
  }
}

enum ClippedErf: Formula {
  static let about = KernelDescription(
    name: "gelu_10", function: .gelu,
    formula: "min(max(x * 0.5 * (1 + erf(x * M_SQRT1_2)), -10), 10)",
    usedBy: "Hugging Face ClippedGELUActivation (gelu_10)",
    defects: [
      "10 for every x > 10, by its definition",
      "1 + erf cancels for x < -2 (pytorch/pytorch#187806)",
      "NaN at -inf: -inf * 0",
    ])
  static let variants = Variant.ofSiblings

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    clamp(Erf.value(x), to: 10)
  }
}

/// x/√2 = z + δ with z rounded; erfc(−z − δ) to first order in δ. What is left is erfc's own error.
enum ErfcSplit: Formula {
  static let about = KernelDescription(
    name: "erfc-split", function: .gelu,
    formula: """
      z = -x * M_SQRT1_2 rounded, d = its rounding error; \
      x < 0 ? 0.5 * x * (erfc(z) - M_2_SQRTPI * exp(-z * z) * d) : 0.5 * x * erfc(z)
      """,
    usedBy: "the repair of erfc's tail, by this project",
    defects: ["erfc is subnormal first: whole steps lost at the end of the negative tail"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let z = -x * .sqrtHalf
    let tail = erfc(z)
    guard x < 0 else { return 0.5 * x * tail }
    guard 0 < tail else { return copysign(0, x) }
    let rest = A.fusedMultiplyAdd(-x, .sqrtHalf, -z) - x * .sqrtHalfRest
    let slope = .twoOverSqrtPi * exp(-(z * z))
    return 0.5 * x * (tail - slope * rest)
  }
}
