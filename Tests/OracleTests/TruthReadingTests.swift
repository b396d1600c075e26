import FloatingPointFormats
import Testing

@testable import Oracle

/// What is read off a truth that lies so near to a limit that rounding on the way would tell otherwise.
@Suite struct TruthReadingTests {
  private func truth(_ hi: Double, _ lo: Double = 0, below: Double, above: Double) -> Truth {
    Truth(DoubleDouble(hi, lo), scale: 0, below: below, above: above)
  }

  /// The ends of the enclosure are excluded, so it may touch the limit.
  @Test(arguments: [1.0, -1]) func besideAPowerOfTwo(_ sign: Double) {
    func isBelowOne(_ size: Double, _ lo: Double = 0, within radius: Double) -> Bool? {
      truth(sign * size, sign * lo, below: radius, above: radius).isBelow(exponent: 0)
    }
    #expect(isBelowOne(1.nextDown, within: 0x1p-54) == true)
    #expect(isBelowOne(1.nextDown, within: 0x1p-53) == true)
    #expect(isBelowOne(1.nextDown, within: 0x1p-52) == nil)
    #expect(isBelowOne(1.nextUp, within: 0x1p-53) == false)
    #expect(isBelowOne(1.nextUp, within: 0x1p-52) == false)
    #expect(isBelowOne(1.nextUp, within: 0x1p-51) == nil)
    // The lower half is lost beside 2^−52, and with it the part below 1.
    #expect(isBelowOne(1.nextUp, -0x1p-110, within: 0x1p-52) == nil)
    #expect(isBelowOne(1.nextUp, 0x1p-110, within: 0x1p-52) == false)
  }

  /// An enclosure that holds a tie has no nearest value, one beside a tie has.
  @Test(arguments: [1.0, -1]) func besideATie(_ sign: Double) {
    func nearest(_ size: Double, _ lo: Double = 0, within radius: Double) -> Double? {
      truth(sign * size, sign * lo, below: radius, above: radius).nearest(quantum: 0)
    }
    #expect(nearest(1.5 - 0x1p-20, within: 0x1p-22) == sign)
    #expect(nearest(1.5 - 0x1p-20, within: 0x1p-20) == nil)
    // The upper half is the tie, which rounds to even; the lower half decides.
    #expect(nearest(1025.5, -0x1p-44, within: 0x1p-60) == sign * 1025)
    #expect(nearest(1025.5, 0x1p-44, within: 0x1p-60) == sign * 1026)
    #expect(nearest(1026.5, -0x1p-44, within: 0x1p-60) == sign * 1026)
    #expect(nearest(1026.5, 0x1p-44, within: 0x1p-60) == sign * 1027)
  }

  /// An error known to 2^−60 is beside one ulp, not one ulp exactly.
  @Test(arguments: [0.0, 2]) func anErrorBesideOneIsOpen(_ output: Double) {
    let e = truth(1, below: 0x1p-60, above: 0x1p-60).error(of: output, quantum: 0)
    #expect(e.estimate == output - 1 && e.isBelow(1) == nil)
    #expect(0x1p-60 <= e.below && e.below <= 0x1p-52 && 0x1p-60 <= e.above && e.above <= 0x1p-52)
  }

  /// A negative factor turns the sides of an enclosure, around a number and around zero.
  @Test(arguments: [1.5, -1.5, 0]) func sidesTurnWithTheSign(_ value: Double) {
    let (narrow, wide) = (0x1p-60, 0x1p-50)
    for factor in [2.0, -2] {
      let product = truth(value, below: narrow, above: wide).times(factor)
      let unit = 2 * power2(product.scale)
      let (below, above) = factor < 0 ? (wide, narrow) : (narrow, wide)
      #expect(product.hi == factor * value * power2(product.scale))
      #expect(1...(1 + 0x1p-40) ~= product.below / (below * unit), "\(factor)")
      #expect(1...(1 + 0x1p-40) ~= product.above / (above * unit), "\(factor)")
    }
  }
}
