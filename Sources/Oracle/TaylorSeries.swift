/// A truncated power series Σ c_k·t^k over any arithmetic: one evaluation of a definition on
/// centre + t gives all derivatives, f^(k)/k! being the coefficient c_k.
///
/// Over intervals the coefficients enclose those of every centre in the interval, which is what
/// Lagrange's remainder asks for. Recurrences: Griewank and Walther, *Evaluating Derivatives*, 13.2.
public struct TaylorSeries<Coefficient: Arithmetic>: Arithmetic {
  public let coefficients: [Coefficient]

  init(_ coefficients: [Coefficient]) { self.coefficients = coefficients }

  /// The variable itself, centre + t, to the given order.
  public init(variable centre: Coefficient, order: Int) {
    let zero = centre.constant(.integer(0))
    var c = [Coefficient](repeating: zero, count: order + 1)
    c[0] = centre
    if order > 0 { c[1] = centre.constant(.integer(1)) }
    coefficients = c
  }

  public var order: Int { coefficients.count - 1 }
  public var isCertainlyNegative: Bool { coefficients[0].isCertainlyNegative }

  /// The series of the derivative, one order shorter.
  public func derivative() -> TaylorSeries {
    TaylorSeries((1...order).map { coefficients[$0].times(.integer($0)) })
  }

  public static func + (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    TaylorSeries(zip(a.coefficients, b.coefficients).map { $0 + $1 })
  }

  public static func - (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    TaylorSeries(zip(a.coefficients, b.coefficients).map { $0 - $1 })
  }

  public static prefix func - (a: TaylorSeries) -> TaylorSeries {
    TaylorSeries(a.coefficients.map { -$0 })
  }

  public static func * (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    TaylorSeries(
      a.coefficients.indices.map { k in
        (1..<k + 1).reduce(a.coefficients[0] * b.coefficients[k]) {
          $0 + a.coefficients[$1] * b.coefficients[k - $1]
        }
      })
  }

  /// q with q·b = a: q_k = (a_k − Σ_{i<k} q_i·b_{k−i}) / b_0.
  public static func / (a: TaylorSeries, b: TaylorSeries) -> TaylorSeries {
    var q: [Coefficient] = []
    for k in a.coefficients.indices {
      let rest = q.indices.reduce(a.coefficients[k]) {
        $0 - q[$1] * b.coefficients[k - $1]
      }
      q.append(rest / b.coefficients[0])
    }
    return TaylorSeries(q)
  }

  /// e = exp(u) from e′ = u′·e: e_k = (1/k)·Σ_{i=1…k} i·u_i·e_{k−i}.
  public func exp() -> TaylorSeries {
    solving(initial: coefficients[0].exp()) { slope, e, k in
      (2..<k + 1).reduce(slope[0] * e[k - 1]) { $0 + slope[$1 - 1] * e[k - $1] }
    }
  }

  /// erfc(u) from erfc(u)′ = −(2/√π)·exp(−u²)·u′.
  public func erfc() -> TaylorSeries {
    let bell = (-(self * self)).exp().times(.twoOverSqrtPi).coefficients
    return solving(initial: coefficients[0].erfc()) { slope, _, k in
      -(2..<k + 1).reduce(slope[0] * bell[k - 1]) { $0 + slope[$1 - 1] * bell[k - $1] }
    }
  }

  /// A series from the coefficients of its derivative: `next(u′, known, k)` is k times the k-th.
  private func solving(
    initial: Coefficient, next: ([Coefficient], [Coefficient], Int) -> Coefficient
  ) -> TaylorSeries {
    var known = [initial]
    guard order > 0 else { return TaylorSeries(known) }
    let slope = derivative().coefficients
    for k in 1...order {
      known.append(next(slope, known, k) / initial.constant(.integer(k)))
    }
    return TaylorSeries(known)
  }

  public func constant(_ c: Constant) -> TaylorSeries {
    let zero = coefficients[0].constant(.integer(0))
    return TaylorSeries(
      [coefficients[0].constant(c)] + [Coefficient](repeating: zero, count: order))
  }

  public func times(_ c: Constant) -> TaylorSeries {
    TaylorSeries(coefficients.map { $0.times(c) })
  }
}
