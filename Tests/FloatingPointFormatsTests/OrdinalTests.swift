import FloatingPointFormats
import Foundation
import Testing

@Suite struct OrdinalTests {
  private func checkAll<T: BinaryFormat>(_: T.Type) {
    var lastOrdinal = Int.min
    var last: T?
    for position in 0..<(UInt64(1) << UInt64(T.name.width)) {
      let x = T(position: position)
      #expect(x.position == position)
      guard !x.isNaNValue else { continue }
      #expect(T(ordinal: x.ordinal).double == x.double)
      #expect(T.parameters.ordinal(of: x.double) == x.ordinal)
      // Ascending by one, but for the two zeros, which share a place.
      if let last {
        let isSecondZero = x.isZeroValue && !x.isNegative
        #expect(x.ordinal == lastOrdinal + (isSecondZero ? 0 : 1))
        #expect(isSecondZero ? x.double == last.double : last.double < x.double)
        if !isSecondZero {
          #expect(last.next.double == x.double && x.previous.double == last.double)
        }
      }
      (last, lastOrdinal) = (x, x.ordinal)
    }
  }

  @Test func float16IsOneLine() { checkAll(Float16.self) }
  @Test func bfloat16IsOneLine() { checkAll(BFloat16.self) }

  @Test func stepsAreSymmetricAndNeverOverflow() {
    #expect((-0.0).steps(to: 0.0) == 0)
    #expect(Float(1).steps(to: Float(1).nextUp) == 1)
    #expect((-Double.infinity).steps(to: .infinity) == 0xffe0_0000_0000_0000 as UInt64)
    #expect(Double.leastNonzeroMagnitude.steps(to: -.leastNonzeroMagnitude) == 2)
    #expect(Float(-3).steps(to: 5) == Float(5).steps(to: -3))
  }

  /// ulp(t) at, above and below a power of two, among the subnormals, and at zero.
  @Test func ulpFollowsTheBinade() {
    #expect(Float.ulpExponent(ofBinade: 0) == -23)
    #expect(Float.ulpExponent(ofBinade: -1) == -24)
    #expect(Float.ulpExponent(ofBinade: -140) == -149)
    #expect(BFloat16.minimumQuantum == -133 && Float16.minimumQuantum == -24)
    #expect(Double.minimumQuantum == -1074 && Float.minimumQuantum == -149)
    for exponent in -149...127 {
      let x = Float(sign: .plus, exponent: exponent, significand: 1)
      #expect(
        x.exponentFloor == exponent && x.ulp.exponentFloor == Float.ulpExponent(ofBinade: exponent))
    }
  }

  @Test func limitsMatchTheStandardLibrary() {
    #expect(
      Float.largestFinite == .greatestFiniteMagnitude
        && Float.smallestNormal == .leastNormalMagnitude)
    #expect(Double.smallestSubnormal == .leastNonzeroMagnitude)
    #expect(
      Float16.parameters.largestFinite == 65504 && Float.parameters.largestFinite == 0x1.fffffep127)
    #expect(
      BFloat16.largestFinite.double == 0x1.fep127 && BFloat16.infinityValue.double == .infinity)
  }

  /// Text reads back to the same bits.
  @Test func textRoundTrips() {
    for bits in 0...UInt16.max {
      let (h, b) = (Float16(bitPattern: bits), BFloat16(bitPattern: bits))
      if !h.isNaN {
        #expect(Double(h.hexFloat).map { Float16($0) } == h, "\(h.hexFloat)")
        #expect(Float16(h.shortestDecimal) == h)
      }
      if !b.isNaNValue {
        #expect(Double(b.hexFloat).map { BFloat16(nearest: $0) } == b, "\(b.hexFloat)")
        #expect(Double(b.shortestDecimal).map { BFloat16(nearest: $0) } == b)
      }
    }
    #expect((-3.0).hexFloat == "-0x1.8p+1" && Double.leastNonzeroMagnitude.hexFloat == "0x1p-1074")
    #expect(Float(-3).hexBits == "0xc0400000" && Float16(1).hexBits == "0x3c00")
  }
}

@Suite struct BFloat16ArithmeticTests {
  /// + − × ÷ against exact results rounded once: double arithmetic is exact for sums, differences
  /// and products of eight-bit significands this close together.
  @Test func roundsOnce() {
    var random = SystemSeeded(state: 5)
    for _ in 0..<200_000 {
      let bits = random.next()
      let a = BFloat16(bitPattern: UInt16(truncatingIfNeeded: bits) & 0xbfff | 0x3000)
      let b = BFloat16(bitPattern: UInt16(truncatingIfNeeded: bits >> 16) & 0xbfff | 0x3000)
      guard a.isFiniteValue, b.isFiniteValue, a.double.magnitude < 1e15, b.double.magnitude < 1e15
      else { continue }
      #expect((a * b) == BFloat16(a.double * b.double, rounding: .nearestEven))
      if abs(a.exponentFloor - b.exponentFloor) < 40 {
        #expect((a + b).double == BFloat16(a.double + b.double, rounding: .nearestEven).double)
        #expect((a - b).double == BFloat16(a.double - b.double, rounding: .nearestEven).double)
      }
    }
  }
}
