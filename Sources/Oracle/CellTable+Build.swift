import CMPFR
import FloatingPointFormats
import Functions

extension Oracle {
  /// An upper estimate of |f′/f| on the binade below −2^e, which sets how narrow cells must be.
  /// Only a choice: the bound proven for each cell holds whatever is chosen here.
  private func steepness(binade e: Int) -> Double {
    let x = min(power2(e + 1), edgeEstimate)
    switch function.kind {
    case .gelu: return x * 0.999
    case .geluTanh: return 1.6 * scaleRatio * (1 + 3 * function.cubic.double * x * x)
    default: return 1.702 * scaleRatio
    }
  }

  private var scaleRatio: Double {
    guard case .decimal(let d) = function.scale else { return 1 }
    return function.kind == .geluTanh ? d.double / 0.79788456 : d.double / 1.702
  }

  private var edgeEstimate: Double { function.kind == .geluTanh ? 24 : 1024 }

  /// k such that the binade has 2^k cells: at most 1/32 wide, and steepness·halfWidth ≤ 1/8.
  func cellBits(binade e: Int) -> Int {
    let widest = 5 + e
    let steep = Int((steepness(binade: e) * 4).exponentFloor) + 1 + e
    return max(0, widest, steep)
  }

  /// Where |f| and |f′| stay below 2^exponent, found by evaluation: both fall in magnitude from
  /// their last extremum on (checked in the tests).
  func saturation(below exponent: Int) -> Saturation {
    func isBeyond(_ x: Double) -> Bool {
      (0...1).allSatisfy {
        let y = Oracle(function, derivative: $0).enclosure(at: -x, precision: 64).interval
        return max(y.lo.exponentFloor, y.hi.exponentFloor) < exponent
      }
    }
    var step = 16.0
    while !isBeyond(step) { step *= 2 }
    var x = step
    while step > 1 {
      step /= 2
      if isBeyond(x - step) { x -= step }
    }
    return Saturation(edge: x, exponent: exponent)
  }

  /// The root of the derivative on the negative side as r0 + r1 + r2, by bisection on certified
  /// signs at 256 bits.
  func negativeRoot() -> (Double, Double, Double) {
    func sign(_ x: Interval) -> Int {
      let y = evaluated(x)
      return y.isCertainlyNegative ? -1 : y.isCertainlyPositive ? 1 : 0
    }
    let edge = Interval(-32 * function.gridStep, precision: 256)
    var (a, b) = (edge, Interval(0, precision: 256))
    for _ in 0..<200 {
      let m = Interval((a + b).scaled(by: -1))
      if sign(m) < 0 { a = m } else { b = m }
    }
    let r0 = b.doubles.lo
    let one = b - Interval(r0, precision: 256)
    let r1 = one.doubles.lo
    let two = one - Interval(r1, precision: 256)
    return (r0, r1, two.doubles.lo)
  }
}

extension Interval {
  /// The lower end of another interval, as a point.
  fileprivate init(_ other: Interval) { self.init(lo: other.lo, hi: other.lo) }
}

extension CellTable {
  private static let precision = 192

  /// Coefficients at the centre, and Lagrange's remainder over the whole cell.
  func build(_ index: CellIndex) -> Cell {
    MPFloat.widenExponents()
    if let root, !index.isCentral, index.contains(root.0, oracle) { return rootCell(index, root) }
    let (c, h) = (index.centre, index.halfWidth)
    let at = series(Interval(c, precision: CellTable.precision), order: Cell.terms - 1)
    let over = series(Interval(from: c - h, to: c + h, precision: 64), order: Cell.terms)
    let scale = CellTable.scale(at[0])
    return Cell(
      factor: oracle.derivative == 0 ? .x : .one, centre: c, halfWidth: h, scale: scale,
      coefficients: at.map { $0.scaled(by: scale) },
      remainder: over[Cell.terms].scaled(by: scale))
  }

  /// f′(x) = (x − r)·s(x): about r, the coefficients of s are those of f′ one place down.
  private func rootCell(_ index: CellIndex, _ r: (Double, Double, Double)) -> Cell {
    let p = CellTable.precision
    let exact =
      Interval(r.0, precision: p) + Interval(r.1, precision: p) + Interval(r.2, precision: p)
    let slack = Interval(from: -0x1p-156, to: 0x1p-156, precision: p)
    let root = exact + slack
    let about = Array(series(root, order: Cell.terms).dropFirst())
    let (c, h) = (index.centre, index.halfWidth)
    let over = series(Interval(from: c - h, to: c + h, precision: 64), order: Cell.terms + 1)
    // Moved from r to the double r.0, so that t = x − r.0 is exact.
    let moved = CellTable.shifted(about, by: Interval(r.0, precision: p) - root)
    return Cell(
      factor: .root(r.0, r.1, r.2), centre: r.0, halfWidth: h + (c - r.0).magnitude + 0x1p-53,
      scale: 0, coefficients: moved, remainder: over[Cell.terms + 1])
  }

  /// The coefficients of a(t + d).
  private static func shifted(_ a: [Interval], by d: Interval) -> [Interval] {
    var b = a
    for i in 0..<b.count - 1 {
      for k in (i..<b.count - 1).reversed() { b[k] = b[k] + d * b[k + 1] }
    }
    return b
  }

  /// The gate's coefficients for a value, those of f′ for a derivative.
  private func series(_ x: Interval, order: Int) -> [Interval] {
    if oracle.derivative == 0 {
      return oracle.function.gate(TaylorSeries(variable: x, order: order)).coefficients
    }
    return oracle.function.value(TaylorSeries(variable: x, order: order + 1))
      .derivative().coefficients
  }

  /// What brings a small truth back to about 1: zero for anything above 2^−200, and
  /// at most 900, so that 2^scale and everything of the truth's size times it are normal doubles.
  private static func scale(_ a: Interval) -> Int {
    let e = a.lo.isZero ? 0 : a.lo.exponentFloor
    return e < -200 ? min(900, -e / 50 * 50) : 0
  }
}

extension CellIndex {
  func contains(_ x: Double, _ oracle: Oracle) -> Bool {
    x <= -CellIndex.centralEdge && CellIndex(containing: x, oracle) == self
  }
}
