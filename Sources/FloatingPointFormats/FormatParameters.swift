/// What arithmetic on a format's values needs to know when they are carried as doubles.
public struct FormatParameters: Sendable, Hashable {
  /// p.
  public let precision: Int
  /// emin.
  public let minimumExponent: Int

  public var minimumQuantum: Int { minimumExponent - precision + 1 }
  public var maximumExponent: Int { 1 - minimumExponent }
  /// 2^emin.
  public var smallestNormal: Double {
    Double(sign: .plus, exponent: minimumExponent, significand: 1)
  }
  public var largestFinite: Double {
    let half = Double(sign: .plus, exponent: maximumExponent - precision, significand: 1)
    return half * (Double(sign: .plus, exponent: precision, significand: 1) - 1) * 2
  }

  /// The exponent of ulp(t) for ⌊log2|t|⌋ = `exponent`.
  @inlinable public func ulpExponent(ofBinade exponent: Int) -> Int {
    max(exponent, minimumExponent) - precision + 1
  }

  /// The ordinal of a value of the format (±∞ too); see `BinaryFormat.ordinal`.
  /// - Precondition: the format has the value; it is not a NaN.
  public func ordinal(of value: Double) -> Int {
    let m = value.magnitude
    guard m != 0 else { return 0 }
    let place: Int
    if m.isInfinite {
      place = (maximumExponent - minimumExponent + 2) << (precision - 1)
    } else {
      let quantum = ulpExponent(ofBinade: m.exponentFloor)
      let n = m * Double(sign: .plus, exponent: -quantum / 2, significand: 1)
      let units = Int(n * Double(sign: .plus, exponent: -quantum - -quantum / 2, significand: 1))
      place = (quantum - minimumQuantum) << (precision - 1) + units
    }
    return value < 0 ? -place : place
  }
}

extension FormatName {
  public var parameters: FormatParameters {
    switch self {
    case .float16: FormatParameters(Float16.self)
    case .bfloat16: FormatParameters(BFloat16.self)
    case .float32: FormatParameters(Float.self)
    case .float64: FormatParameters(Double.self)
    }
  }
}

extension FormatParameters {
  public init<T: BinaryFormat>(_: T.Type) {
    self.init(precision: T.precision, minimumExponent: T.minimumExponent)
  }
}

extension BinaryFormat {
  @inlinable public static var parameters: FormatParameters { FormatParameters(Self.self) }
}
