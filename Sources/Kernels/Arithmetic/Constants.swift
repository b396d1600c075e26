/// Constants of the formulas: the `Double` nearest to the decimal or expression beside each, then
/// rounded once to the format in use. As hex floats, because Swift rounds decimal literals twice on
/// x86-64; a test reads the decimals and compares.
extension KernelArithmetic {
  /// √½ = M_SQRT1_2
  @inlinable static var sqrtHalf: Self { Self(nearest: 0x1.6a09e667f3bcdp-1) }
  /// √(2/π) = 0.7978845608028654
  @inlinable static var sqrtTwoOverPi: Self { Self(nearest: 0x1.9884533d43651p-1) }
  /// 1/√(2π) = 0.3989422804014327
  @inlinable static var invSqrtTwoPi: Self { Self(nearest: 0x1.9884533d43651p-2) }
  /// 0.044715
  @inlinable static var cubic: Self { Self(nearest: 0x1.6e4e26d4801f7p-5) }
  /// 1.702
  @inlinable static var quickScale: Self { Self(nearest: 0x1.b3b645a1cac08p+0) }
  /// 0.01
  @inlinable static var leakySlope: Self { Self(nearest: 0x1.47ae147ae147bp-7) }
}
