/// A stretch of the input line with a polynomial for the truth on it and a proven error bound.
///
/// On the cell, with t = x − centre (exact: both are in one binade),
///
///     truth · 2^scale = F(x) · (p(t) + ε),   |ε| ≤ bound,   p(t) = Σ_{k<14} a_k·t^k
///
/// F is 1, x, or x − r for the root r of a derivative: with it the error stays small relative to
/// the truth itself. Documentation/Proof.md has the inequality.
final class Cell: Sendable {
  static let terms = 14
  /// a_0 … a_5 are kept as double-doubles, the rest as doubles.
  static let doubleTerms = 6

  enum Factor: Sendable {
    case one, x
    /// r = r.0 + r.1 + r.2 to within 2^−156.
    case root(Double, Double, Double)
  }

  let factor: Factor
  let centre: Double
  let halfWidth: Double
  let scale: Int
  let high: [Double]
  let low: [Double]
  let bound: Double

  /// - Parameters:
  ///   - coefficients: enclosures of a_0 … a_13, already scaled.
  ///   - remainder: an enclosure of the next coefficient over the whole cell.
  init(
    factor: Factor, centre: Double, halfWidth h: Double, scale: Int, coefficients: [Interval],
    remainder: Interval
  ) {
    self.factor = factor
    self.centre = centre
    self.halfWidth = h
    self.scale = scale
    var high: [Double] = []
    var low: [Double] = []
    // Lagrange: |f − Σ_{k<n} a_k·t^k| ≤ sup|a_n| · h^n.
    var bound = remainder.magnitude * power(h, Cell.terms)
    var sizes = 0.0
    var tail = 0.0
    for (k, a) in coefficients.enumerated() {
      let hk = power(h, k)
      let (value, radius) = a.doubleDouble
      high.append(value.hi)
      if k < Cell.doubleTerms {
        low.append(value.lo)
        bound += radius * hk
      } else {
        bound += (radius + value.lo.magnitude) * hk
        tail += value.hi.magnitude * hk
      }
      sizes += value.hi.magnitude * hk
    }
    // Horner in doubles from a_13 to a_6: γ_14 ≤ 2^−49. Six steps of double-double Horner, each a
    // product off by 3u² and a sum off by 3u² + O(u³) of what it holds: 36u² and a little, below
    // 2^−100 of Σ|a_k|h^k. 2^−1000 covers products that underflow. The last factor covers the
    // roundings of this sum itself.
    bound += tail * 0x1p-49 + sizes * 0x1p-100 + 0x1p-1000
    self.high = high
    self.low = low
    self.bound = bound * (1 + 0x1p-40)
  }

  /// Whether the factor is x.
  var isGated: Bool {
    if case .x = factor { true } else { false }
  }

  /// The polynomial alone.
  @inline(__always) func polynomial(_ t: Double) -> DoubleDouble {
    high.withUnsafeBufferPointer { a in
      low.withUnsafeBufferPointer { b in
        var tail = a[Cell.terms - 1]
        for k in stride(from: Cell.terms - 2, through: Cell.doubleTerms, by: -1) {
          tail = tail * t + a[k]
        }
        var p = DoubleDouble(tail)
        for k in stride(from: Cell.doubleTerms - 1, through: 0, by: -1) {
          p = p * t + DoubleDouble(a[k], b[k])
        }
        return p
      }
    }
  }

  /// The truth at x, times 2^scale.
  func value(_ x: Double) -> Truth {
    let p = polynomial(x - centre)
    switch factor {
    case .one:
      return Truth(p, scale: scale, radius: bound)
    case .x:
      let y = p * x
      return Truth(y, scale: scale, radius: x.magnitude * bound + y.hi.magnitude * 0x1p-100)
    case .root(let r0, let r1, let r2):
      var d = DoubleDouble.sum(x - r0, -r1)
      d = DoubleDouble.fastSum(d.hi, d.lo - r2)
      let y = d * p
      return Truth(
        y, scale: scale,
        radius: d.hi.magnitude * bound * 2 + y.hi.magnitude * 0x1p-98
          + p.hi.magnitude * 0x1p-155)
    }
  }
}

/// h^k, exact for the powers of two that cells use, off by a few units in the last place else.
func power(_ h: Double, _ k: Int) -> Double { (0..<k).reduce(1) { p, _ in p * h } }
