import FloatingPointFormats
import Functions

/// (Σ n_k·x^k)/d at a double: a constant, a line c·x, or x·(n_1 + n_2·x)/d and its derivative.
struct PolynomialTruth: Sendable {
  private let coefficients: [DoubleDouble]
  private let isExact: Bool
  private let bent: BentPolynomial?
  let polynomial: Polynomial

  init(_ p: Polynomial) {
    polynomial = p
    MPFloat.widenExponents()
    coefficients = p.numerators.map { n in
      let y = Interval(1, precision: 128).times(.integer(n))
      return (y / y.constant(.integer(p.denominator))).doubleDouble.value
    }
    isExact = p.isLinear && p.denominator == 1
    bent = BentPolynomial(p)
  }

  func truth(at x: Double) -> Truth {
    if let bent { return bent.truth(at: x) }
    let c = coefficients
    if isExact {
      // A multiple of x or a constant, not both: 0, ±1 or x.
      return Truth(exactly: c.count > 1 ? c[1].hi * x : c[0].hi)
    }
    if polynomial.isConstant { return Truth(c[0], scale: 0, radius: c[0].hi.magnitude * 0x1p-105) }
    // Scaled out of the ranges where a product of halves would over- or underflow.
    let scale = x.magnitude > 1 ? -300 : 300
    let y = c[1] * (x * power2(scale))
    return Truth(y, scale: scale, radius: y.hi.magnitude * 0x1p-103)
  }
}

/// F·(q_0 + q_1·x)/d with q_0 and q_1 not zero, F being x or 1: what bends, and its derivative.
struct BentPolynomial: Sendable {
  let isGated: Bool
  let q0, q1, d: Double
  /// 1/d.
  private let reciprocal: DoubleDouble

  /// Nil for a constant and for a multiple of x.
  /// - Precondition: at most a square, and then no constant.
  init?(_ p: Polynomial) {
    let n = p.numerators.map(Double.init)
    let isGated = n[0] == 0
    let q = isGated ? Array(n.dropFirst()) : n
    guard q.count > 1, q.dropFirst().contains(where: { $0 != 0 }) else { return nil }
    precondition(q.count == 2 && q[0] != 0, "a polynomial that no rung has cells for")
    self.isGated = isGated
    (q0, q1, d) = (q[0], q[1], Double(p.denominator))
    let one = Interval(1, precision: 128)
    reciprocal = (one / one.constant(.integer(p.denominator))).doubleDouble.value
  }

  /// q_0/d, where that is a double: F·c is then the truth near zero, and results may lie beside midpoints
  /// of a format.
  var lead: Double? { (q0 / d) * d == q0 && (q0 / d).significand == 1 ? q0 / d : nil }

  /// The sum q_0 + q_1·x is off by at most 4·2^−106 of itself, the two products that follow by 12·2^−106:
  /// Documentation/Proof.md.
  func truth(at x: Double) -> Truth {
    if isGated, x.magnitude < CellTable.tiny, let lead { return tiny(x, lead) }
    // Nearer to zero the product may be off by 2^−1070, which nothing notices beside q_0.
    let q = DoubleDouble.product(q1, x) + DoubleDouble(q0)
    guard q.hi != 0 else { return Truth(exactly: 0) }
    let y = q * reciprocal
    guard isGated else { return Truth(y, scale: 0, radius: y.hi.magnitude * 0x1p-100) }
    let product = y * (x * 0x1p200)
    return Truth(product, scale: 200, radius: product.hi.magnitude * 0x1p-100)
  }

  /// c·x and a little more: q_1·x²/d, on one side.
  private func tiny(_ x: Double, _ c: Double) -> Truth {
    let line = x * (c * 0x1p200)
    let width =
      x == 0
      ? 0
      : max(
        line.magnitude * (x.magnitude * (q1 / q0).magnitude) * (1 + 0x1p-40), .leastNonzeroMagnitude
      )
    return Truth(
      DoubleDouble(line), scale: 200, below: q1 > 0 ? 0 : width, above: q1 > 0 ? width : 0)
  }
}
