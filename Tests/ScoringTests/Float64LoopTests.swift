import CHotLoop
import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// The vector loop of float64 against MPFR, against its baseline build, and against the judge.
@Suite struct Float64LoopTests {
  static let oracles = Function.tabulated.filter { !$0.isPiecewiseLinear }
    .flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }

  typealias Loop = (
    UnsafePointer<Double>, UnsafePointer<Double>, Int64, UnsafePointer<hot_wide_cell>,
    UnsafeMutablePointer<hot_result>
  ) -> Void

  /// Random cells, each with inputs all over it and outputs some units from the truth.
  private func forEachCell(
    _ oracle: Oracle, _ count: Int, seed: UInt64,
    _ body: (WideCell, [Double], [Double]) throws -> Void
  ) throws {
    let source = TruthSource(oracle)
    var random = SplitMix64(seed: seed)
    for i in 0..<count {
      let far = i % 3 == 0 ? 1 : i % 3 == 1 ? 8 : source.wideRange(at: -1).to * 0.999
      let x = Double.random(in: -far...min(far, 9), using: &random)
      guard x.magnitude > 0x1p-20, let cell = source.wideCell(at: x) else { continue }
      let ends = x < 0 ? (-cell.to).nextUp...(-cell.from) : cell.from...cell.to.nextDown
      let xs = (0..<24).map { k in
        k == 0 ? ends.lowerBound : k == 1 ? ends.upperBound : .random(in: ends, using: &random)
      }.sorted()
      let ys = try xs.map { x in
        let right = try oracle.rounded(at: x, to: Double.self)
        return Double(ordinal: right.ordinal + Int.random(in: -3...3, using: &random))
      }
      try body(cell, xs, ys)
    }
  }

  private func errors(_ cell: WideCell, _ x: [Double], _ y: [Double], _ loop: Loop) -> [Double?] {
    var filled = hot_wide_cell(cell, flushing: false, direction: 0, bounded: false)
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    // One in front, as the loop looks at the pair before.
    loop([x[0]] + x, [y[0]] + y, Int64(x.count + 1), &filled, result)
    let open = Set(
      (0..<Int(result.pointee.exceptions)).map { k in
        withUnsafeBytes(of: &result.pointee.exception) {
          Int($0.loadUnaligned(fromByteOffset: 2 * k, as: UInt16.self))
        }
      })
    return withUnsafeBytes(of: &result.pointee.e) { raw in
      let e = raw.bindMemory(to: Double.self)
      return (1...x.count).map { open.contains($0) ? nil : e[$0] }
    }
  }

  /// e from the cell, and e from MPFR, within the cell's slack.
  private func misses(_ oracle: Oracle, _ cell: WideCell, _ x: [Double], _ y: [Double]) throws
    -> Int
  {
    let slack = hot_wide_cell(cell, flushing: false, direction: 0, bounded: false).slack
    return try zip(zip(x, y), errors(cell, x, y, hot_float64)).count { pair, e in
      guard let e else { return false }
      let (lo, hi) = try oracle.ulpError(of: pair.1, at: pair.0, in: FormatName.float64.parameters)
      return e < lo - slack || e > hi + slack
    }
  }

  @Test(arguments: oracles) func errorsAreWithinTheSlack(_ oracle: Oracle) throws {
    var (cells, decided) = (0, 0)
    try forEachCell(oracle, 40, seed: 11) { cell, x, y in
      cells += 1
      let missed = try misses(oracle, cell, x, y)
      #expect(missed == 0, "cell at \(cell.centre.hexFloat)")
      decided += errors(cell, x, y, hot_float64).count { $0 != nil }
    }
    // Few are left open: subnormal results, and errors beside the edge of a bin.
    #expect(cells > 25 && decided > cells * 24 * 8 / 10)
  }

  @Test(arguments: oracles) func everyBuildGivesTheSameBits(_ oracle: Oracle) throws {
    try forEachCell(oracle, 40, seed: 12) { cell, x, y in
      let best = errors(cell, x, y, hot_float64).map { $0?.bitPattern }
      #expect(best == errors(cell, x, y, hot_float64_baseline).map { $0?.bitPattern })
    }
  }

  /// A coefficient off by 2^−50 of itself, and a centre off by a unit, are seen.
  @Test func wrongCellsAreSeen() throws {
    let oracle = Oracle(.gelu)
    var seen = 0
    var planted = 0
    try forEachCell(oracle, 30, seed: 13) { cell, x, y in
      var high = cell.high
      high[0] *= 1 + 0x1p-50
      let mutants = [
        cell.with(high: high), cell.with(centre: cell.centre.nextUp),
        cell.with(low: cell.low.map { -$0 }),
      ]
      for mutant in mutants {
        planted += 1
        if try misses(oracle, mutant, x, y) > 0 { seen += 1 }
      }
    }
    #expect(planted > 60 && seen >= planted * 9 / 10, "\(seen) of \(planted)")
  }

  /// The whole score, whichever judges: sound kernels and riddled ones.
  @Test(
    arguments: ["erf", "erfc", "erf-backward", "tanh", "quick", "silu", "relu"], [false, true])
  func agreesWithTheJudge(_ name: String, _ isRiddled: Bool) throws {
    var kernel: any Kernel<Double> = try Catalogue.kernel(named: name, for: Double.self)
    if isRiddled { kernel = riddled(kernel) }
    let oracle = Oracle(kernel.description.target)
    for flush in isRiddled ? [FlushModel.none, .ftz] : [.none] {
      var options = ScoringOptions(inputs: .sample(count: 4000, seed: 3), flush: flush)
      var fast = try score(kernel, against: oracle, options)
      options.usesHotLoop = false
      let slow = try score(kernel, against: oracle, options)
      #expect(slow.rungs.polynomial == 0)
      #expect(oracle.function.isPiecewiseLinear || fast.rungs.polynomial > 1600)
      expectSame(&fast, slow)
    }
  }
}

extension WideCell {
  fileprivate func with(
    centre: Double? = nil, high: [Double]? = nil, low: [Double]? = nil
  ) -> WideCell {
    var changed = self
    changed.centre = centre ?? changed.centre
    changed.high = high ?? changed.high
    changed.low = low ?? changed.low
    return changed
  }
}
