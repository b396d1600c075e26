import FloatingPointFormats
import TestSupport
import Testing

/// What a format says of itself, in its type and carried as `FormatParameters`.
@Suite struct FormatParametersTests {
  @Test func parametersAreThoseOfIEEE754() {
    check(Float16.self, width: 16, precision: 11, emin: -14, largest: 0x1.ffcp+15)
    check(BFloat16.self, width: 16, precision: 8, emin: -126, largest: 0x1.fep+127)
    check(Float.self, width: 32, precision: 24, emin: -126, largest: 0x1.fffffep+127)
    check(
      Double.self, width: 64, precision: 53, emin: -1022, largest: 0x1.fffffffffffffp+1023)
  }

  /// A name means one format, whichever way it is written.
  @Test func aliases() {
    for name in FormatName.allCases {
      for text in [name.rawValue] + name.type.aliases { #expect(FormatName(alias: text) == name) }
    }
    let names = FormatName.namesAndAliases
    #expect(Set(names).count == names.count && names.count > 20)
    for (format, aliases) in [
      (FormatName.float32, ["fp32", "f32", "single"]), (.float64, ["fp64", "f64", "double"]),
      (.float16, ["fp16", "f16", "half"]), (.bfloat16, ["bf16"]),
      (.float8E4M3FN, ["e4m3", "e4m3fn", "fp8_e4m3"]), (.float8E5M2, ["e5m2", "fp8_e5m2"]),
      (.float8E5M2Saturating, ["e5m2_sat", "fp8_e5m2_sat"]),
    ] {
      #expect(aliases == format.type.aliases)
    }
    for text in ["", "fp8", "Float32", "float"] { #expect(FormatName(alias: text) == nil) }
  }

  private func check<T: IEEEFormat>(
    _: T.Type, width: Int, precision: Int, emin: Int, largest: Double
  ) {
    let p = T.name.parameters
    #expect(T.Bits.bitWidth == width && T.name.width == width && T.width == width)
    #expect(T.precision == precision && p.precision == precision)
    #expect(T.minimumExponent == emin && p.minimumExponent == emin)
    #expect(T.maximumExponent == 1 - emin && p.maximumExponent == 1 - emin)
    #expect(T.minimumQuantum == emin - precision + 1 && p.minimumQuantum == T.minimumQuantum)
    #expect(T.largestFinite.double == largest && p.largestFinite == largest)
    #expect(p.smallestNormal == T.smallestNormal.double)
    #expect(T.smallestNormal.double == Double(sign: .plus, exponent: emin, significand: 1))
    #expect(
      T.smallestSubnormal.double == Double(sign: .plus, exponent: p.minimumQuantum, significand: 1))
    #expect(T.infinityValue.double == .infinity && T.quietNaN.double.isNaN)
    #expect(T.parameters == p)
    for e in -1100...1100 { #expect(p.ulpExponent(ofBinade: e) == T.ulpExponent(ofBinade: e)) }
  }

  /// Each encoding is in exactly one class, and the sign is apart from that.
  @Test func classesOfEveryEncoding() {
    checkClasses(Float16.self)
    checkClasses(BFloat16.self)
  }

  private func checkClasses<T: BinaryFormat>(_: T.Type) where T.Bits == UInt16 {
    var failures = Failures()
    for bits in 0...UInt16.max {
      let x = T(bitPattern: bits)
      let d = x.double
      let smallestNormal = T.name.parameters.smallestNormal
      failures.check(
        x.isNaNValue == d.isNaN && x.isInfiniteValue == d.isInfinite
          && x.isFiniteValue == d.isFinite
          && x.isZeroValue == (d == 0)
          && x.isSubnormalValue == (d != 0 && d.magnitude < smallestNormal)
          && (d.isNaN || x.isNegative == (d.sign == .minus))
          && x.negated.bitPattern == bits ^ 0x8000 && x.magnitudeBits == bits & 0x7fff,
        "\(T.name) \(x.hexBits)")
      failures.check(
        d.isNaN ? T(nearest: d).isNaNValue : T(nearest: d).bitPattern == bits,
        "\(T.name) \(x.hexBits): changed by way of Double")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test func ordinalOfDoublesAgrees() {
    checkOrdinals((0...UInt16.max).map { Float16(bitPattern: $0) })
    checkOrdinals((0...UInt16.max).map { BFloat16(bitPattern: $0) })
    var random = SplitMix64(seed: 7)
    let patterns = (0..<20000).map { _ in random.next() }
    let infinity: [UInt64] = [0, 1, 0x7ff0 << 48, 0x7ff0 << 48 - 1, 0x0010 << 48, 0x0010 << 48 - 1]
    checkOrdinals((patterns + infinity).map { Double(bitPattern: $0) })
    let edges: [UInt32] = [0, 1, 0x7f80_0000, 0x7f7f_ffff, 0x0080_0000, 0x007f_ffff]
    checkOrdinals((patterns.map { UInt32($0 >> 32) } + edges).map { Float(bitPattern: $0) })
  }

  private func checkOrdinals<T: BinaryFormat>(_ values: [T]) {
    let failures = ordinalFailures(values, T.parameters)
    #expect(failures.isEmpty, "\(failures)")
  }

  private func ordinalFailures<T: BinaryFormat>(
    _ values: [T], _ p: FormatParameters
  ) -> Failures {
    var failures = Failures()
    for x in values where !x.isNaNValue {
      failures.check(p.ordinal(of: x.double) == x.ordinal, "\(T.name) \(x.hexBits)")
    }
    return failures
  }

  /// Another format's line.
  @Test func wrongParametersAreCaught() {
    let values = (0x0400...0x7bff as ClosedRange<UInt16>).map { Float16(bitPattern: $0) }
    #expect(ordinalFailures(values, BFloat16.parameters).count > 30_000)
    let half = (0...UInt16.max).map { BFloat16(bitPattern: $0) }
    #expect(ordinalFailures(half, Float.parameters).count > 60_000)
  }
}
