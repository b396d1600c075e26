/// Eigen's rational erf, clamped at 4.
enum EigenErf: Formula {
  static let about = KernelDescription(
    name: "erf-eigen", function: .gelu,
    formula: """
      z = x * M_SQRT1_2 clamped to 4; erf(z) = z * P6(z * z) / Q4(z * z); 0.5 * x * (1 + erf(z))
      """,
    usedBy: "Eigen generic_fast_erf_float: XLA on CPU, TVM fast_erf", usesLibm: false,
    defects: [
      "1 + erf cancels for x < -2, and is a constant below -5.657",
      "NaN or an infinity at -inf: -inf * (1 + erf)",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + erf(x * .sqrtHalf))
  }

  @inline(__always)
  static func erf<A: KernelArithmetic>(_ z: A) -> A {
    let z = clamp(z, to: 4)
    let s = z * z
    var p = A(nearest: -0x1.2bbe1536358b7p-32)  // -2.72614225801306e-10
    p = p * s + A(nearest: 0x1.dbffdb951fff6p-26)  // 2.77068142495902e-08
    p = p * s + A(nearest: -0x1.19fea2baa463bp-19)  // -2.10102402082508e-06
    p = p * s + A(nearest: -0x1.dd85a4dc426e3p-15)  // -5.69250639462346e-05
    p = p * s + A(nearest: -0x1.8158c5c2ce6a4p-11)  // -7.34990630326855e-04
    p = p * s + A(nearest: -0x1.8343eb19d459ep-9)  // -2.95459980854025e-03
    p = p * s + A(nearest: -0x1.07b7a82ed1713p-6)  // -1.60960333262415e-02
    var q = A(nearest: -0x1.e8c19abb84b81p-17)  // -1.45660718464996e-05
    q = q * s + A(nearest: -0x1.bf7a52db09376p-13)  // -2.13374055278905e-04
    q = q * s + A(nearest: -0x1.b9249b4778fb8p-10)  // -1.68282697438203e-03
    q = q * s + A(nearest: -0x1.e337efa2c2f02p-8)  // -7.37332916720468e-03
    q = q * s + A(nearest: -0x1.d36d4ddb1cdc3p-7)  // -1.42647390514189e-02
    return z * p / q
  }
}

/// CUTLASS's clipped polynomial of Φ, odd about 1/2.
enum CutlassPoly11: Formula {
  static let about = KernelDescription(
    name: "cutlass-poly11", function: .gelu,
    formula: """
      c = x clamped to 3.5; x * min(max(0.5 + c * P5(c * c), 0), 1)
      """,
    usedBy: "CUTLASS's fp8 GEMM with GELU for Hopper (NVIDIA/cutlass#3378), as copied into Triton",
    usesLibm: false,
    defects: [
      "off by up to 8.1e-4: no correct digit in the negative tail, 0 below -3.5",
      "NaN or -inf at -inf",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let c = clamp(x, to: 3.5)
    let s = c * c
    var p = A(nearest: -0x1.e92c6a770c06ap-22)  // -4.5557832301351553e-07
    p = p * s + A(nearest: 0x1.b20b3b949825p-16)  // 2.5871031157700182e-05
    p = p * s + A(nearest: -0x1.3e026c264cd16p-11)  // -0.000606554913963472
    p = p * s + A(nearest: 0x1.feeb68edd1006p-8)  // 0.0077960139440769235
    p = p * s + A(nearest: -0x1.ffcc7caec7de2p-5)  // -0.06247543670746915
    p = p * s + A(nearest: 0x1.95e785d553e4bp-2)  // 0.39639100184010506
    let cdf = c * p + 0.5
    return x * (cdf < 0 ? 0 : 1 < cdf ? 1 : cdf)
  }
}
