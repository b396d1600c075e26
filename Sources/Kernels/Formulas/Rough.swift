// Approximations for integer and table hardware, whose method error shows in every format.

enum HardGELU: Formula {
  static let about = KernelDescription(
    name: "hard", function: .gelu, formula: "x * min(max(x + 1.58, 0), 3.16) / 3.16",
    usedBy: "tenstorrent/tt-metal#30742 (closed)", usesLibm: false,
    defects: [
      "piecewise quadratic: off by up to 0.0901",
      "infinite near the largest number: 3.16 * x overflows",
      "NaN at -inf: -inf * 0",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let half = A(nearest: 0x1.947ae147ae148p+0)  // 1.58
    let whole = A(nearest: 0x1.947ae147ae148p+1)  // 3.16
    let shifted = x + half
    let ramp = shifted < 0 ? 0 : whole < shifted ? whole : shifted
    return x * ramp / whole
  }
}

enum IGELU: Formula {
  static let about = KernelDescription(
    name: "i-gelu", function: .gelu,
    formula: """
      z = x / sqrt(2); L = sgn(z) * (-0.2888 * (min(|z|, 1.769) - 1.769)^2 + 1); \
      x * 0.5 * (1 + L)
      """,
    usedBy: "I-BERT (Kim et al. 2021), in integers there", usesLibm: false,
    defects: ["second-degree erf: off by up to 0.0182", "NaN at -inf: -inf * 0"])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let curvature = A(nearest: -0x1.27bb2fec56d5dp-2)  // -0.2888
    let limit = A(nearest: 0x1.c4dd2f1a9fbe7p+0)  // 1.769
    let z = x / .sqrtTwo
    let distance = (limit < magnitude(z) ? limit : magnitude(z)) - limit
    let l = curvature * (distance * distance) + 1
    return x * 0.5 * (1 + copysign(l, z))
  }
}

enum PiecewiseLinear: Formula {
  static let about = KernelDescription(
    name: "pwl-16", function: .gelu,
    formula: """
      E(t) = chords of erf(t / sqrt(2)) over 16 equal segments of [0, 4], 1 beyond; \
      x * 0.5 * (1 + sgn(x) * E(|x|))
      """,
    usedBy: "the symmetric designs of Electronics 2025, 14(9), 1825, with this rule of our own",
    usesLibm: false,
    defects: ["chords: off by up to 0.0023, and -0 below -4", "NaN at -inf: -inf * 0"])
  static let variants = Variant.ofEngines

  /// erf(t/√2) at t = 0, 1/4, …, 4, the last one 1.
  static let nodes: [Double] = [
    0x0p+0, 0x1.944d158b76b62p-3, 0x1.881d788cab1dbp-2, 0x1.17eeffd4a62d9p-1,
    0x1.5d897a241a6fap-1, 0x1.93d08bb5158f6p-1, 0x1.bb96e49da6e04p-1, 0x1.d6fabb7d75524p-1,
    0x1.e8b4307d3627ap-1, 0x1.f37b6d86f164fp-1, 0x1.f9a42c6a06d8cp-1, 0x1.fcf2df796c270p-1,
    0x1.fe9e21e067a4ap-1, 0x1.ff68bc81417e6p-1, 0x1.ffc30486da910p-1, 0x1.ffe8d26a9b4d2p-1,
    0x1.0000000000000p+0,
  ]

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let t = magnitude(x)
    var e: A = 1
    if t < 4 {
      let segment = Int((t * 4).double)
      let left = A(nearest: nodes[segment])
      let rise = A(nearest: nodes[segment + 1]) - left
      e = left + rise * (t * 4 - A(nearest: Double(segment)))
    }
    return x * 0.5 * (1 + copysign(e, x))
  }
}
