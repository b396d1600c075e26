import Functions
import Oracle

/// A gate 1/(1+exp(−z)), z = k·(x + c·x³), far below zero.
struct LogisticTail {
  let factor, cubic: Interval

  init(_ shape: LogisticGate) {
    let one = Interval(1, precision: Maximiser.precision)
    let scale = one.times(shape.scale)
    factor = shape.isDoubled ? scale.scaled(by: 1) : scale
    cubic = shape.cubic == .integer(0) ? one.constant(.integer(0)) : one.times(shape.cubic)
  }

  /// Whether 0 < g/gelu < 2 and 0 < g′/gelu′ < 2, both tending to 0, for all x ≤ −t0, t0 ≥ 2.
  ///
  /// With t = |x|: g/gelu ≤ exp(−k(t+ct³))/Φ(−t) and Φ(−t) > φ(t)·t/(t²+1); and
  /// g′/gelu′ ≤ exp(−k(t+ct³))·t·z′/(tφ(t) − Φ(−t)), where tφ − Φ > tφ·(1 − 1/t²). Both are
  /// at most B(t) = √(2π)·exp(t²/2 − k(t+ct³))·max(t + 1/t, k(1+3ct²)/(1−1/t²)), and B falls where
  /// q(t) = k(1+3ct²) − t − 2/t > 0. That holds for all t ≥ t0 if q(t0) > 0 and 6kct0 > 1.
  func ratioStaysBelowTwo(from t0: Double) -> Bool {
    let t = Interval(t0, precision: Maximiser.precision)
    let (one, two) = (t.constant(.integer(1)), t.constant(.integer(2)))
    let slope = factor * (one + (cubic * t * t).times(.integer(3)))
    let falls = slope - t - two / t
    let grows = (factor * cubic * t).times(.integer(6)) - one
    let exponent = (t * t).scaled(by: -1) - factor * (t + cubic * t * t * t)
    // √(2π) = 2/√(2/π).
    let front = exponent.exp() * two / one.constant(.sqrtTwoOverPi)
    let (value, derivative) = (front * (t + one / t), front * slope / (one - one / (t * t)))
    return t0 >= 2 && falls.isCertainlyPositive && grows.isCertainlyPositive && value.isBelow(two)
      && derivative.isBelow(two)
  }
}
