import FloatingPointFormats
import Functions
import Oracle

/// How much a function amplifies errors of its input: what no kernel can avoid.
///
/// κ(x) = |x·f′(x)/f(x)| is the relative change of f for a relative change of x. For GELU it grows
/// as x² on the negative side, and tends to 1 on the other. At the zero of a derivative its own κ is
/// infinite.
package struct Conditioning: Sendable {
  package let oracle: Oracle

  /// - Precondition: a function of the GELU family (f(x) = x + f(−x)), or its first derivative.
  package init(_ oracle: Oracle) {
    precondition(Conditioning.covers(oracle))
    self.oracle = oracle
  }

  /// Whether it is one of those that have a conditioning here.
  package static func covers(_ oracle: Oracle) -> Bool { oracle.isMirrored }

  static let precision = 192

  /// κ at a number, enclosed: lo ≤ κ ≤ hi. At 0 it is the limit: 1 for f, 0 for f′.
  ///
  /// Nil where every format's result is zero (below −65536), at infinities and NaN, and where the
  /// enclosure of the value holds zero.
  package func amplification(at x: Double) -> (lo: Double, hi: Double)? {
    guard x.isFinite, x >= -65536 else { return nil }
    let k = condition(Interval(x, precision: Conditioning.precision))[0].absolute
    return k.isFinite ? k.doubles : nil
  }

  /// The expansion of the signed x·f′(x)/f(x).
  ///
  /// For f = x·g it is 1 + L with L = x·g′/g, regular at 0; and x·f″/f′ = L + x·L′/(1+L), as
  /// f′ = g·(1+L).
  func condition(_ x: Interval) -> [Interval] {
    Interval.prepareThread()
    let d = oracle.derivative
    let t = TaylorSeries(variable: x, order: 2 + d)
    guard let change = gateChange(t) else { return Conditioning.nothingKnown }
    let value = t.constant(.integer(1)) + change
    if d == 0 { return value.coefficients }
    guard !value.coefficients[0].containsZero else { return Conditioning.nothingKnown }
    let (short, slope) = (TaylorSeries(variable: x, order: 2), change.derivative())
    return (change.cut(to: 2) + short * slope / value.cut(to: 2)).coefficients
  }

  /// L = x·g′(x)/g(x). For a gate 1/(1+exp(−z)) it is x·z′·(1−g), and 1 − g(x) = g(−x): narrow
  /// where g itself spans many binades.
  private func gateChange(_ t: TaylorSeries<Interval>) -> TaylorSeries<Interval>? {
    let f = oracle.function
    if let shape = f.definition.logistic {
      let z = LogisticTail(shape)
      let slope = t.constant(.integer(1)) + (t * t).scaled(by: z.cubic.times(.integer(3)))
      return (t * slope * f.gate(-t)).scaled(by: z.factor)
    }
    let g = f.gate(TaylorSeries(variable: t.coefficients[0], order: t.order + 1))
    guard !g.coefficients[0].containsZero else { return nil }
    return t * g.derivative() / g.cut(to: t.order)
  }

  static var nothingKnown: [Interval] {
    [Interval](repeating: Interval(from: -.infinity, to: .infinity, precision: 64), count: 3)
  }

  /// The largest error, in ULP of the exact result, of a correctly rounded f whose input is off by
  /// at most k ULP either way: max |f(x ± k·ulp(x)) − f(x)|/ulp(f(x)) + 1/2, enclosed.
  ///
  /// The first term is the input's error, propagated; a kernel answers for the rest only.
  /// - Parameters:
  ///   - x: the exact input, a value of the format.
  ///   - k: by how many ulp(x) the stored input may differ from it.
  /// - Returns: nil where `amplification` is nil, or where f(x) is zero.
  package func propagatedError(
    at x: Double, in format: FormatName, inputError k: Double
  ) -> (lo: Double, hi: Double)? {
    guard x.isFinite, x >= -65536, x != 0, k.isFinite, k >= 0 else { return nil }
    Interval.prepareThread()
    let parameters = format.parameters
    guard let quantum = try? oracle.ulpExponent(at: x, in: parameters) else { return nil }
    let step = Double(
      sign: .plus, exponent: parameters.ulpExponent(ofBinade: x.exponentFloor), significand: 1)
    let point = Interval(x, precision: Conditioning.precision)
    let off = Interval(k, precision: 192) * Interval(step, precision: 192)
    let error = largestChange(point, off).scaled(by: -quantum) + Interval(0.5, precision: 192)
    return error.isFinite ? error.doubles : nil
  }

  /// max |f(t) − f(x)| for |t − x| ≤ off.
  private func largestChange(_ x: Interval, _ off: Interval) -> Interval {
    let y = oracle.evaluated(x)
    func change(_ t: Interval) -> Interval { (oracle.evaluated(t) - y).absolute }
    let slopes = Oracle(oracle.function, derivative: oracle.derivative + 1)
    let (left, right) = (x - off, x + off)
    let ends = (change(left), change(right))
    let reached = ends.0.lower.larger(ends.1.lower)
    guard slopes.evaluated(left.hull(right)).containsZero else {
      return reached.hull(ends.0.upper.larger(ends.1.upper))
    }
    // Not certainly monotone: 64 parts, each by the mean value theorem.
    let step = off.scaled(by: -5)
    let most = (0..<64).reduce(reached) { most, i in
      let (a, b) = (left + step.times(.integer(i)), left + step.times(.integer(i + 1)))
      return most.larger((change(a) + slopes.evaluated(a.hull(b)).absolute * step).upper)
    }
    return reached.hull(most)
  }

  /// The supremum of κ between two numbers.
  /// - Throws: `AnalysisError` for a maximum too flat to enclose.
  package func supremum(from low: Double, to high: Double) throws -> Supremum {
    precondition(low < high)
    if low == -.infinity { return Supremum(.unbounded, note: "κ → ∞ as x → −∞") }
    let edge = oracle.function.edge
    let (a, b) = (
      Interval(low, precision: Maximiser.precision),
      Interval(min(high, max(edge, low + 1)), precision: Maximiser.precision)
    )
    if oracle.derivative == 1, let root = try oracle.zeros().first, root.overlaps(a.hull(b)) {
      return Supremum(.unbounded, locations: [root], note: "the derivative is zero there")
    }
    var found = try Maximiser(expand: condition).supremum(from: a, to: b)
    guard high > edge else { return Supremum(found, ends: [low, high]) }
    // Where the tail may reach the value too, its bound is in the enclosure, and the place is open.
    let tail = tailBound(from: b)
    if !tail.isBelow(found.value) {
      found = Maximum(value: found.value.hull(tail), places: [])
    }
    return Supremum(found, ends: [low])
  }

  /// An upper bound of κ for all x ≥ X ≥ edge.
  ///
  /// For f, with δ = |f(−X)| and δ′ = |f′(−X)|, which bound |f − x| and |f′ − 1| there:
  /// κ ≤ (1+δ′)/(1−δ/X). For f′, |x·f″(x)| = |x·f″(−x)| over f′ ≥ 1: at most exp(z)·(x·z′)², which
  /// falls where x·z′ > 6 and is under twice its value at the edge (for GELU φ(x)·x³).
  private func tailBound(from x: Interval) -> Interval {
    func size(_ d: Int) -> Interval {
      Oracle(oracle.function, derivative: d).evaluated(-x).absolute
    }
    let one = x.constant(.integer(1))
    if oracle.derivative == 0 { return ((one + size(1)) / (one - size(0) / x)).upper }
    return (size(2) * x).scaled(by: 1).upper
  }
}
