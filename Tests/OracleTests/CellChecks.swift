import FloatingPointFormats
import Functions
import TestSupport

@testable import Oracle

/// The arguments at which tables are compared with multiple precision.
enum CellArguments {
  /// Anywhere: where cells are, where results vanish, and any encoding.
  static func random(_ source: TruthSource, count: Int) -> [Double] {
    var random = SplitMix64(seed: 1)
    let any = (0..<count).map { i in
      switch i % 4 {
      case 0: Double.random(in: -16...16, using: &random)
      case 1: -Double.random(in: 0...1, using: &random) * source.reach
      case 2:
        Double.random(in: -1...1, using: &random) * power2(-Int.random(in: 3...70, using: &random))
      default: Double(bitPattern: random.next())
      }
    }
    return any.filter(\.isFinite)
  }

  /// Closer and closer to the zero of f′ and of f″, from both sides, on both sides of zero.
  static func turns(_ oracle: Oracle) -> [Double] {
    guard !oracle.function.isPiecewiseLinear else { return [] }
    let turns = [0, 1].flatMap { Oracle(oracle.function).turningPoints(derivative: $0) }
    return turns.flatMap { r in
      let near = (1...60).flatMap { [r + power2(-$0), r - power2(-$0)] }
      return near + near.map { -$0 } + [r.nextUp, r, r.nextDown, -r]
    }
  }

  /// Both sides of the borders of cells from −2^−7 to −40: all of them down to −8, every
  /// `stride`-th beyond.
  static func borders(_ source: TruthSource, stride: Int) -> [Double] {
    let oracle = source.oracle
    guard !oracle.function.isPiecewiseLinear else { return [] }
    return (-7...5).flatMap { e -> [Double] in
      let parts = 1 << oracle.cellBits(binade: e)
      return Swift.stride(from: 0, to: parts, by: e < 3 ? 1 : stride).flatMap { part in
        let x = -power2(e) * (1 + Double(part) / Double(parts))
        return [x, x.nextUp]
      }
    }.filter { $0 >= -40 }
  }

  /// Where one way of answering ends and another begins, for any format; and the ends of the line.
  static func edges(_ source: TruthSource) -> [Double] {
    let edges = [
      CellIndex.centralEdge, CellTable.tiny, FineCell.constantEdge, source.reach,
      .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 3 * 0x1p-1074, 16,
      Oracle.saturationEdge,
    ]
    let both = edges.flatMap { [$0.nextDown, $0, $0.nextUp] }.filter(\.isFinite)
    return both + both.map { -$0 }
  }
}

extension TruthSource {
  /// Beyond this results vanish.
  var reach: Double { oracle.function.isPiecewiseLinear ? 100 : saturations.left.edge }
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

  /// The larger half-width beside the value.
  var relativeBound: Double { max(below, above) / hi.magnitude }
}

/// Compares truths with enclosures at 256 bits, which are far narrower.
func truthFailures(
  _ oracle: Oracle, at arguments: [Double], _ truth: (Double) -> Truth
) -> Failures {
  var failures = Failures()
  for x in arguments {
    let t = truth(x)
    let exact = oracle.enclosure(at: x, precision: 256).interval
    failures.check(
      t.encloses(exact),
      "\(oracle.function.name)/\(oracle.derivative) at \(x.hexFloat): "
        + "(\(t.hi.hexFloat) + \(t.lo.hexFloat))·2^\(-t.scale) −\(t.below) +\(t.above), "
        + "exactly \(exact.lo.decimal(digits: 40))")
  }
  return failures
}
