// XNNPACK's rational approximations of erf(x/√2), clamped where they reach 1.

enum XNNPACKFloat32: Formula {
  static let about = KernelDescription(
    name: "xnnpack-f32-rational", function: .gelu,
    formula: """
      c = x clamped to 5.1158981323 (5.1638283730 with fma); \
      x * 0.5 * (c * P5(c * c) / Q5(c * c) + 1)
      """,
    usedBy: "XNNPACK f32-vgelu rational-12-10-div", usesLibm: false,
    defects: [
      "1 + erf cancels for x < -2; -0 below the clamp",
      "in other arithmetics than float32 the fraction is not 1 at the clamp",
      "NaN or an infinity at -inf: -inf * (1 + erf)",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let plain = A(nearest: 0x1.476adffff957cp+2)  // 5.1158981323
    let fused = A(nearest: 0x1.4a7c2a000c47fp+2)  // 5.1638283730
    let c = clamp(x, to: A.contracts ? fused : plain)
    let s = c * c
    var p = A(nearest: 0x1.89b8effff8fep-25)  // 4.5835321316e-8
    p = s * p + A(nearest: 0x1.a71d37ffe6188p-17)  // 1.2609783880e-5
    p = s * p + A(nearest: 0x1.59bf88000aa86p-12)  // 3.2973114867e-4
    p = s * p + A(nearest: 0x1.30f4b20005b21p-7)  // 9.3065137044e-3
    p = s * p + A(nearest: 0x1.125169fff8f42p-4)  // 6.6972173750e-2
    p = s * p + A(nearest: 0x1.98845200032a3p-1)  // 7.9788452387e-1
    var q = A(nearest: 0x1.41d27200350e4p-20)  // 1.1988805682e-6
    q = s * q + A(nearest: 0x1.2f1ccdfff70c5p-14)  // 7.2267655923e-5
    q = s * q + A(nearest: 0x1.e82fc7ffda83dp-10)  // 1.8622842617e-3
    q = s * q + A(nearest: 0x1.d1d45c00155d4p-6)  // 2.8431978077e-2
    q = s * q + A(nearest: 0x1.009e35fffd0ap-2)  // 2.5060352683e-1
    q = s * q + 1
    return x * 0.5 * (c * p / q + 1)
  }
}

enum XNNPACKFloat16: Formula {
  static let about = KernelDescription(
    name: "xnnpack-f16-rational", function: .gelu,
    formula: """
      c = x clamped to 3.2890625 (3.5 with fma); \
      x * 0.5 * (c * P2(c * c) / Q2(c * c) + 1)
      """,
    usedBy: "XNNPACK f16-vgelu rational-6-4-div, in float16 arithmetic", usesLibm: false,
    defects: [
      "1 + erf cancels for x < -2; -0 below the clamp",
      "in other arithmetics than float16 the fraction is not 1 at the clamp",
      "NaN or an infinity at -inf: -inf * (1 + erf)",
    ])
  static let variants: [Variant] = [.usual, .native, .nativeFMA]

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let plain = A(nearest: 0x1.a5p+1)  // 3.2890625
    let c = clamp(x, to: A.contracts ? 3.5 : plain)
    let s = c * c
    var p = A(nearest: 0x1.2d747ffff7e26p-8)  // 4.5998394489e-3
    p = s * p + A(nearest: 0x1.3b592bffddfd4p-3)  // 1.5397867560e-1
    p = s * p + A(nearest: 0x1.986339fff8c2ap-1)  // 7.9763203859e-1
    var q = A(nearest: 0x1.5f2237ffffbe9p-5)  // 4.2862996459e-2
    q = s * q + A(nearest: 0x1.6e26a9fff09f1p-2)  // 3.5756936669e-1
    q = s * q + 1
    return x * 0.5 * (c * p / q + 1)
  }
}
