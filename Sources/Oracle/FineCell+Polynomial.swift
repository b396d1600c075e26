import FloatingPointFormats
import Functions

extension TruthSource {
  /// The cell of a polynomial branch; nil on a curved one.
  func polynomialCell(at x: Double) -> FineCell? {
    guard isPolynomial(x) else { return nil }
    let branches = oracle.function.branches
    guard let i = branches.firstIndex(where: { $0.contains(x) }),
      let p = branches[i].polynomial?.derivative(oracle.derivative)
    else { return nil }
    let low = i == 0 ? -.infinity : branches[i - 1].through
    let (from, to) = x > 0 ? (low, branches[i].through) : (-branches[i].through, -low)
    if let bent = BentPolynomial(p) { return bent.cell(at: x, from: max(0, from), to: to) }
    let c = p.numerators.map { Double($0) / Double(p.denominator) }
    // 0·x is a zero of the sign of x.
    let isNegativeZero = p.isConstant && c.count > 1 && x < 0
    return FineCell(
      from: max(0, from), to: to, centre: 0,
      coefficients: isNegativeZero
        ? [-0.0] + constant(0).dropFirst() : constant(p.isConstant ? c[0] : c[1]),
      isGated: !p.isConstant, relativeBound: p.denominator == 1 ? 0 : 0x1p-51, side: 0)
  }
}

extension BentPolynomial {
  /// The cell around x of a branch that holds where `from` ≤ |x| < `to` on its side of zero. Cells halve
  /// towards the root of q_0 + q_1·x.
  fileprivate func cell(at x: Double, from: Double, to: Double) -> FineCell {
    let (m, isNegative) = (x.magnitude, x < 0)
    if isGated, let lead {
      for (low, high) in [(0, CellTable.tiny), (CellTable.tiny, FineCell.constantEdge)]
      where low <= m && m < high {
        return FineCell(
          from: low, to: high, centre: 0, coefficients: [lead] + Array(repeating: 0, count: 6),
          isGated: true, relativeBound: high * (q1 / q0).magnitude * (1 + 0x1p-40),
          side: low == 0 ? q1 > 0 ? 1 : -1 : 0)
      }
    }
    var (low, high) = stretch(m, isNegative)
    (low, high) = (
      max(low, isGated && lead != nil ? FineCell.constantEdge : 0, from), min(high, to)
    )
    let (middle, h) = ((low + high) / 2, (high - low) / 2)
    let centre = isNegative ? -middle : middle
    let (a0, a1) = ((q0 + q1 * centre) / d, q1 / d)
    // Each coefficient is rounded at most thrice, Horner's rule and the product with x at most five times;
    // 2^−50 of the sizes is twice that.
    let bound = ((q0.magnitude + q1.magnitude * high) / d) * 0x1p-50
    let least = a0.magnitude - a1.magnitude * h
    let isRoot = least <= bound
    return FineCell(
      from: low, to: high, centre: centre, coefficients: [a0, a1] + Array(repeating: 0, count: 5),
      isGated: isGated, relativeBound: isRoot ? .infinity : bound / (least - bound) + 0x1p-52,
      side: 0)
  }

  /// The magnitudes whose distance to the root is in the same binade; all, where it is on the other side.
  private func stretch(_ m: Double, _ isNegative: Bool) -> (low: Double, high: Double) {
    let root = (isNegative ? q0 : -q0) / q1
    guard root > 0 else { return (0, .infinity) }
    let least = root * 0x1p-40
    guard (m - root).magnitude > least else {
      return (root - least, (root + least).nextUp)
    }
    // The least distance times a power of two: two of them are the ends.
    var near = least
    if m < root {
      while root - 2 * near > m { near *= 2 }
      return (root - 2 * near, root - near)
    }
    while root + 2 * near <= m { near *= 2 }
    return (root + near, root + 2 * near)
  }
}
