import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// What is read off a truth of rung 2 (binade, error, nearest value) against rung 3, which is MPFR.
@Suite struct TruthTests {
  /// An argument and outputs for it: the right one, its neighbours, and some far off.
  static func outputs<T: BinaryFormat>(_ right: T, _ random: inout SplitMix64) -> [T] {
    let near = [right, right.next, right.previous]
    let far = [
      T(ordinal: right.ordinal + Int.random(in: -2000...2000, using: &random)), right.negated,
      T(bitPattern: 0), T(nearest: right.double * 3),
    ]
    return (near + far).filter(\.isFiniteValue)
  }

  static func arguments<T: BinaryFormat>(_: T.Type, _ oracle: Oracle) -> [T] {
    var random = SplitMix64(seed: 61)
    let near = (0..<24).map { _ in T(nearest: Double.random(in: -9...9, using: &random)) }
    let any = (0..<12).map { _ in T(bitPattern: T.Bits(truncatingIfNeeded: random.next())) }
    let turn: [T] =
      oracle.function.isPiecewiseLinear ? [] : [T(nearest: -0.75), T(nearest: -0.7517)]
    return (near + any + turn).filter { $0.isFiniteValue && !$0.isZeroValue }
  }

  struct Reading {
    var ulpExponent: (Truth, FormatParameters) -> Int? = { $0.ulpExponent(in: $1) }
    var error: (Truth, Double, Int) -> ErrorEnclosure = { $0.error(of: $1, quantum: $2) }
    var nearest: (Truth, Int) -> Double? = { $0.nearest(quantum: $1) }
  }

  /// Disagreements, and how often the truth left a question open, tiny arguments apart.
  static func failures<T: BinaryFormat>(
    _: T.Type, _ oracle: Oracle, _ reading: Reading = Reading()
  ) throws -> (wrong: Failures, open: Int) {
    let source = TruthSource(oracle, for: T.name)
    var random = SplitMix64(seed: 62)
    var failures = Failures()
    var open = 0
    for x in arguments(T.self, oracle) {
      // There f′ is beside ½, the end of a binade, and x/2 may be a tie.
      let isTiny = x.double.magnitude < 0x1p-40
      let truth = source.truth(at: x.double)
      let name = "\(oracle.function.name)/\(oracle.derivative) \(T.name) at \(x.hexFloat)"
      let quantum = try oracle.ulpExponent(at: x.double, in: T.parameters)
      guard let own = reading.ulpExponent(truth, T.parameters) else {
        if !isTiny { open += 1 }
        continue
      }
      failures.check(own == quantum, "\(name): ulp 2^\(own), not 2^\(quantum)")
      let right: T = try oracle.rounded(at: x.double)
      if let nearest = reading.nearest(truth, quantum) {
        failures.check(
          right.isInfiniteValue || T(nearest: nearest) == right && nearest == right.double,
          "\(name): nearest \(nearest.hexFloat), not \(right.hexFloat)")
      } else if !isTiny {
        open += 1
      }
      for y in outputs(right, &random) {
        let e = reading.error(truth, y.double, quantum)
        let (lo, hi) = try oracle.ulpError(of: y.double, at: x.double, in: T.parameters)
        let (a, b) = (e.estimate - e.below, e.estimate + e.above)
        failures.check(
          a <= hi && lo <= b, "\(name), output \(y.hexFloat): \(a)…\(b), exactly \(lo)…\(hi)")
        failures.check(
          e.below + e.above <= 0x1p-14 * max(1, e.estimate.magnitude),
          "\(name), output \(y.hexFloat): bounds as wide as \(e.below + e.above)")
      }
    }
    return (failures, open)
  }

  private func check<T: BinaryFormat>(_: T.Type, _ oracle: Oracle) throws {
    let (wrong, open) = try Self.failures(T.self, oracle)
    #expect(wrong.isEmpty, "\(wrong)")
    #expect(open == 0, "\(oracle.function.name)/\(oracle.derivative) \(T.name): \(open) open")
  }

  @Test(arguments: CellTableTests.oracles) func agreesWithMPFR(_ oracle: Oracle) throws {
    try check(Float16.self, oracle)
    try check(BFloat16.self, oracle)
    try check(Float.self, oracle)
    try check(Double.self, oracle)
  }

  /// The truth rounded before the error is taken; a unit from the wrong binade; ties the other way.
  @Test func mutantsAreCaught() throws {
    for oracle in [Oracle(.gelu), Oracle(.silu, derivative: 1)] {
      var rounded = Reading()
      rounded.error = { truth, y, quantum in
        let g = truth.nearest(quantum: quantum) ?? 0
        return ErrorEnclosure(estimate: (y - g) * power2(-quantum), below: 0, above: 0)
      }
      #expect(try Self.failures(Float.self, oracle, rounded).wrong.count > 50)
      var doubled = Reading()
      doubled.ulpExponent = { ($0.ulpExponent(in: $1) ?? 0) + 1 }
      #expect(try Self.failures(Float.self, oracle, doubled).wrong.count > 20)
      var cut = Reading()
      cut.nearest = { (($0.hi * power2(-$1 - $0.scale)).rounded(.towardZero)) * power2($1) }
      #expect(try Self.failures(Float16.self, oracle, cut).wrong.count > 8)
      var reversed = Reading()
      reversed.error = { truth, y, quantum in
        let e = truth.error(of: y, quantum: quantum)
        return ErrorEnclosure(estimate: -e.estimate, below: e.above, above: e.below)
      }
      #expect(try Self.failures(BFloat16.self, oracle, reversed).wrong.count > 50)
    }
  }

  /// Open enclosures decide at their ends, exact errors by comparison.
  @Test func isBelow() {
    func exact(_ e: Double) -> ErrorEnclosure { ErrorEnclosure(estimate: e, below: 0, above: 0) }
    #expect(exact(0.5).isBelow(0.5) == false && exact(-0.5).isBelow(0.5) == false)
    #expect(exact(0.5.nextDown).isBelow(0.5) == true && exact(0).isBelow(0.5) == true)
    #expect(exact(1).isBelow(0.5) == false)
    func open(_ a: Double, _ b: Double) -> ErrorEnclosure {
      let middle = (a + b) / 2
      return ErrorEnclosure(estimate: middle, below: middle - a, above: b - middle)
    }
    // (0.25, 0.5) is below ½ all through; (0.5, 0.75) is beyond it, being open.
    #expect(open(0.25, 0.5).isBelow(0.5) == true && open(-0.5, -0.25).isBelow(0.5) == true)
    #expect(open(0.5, 0.75).isBelow(0.5) == false && open(-0.75, -0.5).isBelow(0.5) == false)
    #expect(open(0.25, 0.75).isBelow(0.5) == nil && open(-0.75, -0.25).isBelow(0.5) == nil)
    #expect(open(-0.5, 0.5).isBelow(0.5) == true && open(-1, 1).isBelow(0.5) == nil)
    // Bounded on one side only.
    let oneSided = ErrorEnclosure(estimate: 0.5, below: 0, above: 0x1p-40)
    #expect(oneSided.isBelow(0.5) == false)
    #expect(ErrorEnclosure(estimate: 0.5, below: 0x1p-40, above: 0).isBelow(0.5) == true)
  }
}
