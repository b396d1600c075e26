/// GELU and its gradient in float64 without libm, for outputs of at most 24 bits, in t = |x| and
/// R(t) = exp(t²/2)·erfc(t/√2)/2:
///
///     g(t) = t·exp(−t²/2)·R(t)                 f(x) = −g where x < 0, x − g elsewhere
///     h(t) = exp(−t²/2)·(R(t) − t/√(2π))       f′(x) = h where x < 0, 1 − h elsewhere
///
/// so that nothing cancels but R and t/√(2π) at the zero of f′, next to which `DerivativeRoot` takes
/// over. For a float32 input t² is exact.
///
/// Each polynomial's relative error is below 2^−49, a value's below 2^−46, a gradient's below 2^−38;
/// `fast_coefficients.py` made and checked the polynomials.
enum FastGELU {
  typealias Lanes = FastLanes

  static let about = KernelDescription(
    name: "fast", function: .gelu,
    formula:
      "t = |x|; g = t * exp(-t * t / 2) * P18((t - 4) / (t + 4)) / (1 + t / 4); x < 0 ? -g : x - g",
    arithmetic: Variant.f64.summary(in: .float32),
    usedBy: "this project's recommendation where speed counts too", usesLibm: false)

  static let slopeAbout = KernelDescription(
    name: "fast-backward", function: .gelu, derivative: 1,
    formula:
      "t = |x|; h = exp(-t * t / 2) * (P18((t - 4) / (t + 4)) / (1 + t / 4) - t / sqrt(2 * pi)); x < 0 ? h : 1 - h; beside its zero by Taylor series",
    arithmetic: about.arithmetic, usedBy: about.usedBy, usesLibm: false)

  /// Beyond it every g and h rounds to 0 or is lost beside x or 1.
  private static let limit = 16.0

  @inline(__always)
  static func value(_ x: Lanes) -> Lanes {
    let t = x.magnitude(upTo: limit)
    let r = 1 / (t + 4)
    let g = 4 * t * Lanes.expOfNegative(-0.5 * (t * t)) * (gate((t - 4) * r) * r)
    return (x - g).replacing(with: -g, where: x .< 0)
  }

  @inline(__always)
  static func slope(_ x: Lanes) -> Lanes {
    let t = x.magnitude(upTo: limit)
    let r = 1 / (t + 4)
    let difference = 4 * (gate((t - 4) * r) * r) - t * 0x1.9884533d43651p-2
    let h = Lanes.expOfNegative(-0.5 * (t * t)) * difference
    return NormalGate.root.value(x, elsewhere: (1 - h).replacing(with: h, where: x .< 0))
  }

  /// (1 + t/4)·R(t) in s = (t − 4)/(t + 4).
  @inline(__always)
  private static func gate(_ s: Lanes) -> Lanes {
    var p = Lanes(repeating: -0x1.f0a7b1f471025p-28)
    p = p * s - 0x1.19f406308479ep-26
    p = p * s + 0x1.11933c4fef6fcp-24
    p = p * s + 0x1.eb1e8c12ed96ep-23
    p = p * s - 0x1.63b19f873dfb3p-23
    p = p * s - 0x1.8995534934e4cp-20
    p = p * s + 0x1.911263d64266dp-23
    p = p * s + 0x1.26b1233e5ea56p-17
    p = p * s - 0x1.01a427d557756p-21
    p = p * s - 0x1.e4a3134e08466p-15
    p = p * s + 0x1.17a5de6fbc6abp-15
    p = p * s + 0x1.ab825db65b758p-12
    p = p * s - 0x1.c8171bd406697p-11
    p = p * s - 0x1.ee276103b090ap-10
    p = p * s + 0x1.eec4cc3ff506ap-7
    p = p * s - 0x1.7dff2bff6706p-5
    p = p * s + 0x1.8c6dbf2cfb1bdp-4
    p = p * s - 0x1.373e3a893c29bp-3
    p = p * s + 0x1.82b4bb8c94dd5p-3
    return p
  }
}
