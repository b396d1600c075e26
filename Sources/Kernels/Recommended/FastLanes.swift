/// What the fast kernels for outputs of at most 24 bits share.
typealias FastLanes = SIMD8<Double>

extension FastLanes {
  /// |x|, but `limit` beyond it. A NaN stays one, and through `expOfNegative` too.
  @inline(__always)
  func magnitude(upTo limit: Double) -> Self {
    let bits = unsafeBitCast(self, to: SIMD8<UInt64>.self) & ~Double.signBit
    let magnitude = unsafeBitCast(bits, to: Self.self)
    return magnitude.replacing(with: limit, where: magnitude .> limit)
  }

  /// exp(y) for −708 < y ≤ 0.
  @inline(__always)
  static func expOfNegative(_ y: Self) -> Self {
    // Adding 1.5·2^52 leaves round(y/ln 2) in the low bits.
    let shift = 0x1.8p52
    let shifted = y * 0x1.71547652b82fep+0 + shift
    let n = shifted - shift
    // ln 2 in two parts, n times the first one exact.
    let r = (y - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33
    var p = Self(repeating: 0x1.af631d0059becp-26)
    p = p * r + 0x1.28b4057f44145p-22
    p = p * r + 0x1.71ddf5749d126p-19
    p = p * r + 0x1.a01991ac8730ap-16
    p = p * r + 0x1.a01a01b14378fp-13
    p = p * r + 0x1.6c16c187fbe02p-10
    p = p * r + 0x1.111111110f225p-7
    p = p * r + 0x1.555555554f0cfp-5
    p = p * r + 0x1.555555555555ap-3
    p = p * r + 0x1.0000000000011p-1
    p = p * r + 0x1p+0
    p = p * r + 0x1p+0
    let exponent = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &+ 1023
    return p * unsafeBitCast(exponent &<< 52, to: Self.self)
  }
}

extension DerivativeRoot {
  /// f′ by three terms of Taylor's series where x is within 2^−13 of the root, with an error of
  /// 2^−41 there; at that distance the usual sums have lost 14 bits, and 39 are left.
  @inline(__always)
  func value(_ x: FastLanes, elsewhere y: FastLanes) -> FastLanes {
    let distance = x - high
    let d = distance - middle
    let near = d * (slopes.0.head + d * (slopes.1.head + d * slopes.2))
    return y.replacing(with: near, where: distance * distance .< 0x1p-26)
  }
}
