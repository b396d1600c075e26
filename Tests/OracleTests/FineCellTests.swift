import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Rung 1 against MPFR: the polynomial in doubles and its relative bound, at float32 arguments.
@Suite struct FineCellTests {
  static func arguments(_ oracle: Oracle) -> [Double] {
    let source = TruthSource(oracle, for: .float32)
    var random = SplitMix64(seed: 41)
    let any = (0..<400).map { _ in
      Double(Float(bitPattern: UInt32(truncatingIfNeeded: random.next())))
    }
    let near = (0..<400).map { _ in Double(Float.random(in: -20...20, using: &random)) }
    let edges = CellArguments.edges(source) + CellArguments.borders(source, stride: 64)
    return (any + near + edges.map { Double(Float($0)) }).filter { $0.isFinite && $0 != 0 }
  }

  /// F·p(t) by Horner's rule in doubles.
  static func value(_ cell: FineCell, _ x: Double) -> Double {
    let t = x - cell.centre
    var p = cell.coefficients[FineCell.degree]
    for k in (0..<FineCell.degree).reversed() { p = p * t + cell.coefficients[k] }
    return cell.isGated ? x * p : p
  }

  static func failures(
    _ oracle: Oracle, _ arguments: [Double], boundScale: Double = 1,
    _ value: (FineCell, Double) -> Double = Self.value
  ) -> Failures {
    let source = TruthSource(oracle, for: .float32)
    var failures = Failures()
    for x in arguments {
      let cell = source.fineCell(at: x)
      let name = "\(oracle.function.name)/\(oracle.derivative) at \(x.hexFloat)"
      failures.check(
        cell.from <= x.magnitude && x.magnitude < cell.to, "\(name): not in \(cell.from)…\(cell.to)"
      )
      guard cell.relativeBound.isFinite else { continue }
      let isTiny = x.magnitude < 0x1p-60
      let exact = oracle.enclosure(at: x, precision: isTiny ? 800 : 256).interval
      let v = Interval(value(cell, x), precision: 256)
      let difference = exact - v
      // Nothing counts below 2^−64 of the least subnormal.
      let allowed = max(v.magnitude * cell.relativeBound * boundScale, 0x1p-213)
      failures.check(
        difference.magnitude <= allowed, "\(name): \(v.doubles.lo.hexFloat) ± \(allowed)")
      // Saturated: the enclosure is open, and ends at the value itself. With large constants it has
      // both signs, being beyond MPFR's exponents.
      let isExotic = !Function.all.contains(oracle.function)
      if cell.side > 0 {
        let isAbove = isTiny ? difference.isCertainlyPositive : difference.lo.sign >= 0
        failures.check(isAbove || isExotic, "\(name): not above")
      }
      if cell.side < 0 {
        failures.check(difference.hi.sign <= 0 || isExotic, "\(name): not below")
      }
    }
    return failures
  }

  @Test(arguments: CellTableTests.oracles) func boundsHold(_ oracle: Oracle) {
    let failures = Self.failures(oracle, Self.arguments(oracle))
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Below 2^−60 a value is x/2 to within the bound and above it, also for the steepest gates.
  @Test(arguments: ConstantsTests.functions + Function.tabulated) func tinyCellsHoldForAllConstants(
    _ f: Function
  ) {
    let tiny = [0x1p-60, 0x1p-61, 0x1.8p-70, 0x1p-90].map { Double(Float($0).nextDown) }
    let failures = Self.failures(Oracle(f), tiny + tiny.map { -$0 })
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Few cells are left to rung 2, and the bounds decide float32 questions.
  @Test(arguments: CellTableTests.oracles) func boundsAreUseful(_ oracle: Oracle) {
    let source = TruthSource(oracle, for: .float32)
    var random = SplitMix64(seed: 42)
    let bounds = (0..<300).map { _ in
      source.fineCell(at: Double.random(in: -12...12, using: &random)).relativeBound
    }
    #expect(bounds.count { $0 > 0x1p-36 } < 20)
  }

  /// The highest coefficient left out, a coefficient off in its 40th bit, a bound too small.
  @Test func mutantsAreCaught() {
    for oracle in [Oracle(.gelu), Oracle(.silu, derivative: 1)] {
      let arguments = Self.arguments(oracle).filter { (0.01...12).contains($0.magnitude) }
      let short = Self.failures(oracle, arguments) { cell, x in
        var lower = cell.coefficients
        lower[3] *= 1 + 0x1p-20
        return Self.value(cell.with(lower), x)
      }
      #expect(short.count > 100)
      let shifted = Self.failures(oracle, arguments) { cell, x in
        Self.value(cell, x) * (1 + 0x1p-32)
      }
      #expect(shifted.count > 100)
      #expect(Self.failures(oracle, arguments, boundScale: 0x1p-10).count > 0)
    }
  }
}

extension FineCell {
  fileprivate func with(_ coefficients: [Double]) -> FineCell {
    FineCell(
      from: from, to: to, centre: centre, coefficients: coefficients, isGated: isGated,
      relativeBound: relativeBound, side: side)
  }
}
