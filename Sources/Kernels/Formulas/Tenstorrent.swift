// Tenstorrent's approximations, without the flushing of subnormals that its units do.

/// Six chords by |x|, their slopes and intercepts float16 numbers.
private struct SixChords {
  typealias Chord = (slope: Double, intercept: Double)
  let toHalf, toOne, toOneAndHalf, toTwo, toThree, beyond: Chord

  @inline(__always)
  func value<A: KernelArithmetic>(_ t: A) -> A {
    let place = t.double
    let chord =
      place < 1
      ? (place < 0.5 ? toHalf : toOne)
      : place < 2
        ? (place < 1.5 ? toOneAndHalf : toTwo) : place < 3 ? toThree : beyond
    return A(nearest: chord.slope) * t + A(nearest: chord.intercept)
  }
}

enum TenstorrentLUT: Formula {
  static let about = KernelDescription(
    name: "tt-lut6", function: .gelu,
    formula: "0.5 * x + (a * |x| + c), six pairs a, c from |x| = 0, 0.5, 1, 1.5, 2, 3",
    usedBy: "tt-llk ckernel_sfpu_gelu.h, fast and approximate mode", usesLibm: false,
    defects: [
      "six chords: off by up to 0.0234; f(0) = -1.044e-4 (tenstorrent/tt-metal#52407)",
      "wrong sign for small x > 0, and +0 for x <= -3 (tenstorrent/tt-metal#54903)",
      "NaN at -inf: -inf + inf",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x + chords.value(magnitude(x))
  }

  private static let chords = SixChords(
    toHalf: (0x1.8acp-3, -0x1.b6p-14),
    toOne: (0x1.f9cp-2, -0x1.488p-3),
    toOneAndHalf: (0x1.3ccp-1, -0x1.1e4p-2),
    toTwo: (0x1.384p-1, -0x1.0dcp-2),
    toThree: (0x1.148p-1, -0x1.e9p-4),
    beyond: (0x1p-1, 0))
}

enum TenstorrentLUTBackward: Formula {
  static let about = KernelDescription(
    name: "tt-lut6-backward", function: .gelu, derivative: 1,
    formula: """
      v = sgn(x) * (a * |x| + c), six pairs a, c from |x| = 0, 0.5, 1, 1.5, 2, 3; v < 0 ? v + 1 : v
      """,
    usedBy: "tt-llk ckernel_sfpu_gelu.h, fast and approximate derivative", usesLibm: false,
    defects: [
      "six chords: off by up to 0.0327",
      "0 for x <= -3, 1 for x >= 3",
      "NaN at both infinities: 0 * inf",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let v = copysign(1, x) * chords.value(magnitude(x))
    return v < 0 ? v + 1 : v
  }

  private static let chords = SixChords(
    toHalf: (0x1.998p-1, 0x1p-1),
    toOne: (0x1.998p-2, 0x1.668p-1),
    toOneAndHalf: (0x1.998p-4, 0x1.fbp-1),
    toTwo: (-0x1.70cp-4, 0x1.45p+0),
    toThree: (-0x1.334p-4, 0x1.3c4p+0),
    beyond: (0, 0x1p+0))
}

enum TenstorrentChebyshev: Formula {
  static let about = KernelDescription(
    name: "tt-chebyshev15", function: .gelu,
    formula: "x < -5.5 ? 0 : 3 <= x ? x : sgn(x) * |P15(x)|, and 0 at 0",
    usedBy: "tt-metal, accurate mode of 2025 (#27283)", usesLibm: false,
    defects: [
      "|result| at least 2.98e-5 near zero, +0 for -0 and below -5.5 (tenstorrent/tt-metal#35290)",
      "f(x) = x from 3 on: a step of 4.8e-3",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    if x < -5.5 { return 0 }
    guard x < 3 else { return x }
    if x <= 0, 0 <= x { return 0 }
    var p = A(nearest: -0x1.f217d7ebda3eap-30)  // -1.81205228163e-09
    p = p * x + A(nearest: -0x1.8a5349cd2a1dfp-25)  // -4.59055119276e-08
    p = p * x + A(nearest: -0x1.9228f0e91bf73p-22)  // -3.74540617693e-07
    p = p * x + A(nearest: -0x1.ed64abbbd94b8p-23)  // -2.29754133825e-07
    p = p * x + A(nearest: 0x1.8f8e2d7b717c5p-17)  // 1.19076782913e-05
    p = p * x + A(nearest: 0x1.649d10e35bf2ep-15)  // 4.25116466215e-05
    p = p * x + A(nearest: -0x1.223a8d6fa7944p-13)  // -0.000138391838381
    p = p * x + A(nearest: -0x1.c3f6b855d29ebp-11)  // -0.000862052441087
    p = p * x + A(nearest: 0x1.92d4e10a6e93bp-11)  // 0.000768340223025
    p = p * x + A(nearest: 0x1.2db58c26c008ep-7)  // 0.0092074331601
    p = p * x + A(nearest: -0x1.11419f11d9adap-9)  // -0.00208478037614
    p = p * x + A(nearest: -0x1.0cd953f925437p-4)  // -0.0656369476513
    p = p * x + A(nearest: 0x1.4086ed58333bcp-9)  // 0.00244542739174
    p = p * x + A(nearest: 0x1.982536d3a5973p-2)  // 0.398579460781
    p = p * x + A(nearest: 0x1.ff27a363db0e6p-2)  // 0.499174645395
    p = p * x + A(nearest: 0x1.f481f12190e22p-16)  // 2.98325768482e-05
    return copysign(p, x)
  }
}

enum TenstorrentPiecewise: Formula {
  static let about = KernelDescription(
    name: "tt-piecewise", function: .gelu,
    formula: """
      2.78125 <= x ? x : x <= -13.1875 ? 0 : -3.125 <= x ? x * (0.5 + x * P7(x * x)) \
      : exp(-x * x / 2) * P4(x)
      """,
    usedBy: "tt-metal, accurate mode after #39101, made for bfloat16 with an exp of its own",
    defects: [
      "tail off by up to 0.25 % of itself, +0 below -13.1875",
      "f(x) = x from 2.78125 on: a step of 7.5e-3 in wider formats",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    guard x < 2.78125 else { return x }
    if x <= -13.1875 { return 0 }
    let s = x * x
    guard -3.125 <= x else {
      var p = A(nearest: 0x1.51828f2a04784p-17)  // 1.0058581740e-05
      p = p * x + A(nearest: 0x1.9db67ac0eb8eep-12)  // 3.9454728181e-04
      p = p * x + A(nearest: 0x1.7dd0bf638779bp-8)  // 5.8260409601e-03
      p = p * x + A(nearest: 0x1.41da3412117a1p-5)  // 3.9288617802e-02
      p = p * x + A(nearest: -0x1.29aca607dc586p-2)  // -2.9069766448e-01
      return exp(-0.5 * s) * p
    }
    var p = A(nearest: -0x1.8cfcf7fff1c4cp-28)  // -5.7769380390e-09
    p = p * s + A(nearest: 0x1.3cc653ffed21bp-22)  // 2.9501944709e-07
    p = p * s + A(nearest: -0x1.d60148000782ap-18)  // -7.0036203397e-06
    p = p * s + A(nearest: 0x1.bb8a440002bcfp-14)  // 1.0574820044e-04
    p = p * s + A(nearest: -0x1.318aaffff6355p-10)  // -1.1655492708e-03
    p = p * s + A(nearest: 0x1.4601fc0002423p-7)  // 9.9489670247e-03
    p = p * s + A(nearest: -0x1.104cfffff99bfp-4)  // -6.6479682922e-02
    p = p * s + A(nearest: 0x1.98842000109f2p-2)  // 3.9894151688e-01
    return x * (x * p + 0.5)
  }
}

enum TenstorrentOddBackward: Formula {
  static let about = KernelDescription(
    name: "tt-odd8-backward", function: .gelu, derivative: 1,
    formula: """
      3.1719 <= x ? 1 : x <= -13.375 ? 0 : -3 <= x ? 0.5 + x * P8(x * x) \
      : x * exp(-x * x / 2) * 0.3989422804014327 * (1 - v + v * v), v = 1 / (x * x)
      """,
    usedBy: "tt-metal after #36366, made for bfloat16 with an exp of its own",
    defects: [
      "f'(x) = 1 from 3.1719 on, 0 below -13.375: steps in wider formats",
      "two terms of Mills' ratio: tail off by up to 0.31 % near -3",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let one = A(nearest: 0x1.9600d1b71758ep+1)  // 3.1719
    guard x < one else { return 0 < x ? 1 : x }
    if x <= -13.375 { return 0 }
    let s = x * x
    guard -3 <= x else {
      let v = 1 / s
      return x * exp(-0.5 * s) * .invSqrtTwoPi * (1 - v + v * v)
    }
    var p = A(nearest: 0x1.25ac300001023p-28)  // 4.2734988881e-09
    p = p * s + A(nearest: -0x1.fe5423ffeb6f3p-23)  // -2.3764030743e-07
    p = p * s + A(nearest: 0x1.98d64bfff8e47p-18)  // 6.0921474869e-06
    p = p * s + A(nearest: -0x1.98baa200021cdp-14)  // -9.7448595625e-05
    p = p * s + A(nearest: 0x1.21f7b8000b21ap-10)  // 1.1061388068e-03
    p = p * s + A(nearest: -0x1.347c1dfff9f5dp-7)  // -9.4142099842e-03
    p = p * s + A(nearest: 0x1.e99ac000096e8p-5)  // 5.9766173363e-02
    p = p * s + A(nearest: -0x1.10516800032aep-2)  // -2.6593554020e-01
    p = p * s + A(nearest: 0x1.9884220006685p-1)  // 7.9788309336e-01
    return x * p + 0.5
  }
}
