import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// The tables against plain MPFR: every truth must overlap the enclosure at 256 bits, and its own
/// bound must be as small as the documentation says.
@Suite struct CellTableTests {
  static let oracles = Function.all.flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }

  /// The exponents of the largest relative bounds, as Documentation/Proof.md has them.
  static let bounds = [
    "gelu/0": -76, "gelu/1": -76, "gelu-tanh/0": -77, "gelu-tanh/1": -70, "gelu-sigmoid/0": -79,
    "gelu-sigmoid/1": -69, "silu/0": -91, "silu/1": -87,
  ]

  @Test(arguments: oracles) func enclosesTheExactValue(_ oracle: Oracle) throws {
    let source = TruthSource(oracle)
    var random = SplitMix64(seed: 1)
    var worst = 0.0
    var worstAt = 0.0
    for i in 0..<4000 {
      let x: Double =
        switch i % 4 {
        case 0: Double.random(in: -16...16, using: &random)
        case 1: -Double.random(in: 0...1, using: &random) * source.reach
        case 2: Double(bitPattern: random.next())
        default: -0.7517915246935645 + Double.random(in: -1...1, using: &random) * power2(-(i % 60))
        }
      guard x.isFinite else { continue }
      let truth = source.truth(at: x)
      let exact = oracle.enclosure(at: x, precision: 256).interval
      #expect(
        truth.encloses(exact), "\(oracle.function.name)/\(oracle.derivative) at \(x.hexFloat)")
      if x > -source.reach, x.magnitude > 0x1p-60 {
        let relative = max(truth.below, truth.above) / truth.hi.magnitude
        if relative > worst, truth.hi.magnitude > 0x1p-1000 { (worst, worstAt) = (relative, x) }
      }
    }
    let most = Self.bounds["\(oracle.function.name)/\(oracle.derivative)"] ?? -100
    #expect(worst.exponentFloor <= most, "2^\(worst.exponentFloor) at \(worstAt.hexFloat)")
  }
}

extension TruthSource {
  var reach: Double { oracle.function.isPiecewiseLinear ? 100 : saturation.edge }
}

extension Truth {
  /// Whether the exact value's enclosure and this one have a point in common.
  func encloses(_ exact: Interval) -> Bool {
    let p = 400
    let middle = Interval(hi, precision: p) + Interval(lo, precision: p)
    let own = Interval(
      lo: (middle - Interval(below, precision: p)).lo,
      hi: (middle + Interval(above, precision: p)).hi)
    return own.scaled(by: -scale).overlaps(exact)
  }
}
