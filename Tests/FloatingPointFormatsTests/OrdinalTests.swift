import FloatingPointFormats
import TestSupport
import Testing

@Suite struct OrdinalTests {
  @Test func everyEncodingHasItsPlace() {
    let half = lineFailures(Float16.self)
    #expect(half.isEmpty, "\(half)")
    let brain = lineFailures(BFloat16.self)
    #expect(brain.isEmpty, "\(brain)")
  }

  @Test func wrongOrdinalsAreCaught() {
    // Two places for the zeros.
    let zeros = lineFailures(Float16.self) { $0.isNegative ? $0.ordinal - 1 : $0.ordinal }
    #expect(zeros.count > 30_000)
    // The subnormals skipped on the positive side.
    let skipped = lineFailures(BFloat16.self) { $0.ordinal > 127 ? $0.ordinal - 127 : $0.ordinal }
    #expect(skipped.count > 30_000)
    let one = lineFailures(BFloat16.self) { $0.bitPattern == 0x3f80 ? 0 : $0.ordinal }
    #expect(one.count == 3)
  }

  @Test func widerFormatsStepAsTheHardwareDoes() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<5000 {
      let x = Double(bitPattern: random.next())
      if x.isFinite, x != 0 { check(x, up: x.nextUp, down: x.nextDown) }
      let f = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      if f.isFinite, f != 0 { check(f, up: f.nextUp, down: f.nextDown) }
    }
    for x in [Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 1] {
      check(x, up: x.nextUp, down: x.nextDown)
      check(-x, up: (-x).nextUp, down: (-x).nextDown)
    }
  }

  private func check<T: BinaryFormat>(_ x: T, up: T, down: T) {
    let isOne = x.steps(to: up) == 1 && x.ordinal - down.ordinal == 1
    #expect(x.next == up && x.previous == down && isOne, "\(T.name) \(x.hexBits)")
    #expect(T(ordinal: x.ordinal).bitPattern == x.bitPattern, "\(T.name) \(x.hexBits)")
    #expect(T(position: x.position).bitPattern == x.bitPattern, "\(T.name) \(x.hexBits)")
  }

  @Test func stepDistance() {
    let zero = Double(bitPattern: 0)
    #expect(zero.steps(to: -zero) == 0)
    #expect((-zero).steps(to: .leastNonzeroMagnitude) == 1)
    #expect((-Double.leastNonzeroMagnitude).steps(to: .leastNonzeroMagnitude) == 2)
    // 2·(2^63 − 2^52): beyond Int.
    let widest: UInt64 = 0xffe0_0000_0000_0000
    #expect((-Double.infinity).steps(to: .infinity) == widest)
    #expect(Double.infinity.steps(to: -.infinity) == widest)
    #expect((-Double.greatestFiniteMagnitude).steps(to: .greatestFiniteMagnitude) == widest - 2)
    #expect((-Float.infinity).steps(to: .infinity) == 2 * 0x7f80_0000)
    #expect(Float16.infinity.steps(to: -.infinity) == 2 * 0x7c00)

    var random = SplitMix64(seed: 6)
    for _ in 0..<2000 {
      let three = (0..<3).map { _ in Double(bitPattern: random.next()) }.filter { !$0.isNaN }
        .sorted()
      guard three.count == 3 else { continue }
      let (a, b, c) = (three[0], three[1], three[2])
      #expect(a.steps(to: b) == b.steps(to: a))
      #expect(a.steps(to: b) + b.steps(to: c) == a.steps(to: c))
    }
  }

  /// In every binade the unit is the distance to the next value away from zero.
  @Test func unitInTheLastPlace() {
    checkUnits(Float16.self, places: 0..<ReferenceFormat.float16.infinityPlace)
    checkUnits(BFloat16.self, places: 0..<ReferenceFormat.bfloat16.infinityPlace)
    checkUnits(
      Float.self, places: (0..<255).flatMap { [$0 << 23, $0 << 23 + 1, $0 << 23 + 0x7f_ffff] })
  }

  private func checkUnits<T: BinaryFormat>(_: T.Type, places: some Sequence<Int>) {
    let reference = ReferenceFormat.of(T.name)
    var failures = Failures()
    for place in places {
      let (low, high) = (reference.magnitude(place), reference.magnitude(place + 1))
      let x = T(ordinal: place)
      let unit =
        place == 0 ? T.minimumQuantum : T.ulpExponent(ofBinade: x.exponentFloor)
      failures.check(
        Double(sign: .plus, exponent: unit, significand: 1) == high - low,
        "\(T.name) \(x.hexBits): unit 2^\(unit)")
      guard place > 0 else { continue }
      failures.check(
        x.exponentFloor == Int(low.exponent) && x.negated.exponentFloor == Int(low.exponent),
        "\(T.name) \(x.hexBits): exponent \(x.exponentFloor)")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  /// What doubles have of their own is what any format has.
  @Test func exponentsOfDoubles() {
    func general<T: BinaryFormat>(_ x: T) -> Int { x.exponentFloor }
    var random = SplitMix64(seed: 9)
    let all = [0, -0.0, .infinity, 0x1p-1074, -0x1p-1022, 1, 0x1p1023, 0x0.8p-1022]
    for x in all
      + (0..<4000).map({ _ in Double(bitPattern: random.next() >> (random.next() % 64)) })
    {
      #expect(x.exponentFloor == general(x), "\(x.hexFloat)")
    }
  }
}
