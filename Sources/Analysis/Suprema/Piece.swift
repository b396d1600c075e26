import Functions
import Oracle

/// A stretch of the line on which a gate is smooth.
struct Piece: Sendable {
  let from, to: Joint
  let gate: Gate
}

/// Where two pieces meet.
enum Joint: Sendable {
  case minusInfinity, infinity, zero
  /// A decimal, and √2 times one; 0 if the text is no decimal.
  case decimal(String), rootTwoTimes(String)

  /// An enclosure; nil at infinity.
  func position(precision: Int) -> Interval? {
    func number(_ text: String) -> Interval {
      DecimalConstant(text).map { Interval($0, precision: precision) }
        ?? Interval(0, precision: precision)
    }
    switch self {
    case .minusInfinity, .infinity: return nil
    case .zero: return Interval(0, precision: precision)
    case .decimal(let d): return number(d)
    case .rootTwoTimes(let d): return number(d).times(.sqrtHalf).scaled(by: 1)
    }
  }
}

/// γ on one piece, generic over its numbers like the functions themselves.
enum Gate: Sendable {
  case function(Function)
  case zero, one
  /// (x+1.58)/3.16
  case ramp
  /// 0.1444·(z+1.769)² where it rises from 0, 1 − 0.1444·(z−1.769)² where it goes on to 1;
  /// z = x/√2, 0.1444 = 0.2888/2.
  case parabola(rising: Bool)

  func callAsFunction<A: Arithmetic>(_ x: A) -> A {
    switch self {
    case .function(let f): return f.gate(x)
    case .zero: return x.constant(.integer(0))
    case .one: return x.constant(.integer(1))
    case .ramp: return (x + Gate.constant(x, "1.58")) / Gate.constant(x, "3.16")
    case .parabola(let rising):
      let (z, corner) = (x.times(.sqrtHalf), Gate.constant(x, "1.769"))
      let distance = rising ? z + corner : z - corner
      let bow = distance * distance * Gate.constant(x, "0.1444")
      return rising ? bow : x.constant(.integer(1)) - bow
    }
  }

  private static func constant<A: Arithmetic>(_ x: A, _ text: String) -> A {
    x.constant(DecimalConstant(text).map { .decimal($0) } ?? .integer(0))
  }

  var isZero: Bool { if case .zero = self { true } else { false } }

  var function: Function? { if case .function(let f) = self { f } else { nil } }

  /// The expansion of the difference x·γ(x) − gelu(x), or of its derivative.
  func difference(derivative d: Int) -> Expansion {
    { x in
      let t = TaylorSeries(variable: x, order: d + 2)
      let h = t * (self(t) - Function.gelu.gate(t))
      return derived(h.coefficients, d)
    }
  }

  /// The expansion of x·γ(x)/gelu(x) − 1 = γ(x)/Φ(x) − 1, or of the ratio of the derivatives less
  /// one; unbounded where the divisor's enclosure holds zero.
  func relativeDifference(derivative d: Int) -> Expansion {
    { x in
      let t = TaylorSeries(variable: x, order: d + 2)
      let (mine, gelu) =
        d == 0
        ? (self(t), Function.gelu.gate(t))
        : ((t * self(t)).derivative(), Function.gelu.value(t).derivative())
      guard !gelu.coefficients[0].containsZero else {
        return [Interval](
          repeating: Interval(from: -.infinity, to: .infinity, precision: 64), count: 3)
      }
      let one = mine.constant(.integer(1))
      return (mine / gelu - one).coefficients
    }
  }

  /// x·γ(x), or its derivative, over x.
  func value(_ x: Interval, derivative d: Int) -> Interval {
    let t = TaylorSeries(variable: x, order: d)
    return (t * self(t)).coefficients[d]
  }
}
