// The tanh approximation through other tanhs than libm's.

/// u = √(2/π)·x·(1 + 0.044715·x·x).
@inline(__always)
private func inner<A: KernelArithmetic>(_ x: A) -> A {
  .sqrtTwoOverPi * x * (1 + .cubic * x * x)
}

private let outer = "0.5 * x * (1 + t(0.7978845608028654 * x * (1 + 0.044715 * x * x)))"

enum PadeTanh: Formula {
  static let about = KernelDescription(
    name: "pade-tanh", function: .geluTanh,
    formula: """
      t(u) = |u| >= 3.8 ? sgn(u) : u (135135 + 17325 u^2 + 378 u^4 + u^6) \
      / (135135 + 62370 u^2 + 3150 u^4 + 28 u^6); \(outer)
      """,
    usedBy: "AITER; the same fraction with a clamp at 5 in MNN", usesLibm: false,
    defects: [
      "tanh is 1 from 3.8 on: -0 below -3.241, and a step of 1.6e-3 there",
      "NaN at -inf: -inf * 0",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + tanh(inner(x)))
  }

  @inline(__always)
  private static func tanh<A: KernelArithmetic>(_ u: A) -> A {
    guard magnitude(u) < A(nearest: 0x1.e666666666666p+1) else { return copysign(1, u) }  // 3.8
    let s = u * u
    var p = s + A(nearest: 0x1.7ap+8)  // 378
    p = p * s + A(nearest: 0x1.0eb4p+14)  // 17325
    p = p * s + A(nearest: 0x1.07ef8p+17)  // 135135
    var q = 28 * s + A(nearest: 0x1.89cp+11)  // 3150
    q = q * s + A(nearest: 0x1.e744p+15)  // 62370
    q = q * s + A(nearest: 0x1.07ef8p+17)  // 135135
    return p * u / q
  }
}

enum ExpTanh: Formula {
  static let about = KernelDescription(
    name: "tanh-expf", function: .geluTanh,
    formula: "e = exp(-2 |u|); t(u) = sgn(u) * (1 - e) / (1 + e); \(outer)",
    usedBy: "FasterTransformer's and ExLlamaV3's tanh_opt before sm_75, with __expf there",
    defects: ["1 - e and then 1 + t cancel", "NaN at -inf: -inf * 0"])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + tanh(inner(x)))
  }

  @inline(__always)
  private static func tanh<A: KernelArithmetic>(_ u: A) -> A {
    let e = exp(-(2 * magnitude(u)))
    return copysign((1 - e) / (1 + e), u)
  }
}

enum ExpRatioTanh: Formula {
  static let about = KernelDescription(
    name: "tanh-exp-ratio", function: .geluTanh,
    formula: "e = exp(2 u); t(u) = (e - 1) / (e + 1); \(outer)",
    usedBy: "Metal and OpenCL kernels: pytorch/pytorch#186278, opencv/opencv#28836",
    defects: [
      "NaN where exp(2 u) overflows: x > 10.06 in float32 (pytorch/pytorch#186278)",
      "1 + t cancels for x < -2",
      "NaN at both infinities",
    ])

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + tanh(inner(x)))
  }

  @inline(__always)
  private static func tanh<A: KernelArithmetic>(_ u: A) -> A {
    let e = exp(2 * u)
    return (e - 1) / (e + 1)
  }
}

enum EigenTanh: Formula {
  static let about = KernelDescription(
    name: "tanh-eigen", function: .geluTanh,
    formula: "u clamped to 9; t(u) = u * P6(u * u) / Q3(u * u); \(outer)",
    usedBy: "Eigen generic_fast_tanh_float, MLAS, ncnn, Mojo", usesLibm: false,
    defects: [
      """
      rounded to float16, four coefficients underflow and tanh saturates at 1.044: \
      GELU(-1500) = +33 (Tencent/ncnn#6979)
      """,
      "1 + t cancels for x < -2; t < -1 by rounding: wrong signs from -5.15 to -4.88 in float32",
      "NaN or an infinity at -inf: -inf * (1 + t)",
    ])
  static let variants: [Variant] = [.usual, .native, .fma, .nativeFMA]

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + tanh(inner(x)))
  }

  @inline(__always)
  private static func tanh<A: KernelArithmetic>(_ u: A) -> A {
    let u = clamp(u, to: 9)
    let s = u * u
    var p = A(nearest: -0x1.3e4b80d6efd1dp-52)  // -2.76076847742355e-16
    p = s * p + A(nearest: 0x1.c266fb80f2d7ap-43)  // 2.00018790482477e-13
    p = s * p + A(nearest: -0x1.7a6ffd1849c63p-34)  // -8.60467152213735e-11
    p = s * p + A(nearest: 0x1.b800811597ab9p-25)  // 5.12229709037114e-08
    p = s * p + A(nearest: 0x1.f2869425b6b19p-17)  // 1.48572235717979e-05
    p = s * p + A(nearest: 0x1.4e1bd925e6689p-11)  // 6.37261928875436e-04
    p = s * p + A(nearest: 0x1.40b3b7f1566d8p-8)  // 4.89352455891786e-03
    var q = A(nearest: 0x1.41a7b09bb7492p-20)  // 1.19825839466702e-06
    q = s * q + A(nearest: 0x1.f12babcca38bap-14)  // 1.18534705686654e-04
    q = s * q + A(nearest: 0x1.2954091e6ed38p-9)  // 2.26843463243900e-03
    q = s * q + A(nearest: 0x1.40b3baa251f6cp-8)  // 4.89352518554385e-03
    return u * p / q
  }
}
