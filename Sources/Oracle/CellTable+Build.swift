import CMPFR
import FloatingPointFormats
import Functions

extension Oracle {
  /// k such that the binade has 2^k cells: at most 1/32 wide, and steepness·halfWidth ≤ 1/8.
  func cellBits(binade e: Int) -> Int {
    let widest = 5 + e
    let steep = Int((function.definition.steepness(at: power2(e + 1)) * 4).exponentFloor) + 1 + e
    return max(0, widest, steep)
  }

  /// The roots of a derivative that lie in cells, each as r0 + r1 + r2, by bisection on certified signs
  /// at 256 bits between the doubles on either side.
  func cellRoots() -> [(Double, Double, Double)] {
    guard derivative > 0 else { return [] }
    return turningPoints(derivative: derivative - 1).filter {
      $0.magnitude >= CellIndex.centralEdge && !(isMirrored && $0 > 0)
    }.map(root)
  }

  /// The root just below a double.
  private func root(below t: Double) -> (Double, Double, Double) {
    func isNegative(_ x: Interval) -> Bool { evaluated(x).isCertainlyNegative }
    var (a, b) = (Interval(t.nextDown, precision: 256), Interval(t, precision: 256))
    let before = isNegative(a)
    for _ in 0..<200 {
      let m = Interval((a + b).scaled(by: -1))
      if isNegative(m) == before { a = m } else { b = m }
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
    if !index.isCentral, let root = roots.first(where: { index.contains($0.0, oracle) }) {
      return rootCell(index, root)
    }
    let (c, h) = (index.centre, index.halfWidth)
    // With a formula for f(x)/x, cells hold that; else only the central one, where the truth is zero.
    let factor: Cell.Factor = oracle.isGated && (hasGate || index.isCentral) ? .x : .one
    let at = series(Interval(c, precision: CellTable.precision), order: Cell.terms - 1, factor)
    let over = series(Interval(from: c - h, to: c + h, precision: 64), order: Cell.terms, factor)
    let scale = CellTable.scale(at[0])
    return Cell(
      factor: factor, centre: c, halfWidth: h, scale: scale,
      coefficients: at.map { $0.scaled(by: scale) },
      remainder: over[Cell.terms].scaled(by: scale))
  }

  /// G(x) = (x − r)·s(x): about r, the coefficients of s are those of G one place down.
  private func rootCell(_ index: CellIndex, _ r: (Double, Double, Double)) -> Cell {
    let p = CellTable.precision
    let exact =
      Interval(r.0, precision: p) + Interval(r.1, precision: p) + Interval(r.2, precision: p)
    let slack = Interval(from: -0x1p-156, to: 0x1p-156, precision: p)
    let root = exact + slack
    let about = Array(oracle.series(root, order: Cell.terms).dropFirst())
    let (c, h) = (index.centre, index.halfWidth)
    let over = oracle.series(Interval(from: c - h, to: c + h, precision: 64), order: Cell.terms + 1)
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

  /// The coefficients of the truth without its factor.
  private func series(_ x: Interval, order: Int, _ factor: Cell.Factor) -> [Interval] {
    guard case .x = factor else { return oracle.series(x, order: order) }
    if hasGate,
      let gate = oracle.function.definition.gate(TaylorSeries(variable: x, order: order))
    {
      return gate.coefficients
    }
    // About zero the coefficients are the truth's one place down, remainder included.
    return Array(oracle.series(x, order: order + 1).dropFirst())
  }

  /// What brings a small truth back to about 1: zero for anything above 2^−200, and
  /// at most 900, so that 2^scale and everything of the truth's size times it are normal doubles.
  private static func scale(_ a: Interval) -> Int {
    let e = a.lo.isZero ? 0 : a.lo.exponentFloor
    return e < -200 ? min(900, -e / 50 * 50) : 0
  }
}

extension Oracle {
  /// The coefficients of the truth on the curved branch: those of f, differentiated.
  func series(_ x: Interval, order: Int) -> [Interval] {
    let f = function.definition.curve(TaylorSeries(variable: x, order: order + derivative))
    return (0..<derivative).reduce(f) { g, _ in g.derivative() }.coefficients
  }
}

extension CellIndex {
  func contains(_ x: Double, _ oracle: Oracle) -> Bool {
    x.magnitude >= CellIndex.centralEdge && CellIndex(containing: x, oracle) == self
  }
}
