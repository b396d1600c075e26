/// Constants that several formulas share: the `Double` nearest to the value beside each, then rounded
/// once to the format in use. As hex floats, because Swift rounds decimal literals twice on x86-64;
/// a test reads the decimals in the sources and compares.
extension KernelArithmetic {
  /// √½ = M_SQRT1_2.
  @inlinable static var sqrtHalf: Self {
    Self(nearest: 0x1.6a09e667f3bcdp-1)  // 0.70710678118654752440
  }
  /// √½ less its rounding to this format, so that both together are good to twice its precision.
  @inlinable static var sqrtHalfRest: Self {
    Self(
      nearest: (0x1.6a09e667f3bcdp-1 - sqrtHalf.double)
        - 0x1.bdd3413b26456p-55)
  }
  /// √2.
  @inlinable static var sqrtTwo: Self {
    Self(nearest: 0x1.6a09e667f3bcdp+0)  // 1.41421356237309504880
  }
  /// √(2/π).
  @inlinable static var sqrtTwoOverPi: Self {
    Self(nearest: 0x1.9884533d43651p-1)  // 0.79788456080286535588
  }
  /// 1/√(2π).
  @inlinable static var invSqrtTwoPi: Self {
    Self(nearest: 0x1.9884533d43651p-2)  // 0.39894228040143267794
  }
  /// 2/√π = M_2_SQRTPI.
  @inlinable static var twoOverSqrtPi: Self {
    Self(nearest: 0x1.20dd750429b6dp+0)  // 1.12837916709551257390
  }
  /// The coefficient of x³ in the tanh approximation.
  @inlinable static var cubic: Self {
    Self(nearest: 0x1.6e4e26d4801f7p-5)  // 0.044715
  }
  /// The factor in the sigmoid approximation's exponent.
  @inlinable static var quickScale: Self {
    Self(nearest: 0x1.b3b645a1cac08p+0)  // 1.702
  }
  /// Leaky ReLU's slope.
  @inlinable static var leakySlope: Self {
    Self(nearest: 0x1.47ae147ae147bp-7)  // 0.01
  }
}
