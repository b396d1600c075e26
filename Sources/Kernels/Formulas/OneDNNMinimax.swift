/// oneDNN's erf(|x|/√2) for AVX-512 and SVE: 24 polynomials, one for each quarter of a binade.
enum OneDNNMinimax: Formula {
  static let about = KernelDescription(
    name: "onednn-minimax", function: .gelu,
    formula: """
      E(t) = P5(t) of the quarter binade of t from 0.15625 on, 1 above 5.542594; \
      x * (1 + sgn(x) * E(|x|)) * 0.5
      """,
    usedBy: """
      oneDNN jit_uni_eltwise_injector.cpp (AVX-512, with fma), and through it PyTorch in float32, \
      ONNX Runtime MLAS gelu_avx512f
      """,
    usesLibm: false,
    defects: [
      "absolute error of erf 3e-8: no correct digit in the negative tail, -0 below -5.5426",
      "infinite near the largest number: 2 * x overflows",
      "NaN at both infinities: 0 * inf",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let t = magnitude(x)
    let c = coefficients[piece(Float(t.double)) - 1]
    var r = A(nearest: Double(Float(bitPattern: c[5])))
    for k in [4, 3, 2, 1, 0] { r = r * t + A(nearest: Double(Float(bitPattern: c[k]))) }
    return x * (copysign(1, x) * r + 1) * 0.5
  }

  /// 1 to 24; the last is the identity, for NaN.
  @inline(__always)
  static func piece(_ t: Float) -> Int {
    if 0x1.62b9dcp+2 < t { return 23 }
    let quarter = (Int32(bitPattern: t.bitPattern) &+ Int32(bitPattern: 0xc21f_ffff)) >> 21
    return Int(min(max(quarter, 1), 24))
  }

  /// c0 to c5 of each piece as float32 bits, from the source.
  static let coefficients: [[UInt32]] = [
    [0x3282_7792, 0x3f4c_421f, 0x3735_e4cf, 0xbe08_4570, 0x39f0_97a3, 0x3c9b_6050],
    [0x3381_cc0c, 0x3f4c_4207, 0x37f2_ff89, 0xbe08_639b, 0x3a58_45dc, 0x3c97_8d11],
    [0x3452_3d4a, 0x3f4c_41cb, 0x388c_23be, 0xbe08_9837, 0x3ab1_fa35, 0x3c92_e850],
    [0x351a_c44d, 0x3f4c_413b, 0x3917_535c, 0xbe08_f409, 0x3b0c_efb8, 0x3c8d_058b],
    [0x35f3_6d88, 0x3f4c_3fad, 0x39ab_2ab0, 0xbe09_ab95, 0x3b65_3ab6, 0x3c84_8454],
    [0x36ee_8229, 0x3f4c_3a2f, 0x3a60_fadb, 0xbe0b_66d0, 0x3bca_e527, 0x3c6c_d623],
    [0x37b8_a3bb, 0x3f4c_2d40, 0x3af9_b960, 0xbe0e_400a, 0x3c22_1712, 0x3c4c_824b],
    [0x3867_a213, 0x3f4c_146a, 0x3b6e_5491, 0xbe12_4df8, 0x3c6c_5840, 0x3c2a_7935],
    [0x3940_033b, 0x3f4b_c341, 0x3c0a_4ec5, 0xbe1b_de02, 0x3cc0_a703, 0x3be0_b390],
    [0x3a2a_5a1d, 0x3f4a_d08c, 0x3ca5_aa8c, 0xbe2f_19c9, 0x3d1d_cc19, 0x3b06_51ac],
    [0x3ae3_5863, 0x3f48_f8cf, 0x3d21_38d9, 0xbe49_31bf, 0x3d63_656d, 0xbb23_2f53],
    [0x3b78_28f2, 0x3f45_fac7, 0x3d87_37d4, 0xbe68_5fbc, 0x3d95_5907, 0xbbd4_2fa0],
    [0x3c08_b14b, 0x3f40_4e07, 0x3ddf_b660, 0xbe89_c95f, 0x3dbf_9910, 0xbc2c_5366],
    [0x3c51_5ed3, 0x3f3b_980f, 0x3e0f_27ab, 0xbe96_cbca, 0x3dd5_3f69, 0xbc49_2c9e],
    [0xbb50_3236, 0x3f48_dff3, 0x3d94_004b, 0xbe80_44aa, 0x3db7_dcef, 0xbc2a_7aa6],
    [0xbd8d_8e5e, 0x3f78_b21b, 0xbe0e_fdeb, 0xbe05_50f2, 0x3d63_9ebe, 0xbbd5_5d04],
    [0xbe8a_bcd9, 0x3fbb_0704, 0xbf1d_96c3, 0x3dcf_d6a1, 0xba6e_de48, 0xba82_3a76],
    [0xbf0c_19a2, 0x4001_9c32, 0xbf89_db58, 0x3e94_c826, 0xbd22_be69, 0x3b10_2aa8],
    [0xbecc_b328, 0x3fe5_36d6, 0xbf6d_9897, 0x3e79_345f, 0xbd04_1cf1, 0x3ae2_5a7e],
    [0x3e17_6ced, 0x3f81_331e, 0xbef6_9fb8, 0x3dec_ec91, 0xbc64_f5ab, 0x3a31_f792],
    [0x3f47_0d99, 0x3e6c_8684, 0xbdc4_f8a8, 0x3ca4_6568, 0xbb09_7a32, 0x38b8_4375],
    [0x3f7a_bb28, 0x3c98_f936, 0xbbde_6422, 0x3aa1_e00a, 0xb8eb_f380, 0x3689_bb5a],
    [0x3f80_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000],
    [0x0000_0000, 0x3f80_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000, 0x0000_0000],
  ]
}
