// ReLU and leaky ReLU, with derivatives: no rounding but the slope's, so any error is a defect.

enum ReLU: Formula {
  static let about = KernelDescription(
    name: "relu", function: .relu, formula: "x < 0 ? 0 : x",
    usedBy: "every framework; older detectors and CNNs", usesLibm: false)

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x < 0 ? 0 : x
  }
}

enum ReLUBackward: Formula {
  static let about = KernelDescription(
    name: "relu-backward", function: .relu, derivative: 1, formula: "x <= 0 ? 0 : 1",
    usedBy: "PyTorch threshold_backward", usesLibm: false,
    defects: ["1 at NaN: the comparison is false"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x <= 0 ? 0 : 1
  }
}

enum LeakyReLU: Formula {
  static let about = KernelDescription(
    name: "leaky-relu", function: .leakyReLU, formula: "0 < x ? x : x * 0.01",
    usedBy: "PyTorch leaky_relu (negative_slope 0.01)", usesLibm: false,
    defects: ["the slope 0.01 is rounded to the working format"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0 < x ? x : x * .leakySlope
  }
}

enum LeakyReLUBackward: Formula {
  static let about = KernelDescription(
    name: "leaky-relu-backward", function: .leakyReLU, derivative: 1,
    formula: "0 < x ? 1 : 0.01",
    usedBy: "PyTorch leaky_relu_backward (negative_slope 0.01)", usesLibm: false,
    defects: ["0.01 at NaN: the comparison is false"])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0 < x ? 1 : .leakySlope
  }
}
