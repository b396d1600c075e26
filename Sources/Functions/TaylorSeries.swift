/// A truncated power series Σ c_k·t^k over any arithmetic: one evaluation of a definition on
/// centre + t gives all derivatives, f^(k)/k! being the coefficient c_k.
///
/// Over intervals the coefficients enclose those of every centre in the interval, which is what
/// Lagrange's remainder asks for. Coefficients known to be zero from some place on are not stored,
/// so that polynomials of low degree cost little.
/// Recurrences: Griewank and Walther, *Evaluating Derivatives*, 13.2.
package struct TaylorSeries<Coefficient: Arithmetic>: Arithmetic {
  /// c_0 … c_d with d ≤ order; the rest are zero.
  private let stored: [Coefficient]
  package let order: Int

  package init(_ stored: [Coefficient], order: Int) {
    self.stored = Array(stored.prefix(order + 1))
    self.order = order
  }

  /// The variable itself, centre + t, to the given order.
  package init(variable centre: Coefficient, order: Int) {
    self.init([centre, centre.constant(.integer(1))], order: order)
  }

  /// c_0 … c_order.
  package var coefficients: [Coefficient] {
    let zero = stored[0].constant(.integer(0))
    return stored + [Coefficient](repeating: zero, count: order + 1 - stored.count)
  }

  package var isCertainlyNegative: Bool { stored[0].isCertainlyNegative }

  /// Beyond an end a constant; around one the slope is anything from none to its own.
  package func clamped(to range: ClosedRange<Int>) -> TaylorSeries {
    let centre = stored[0].clamped(to: range)
    let below = stored[0] - stored[0].constant(.integer(range.lowerBound))
    let above = stored[0].constant(.integer(range.upperBound)) - stored[0]
    if below.isCertainlyNegative || above.isCertainlyNegative {
      return TaylorSeries([centre], order: order)
    }
    if (-below).isCertainlyNegative && (-above).isCertainlyNegative { return self }
    let zero = stored[0].constant(.integer(0))
    return TaylorSeries([centre] + stored.dropFirst().map { $0.hull(zero) }, order: order)
  }

  package func hull(_ other: TaylorSeries) -> TaylorSeries {
    TaylorSeries(zip(coefficients, other.coefficients).map { $0.hull($1) }, order: order)
  }

  private func map(_ f: (Coefficient) -> Coefficient) -> TaylorSeries {
    TaylorSeries(stored.map(f), order: order)
  }

  private static func combined(
    _ a: TaylorSeries, _ b: TaylorSeries, _ both: (Coefficient, Coefficient) -> Coefficient,
    _ second: (Coefficient) -> Coefficient
  ) -> TaylorSeries {
    let (m, n) = (a.stored.count, b.stored.count)
    let common = zip(a.stored, b.stored).map(both)
    return TaylorSeries(
      common + (m > n ? Array(a.stored[n...]) : b.stored[m...].map(second)), order: a.order)
  }

  /// Σ a_i·b_{k−i} over the stored coefficients, from i = `first` on; nil if there are none.
  private static func convolution(
    _ a: [Coefficient], _ b: [Coefficient], at k: Int, from first: Int = 0
  ) -> Coefficient? {
    let (low, high) = (max(first, k - b.count + 1), min(k, a.count - 1))
    guard low <= high else { return nil }
    return (low..<high).reduce(a[high] * b[k - high]) { $0 + a[$1] * b[k - $1] }
  }

  package static func + (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    combined(a, b, +, { $0 })
  }

  package static func - (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    combined(a, b, -, { -$0 })
  }

  package static prefix func - (a: TaylorSeries) -> TaylorSeries { a.map { -$0 } }

  package static func * (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    let count = min(a.order + 1, a.stored.count + b.stored.count - 1)
    return TaylorSeries(
      (0..<count).compactMap { convolution(a.stored, b.stored, at: $0) }, order: a.order)
  }

  /// q with q·b = a: q_k = (a_k − Σ_{i≥1} b_i·q_{k−i}) / b_0.
  package static func / (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    if b.stored.count == 1 { return a.map { $0 / b.stored[0] } }
    let zero = a.stored[0].constant(.integer(0))
    var q: [Coefficient] = []
    for k in 0...a.order {
      let head = k < a.stored.count ? a.stored[k] : zero
      let rest = convolution(b.stored, q, at: k, from: 1).map { head - $0 } ?? head
      q.append(rest / b.stored[0])
    }
    return TaylorSeries(q, order: a.order)
  }

  /// e = exp(u) from e′ = u′·e: k·e_k = Σ_{i<k} (u′)_i·e_{k−1−i}.
  package func exp() -> TaylorSeries {
    let slope = derivative().stored
    var e = [stored[0].exp()]
    for k in stride(from: 1, through: order, by: 1) {
      e.append(integrated(TaylorSeries.convolution(slope, e, at: k - 1), k))
    }
    return TaylorSeries(e, order: order)
  }

  /// exp(u) but for the first coefficient.
  package func expm1() -> TaylorSeries {
    TaylorSeries([stored[0].expm1()] + exp().stored.dropFirst(), order: order)
  }

  /// log(1 + u) from its derivative u′/(1 + u).
  package func log1p() -> TaylorSeries {
    let one = constant(.integer(1))
    let slope = TaylorSeries(derivative().stored, order: order) / (one + self)
    return TaylorSeries([stored[0].log1p()] + slope.integral(to: order), order: order)
  }

  /// erfc(u) from erfc(u)′ = −(2/√π)·exp(−u²)·u′.
  package func erfc() -> TaylorSeries {
    TaylorSeries([stored[0].erfc()] + bell.integral(to: order).map { -$0 }, order: order)
  }

  package func erf() -> TaylorSeries {
    TaylorSeries([stored[0].erf()] + bell.integral(to: order), order: order)
  }

  /// (2/√π)·exp(−u²)·u′.
  private var bell: TaylorSeries {
    let bell = (-(self * self)).exp().times(.twoOverSqrtPi)
    return TaylorSeries(derivative().stored, order: order) * bell
  }

  /// The coefficients of the integral from the first power on.
  private func integral(to order: Int) -> [Coefficient] {
    stride(from: 1, through: order, by: 1).map { k in
      integrated(k <= stored.count ? stored[k - 1] : nil, k)
    }
  }

  private func integrated(_ c: Coefficient?, _ k: Int) -> Coefficient {
    let divisor = stored[0].constant(.integer(k))
    return (c ?? stored[0].constant(.integer(0))) / divisor
  }

  /// The series of the derivative, one order shorter.
  package func derivative() -> TaylorSeries {
    guard stored.count > 1 else {
      return TaylorSeries([stored[0].constant(.integer(0))], order: max(0, order - 1))
    }
    return TaylorSeries(
      (1..<stored.count).map { stored[$0].times(.integer($0)) }, order: order - 1)
  }

  package func constant(_ c: Constant) -> TaylorSeries {
    TaylorSeries([stored[0].constant(c)], order: order)
  }

  package func times(_ c: Constant) -> TaylorSeries { map { $0.times(c) } }
}
