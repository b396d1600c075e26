import FloatingPointFormats

/// GELU in float64 without libm, for outputs of at most 24 bits: g(t) = t·exp(−t²/2)·R(t) with
/// t = |x| and R(t) = exp(t²/2)·erfc(t/√2)/2; the result is −g where x < 0 and x − g elsewhere, so
/// nothing cancels. For a float32 input t² is exact.
///
/// Each polynomial's relative error is below 2^−49; `fast_coefficients.py` made and checked them.
enum FastGELU {
  typealias Lanes = SIMD8<Double>

  static func kernel<T: BinaryFormat>(for _: T.Type = T.self) -> BatchKernel<T> {
    BatchKernel(about) { inputs, outputs in
      withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 32) { block in
        block.initialize(repeating: .zero)
        for start in stride(from: 0, to: inputs.count, by: 32 * Lanes.scalarCount) {
          let count = min(32 * Lanes.scalarCount, inputs.count - start)
          block.withMemoryRebound(to: Double.self) { x in
            for i in 0..<count { x[i] = inputs[start + i].double }
          }
          for i in block.indices { block[i] = value(block[i]) }
          block.withMemoryRebound(to: Double.self) { y in
            for i in 0..<count { outputs[start + i] = T(nearest: y[i]) }
          }
        }
      }
    }
  }

  static let about = KernelDescription(
    name: "fast", function: "gelu",
    formula:
      "t = |x|; g = t * exp(-t * t / 2) * P18((t - 4) / (t + 4)) / (1 + t / 4); x < 0 ? -g : x - g",
    policy: Policy.f64.summary(in: .float32),
    usedBy: "this project's recommendation where speed counts too", usesLibm: false)

  @inline(__always)
  static func value(_ x: Lanes) -> Lanes {
    let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self) & ~Double.signBit
    let magnitude = unsafeBitCast(bits, to: Lanes.self)
    // Beyond 16 every g rounds to 0 or is lost beside x; a NaN goes on through x − g.
    let t = Lanes(repeating: 16).replacing(with: magnitude, where: magnitude .< 16)
    let r = 1 / (t + 4)
    let g = 4 * t * expOfNegative(-0.5 * (t * t)) * (gate((t - 4) * r) * r)
    return (x - g).replacing(with: -g, where: x .< 0)
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

  /// exp(y) for −708 < y ≤ 0.
  @inline(__always)
  private static func expOfNegative(_ y: Lanes) -> Lanes {
    // Adding 1.5·2^52 leaves round(y/ln 2) in the low bits.
    let shift = 0x1.8p52
    let shifted = y * 0x1.71547652b82fep+0 + shift
    let n = shifted - shift
    // ln 2 in two parts, n times the first one exact.
    let r = (y - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33
    var p = Lanes(repeating: 0x1.af631d0059becp-26)
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
    return p * unsafeBitCast(exponent &<< 52, to: Lanes.self)
  }
}
