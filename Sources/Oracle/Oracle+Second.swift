import FloatingPointFormats
import Functions

/// Where a second input puts f: at x + shift, and times the factor + rest. Both sums are exact real numbers.
struct Placement: Hashable, Sendable {
  var shift = 0.0
  var rest = 0.0
  /// x is taken for this where it is larger.
  var most = Double.infinity

  static let none = Placement()
}

extension SecondInput {
  /// What multiplies f, as the sum of two doubles that is exact; nil for a bias. Infinite where a is and no
  /// limit holds it.
  /// - Precondition: a is no NaN.
  package func factor(_ a: Double) -> (high: Double, low: Double)? {
    guard role != .bias else { return nil }
    let clamped = min(max(a, -limit), limit)
    return offset == 0 ? (clamped, 0) : exactSum(clamped, offset)
  }

  /// What f is taken of, as the sum of two doubles that is exact.
  /// - Precondition: neither is a NaN.
  package func argument(_ x: Double, _ a: Double) -> (high: Double, low: Double) {
    role == .bias ? exactSum(x, a) : (min(x, gateLimit), 0)
  }

  /// The sum of x and a bias, rounded once to a format that both are of.
  package func roundedSum(_ x: Double, _ a: Double, in format: FormatName) -> Double {
    let (high, low) = exactSum(x, a)
    guard format.type.precision < 53, low != 0, high.bitPattern & 1 == 0 else {
      return format.nearest(high)
    }
    // To odd first, so that the second rounding sees on which side of a tie the sum lies.
    return format.nearest((low > 0) == (high > 0) ? high.away : high.towardZero)
  }

  private func exactSum(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
    let s = DoubleDouble.sum(a, b)
    return s.hi.isFinite ? (s.hi, s.lo) : (s.hi, 0)
  }
}

extension Double {
  fileprivate var away: Double { sign == .plus ? nextUp : nextDown }
  fileprivate var towardZero: Double { sign == .plus ? nextDown : nextUp }
}

extension Oracle {
  /// Ground truth of one row, whose second input is a; nil where the exact value is zero because the factor is.
  /// - Precondition: the target has a second input, and what it makes of a is finite.
  package func row(_ a: Double) -> Oracle? {
    guard let second = target.second else { return self }
    let plain = Target(function, derivative: derivative)
    guard let (factor, rest) = second.factor(a) else {
      return Oracle(plain, Placement(shift: a))
    }
    guard factor != 0 else { return nil }
    return Oracle(
      Target(function, derivative: derivative, factor: factor),
      Placement(rest: rest, most: second.gateLimit))
  }

  /// An enclosure where there is more than x and a factor.
  func placed(at x: Double, precision: Int) -> Enclosure {
    let argument = min(x, placement.most)
    guard placement.shift != 0 else {
      let plain = unscaled.enclosure(at: argument, precision: precision)
      guard factor != 1 || placement.rest != 0 else { return plain }
      let wide = max(precision, 128)
      let factors =
        Interval(factor, precision: wide) + Interval(placement.rest, precision: wide)
      return Enclosure(interval: plain.interval * factors, isOpen: plain.isOpen || !factors.isPoint)
    }
    // A sum that is a double is an argument like any other; of zeros it has the sign that addition gives.
    let near = argument + placement.shift
    let wide = max(precision, 128)
    let sum = Interval(argument, precision: wide) + Interval(placement.shift, precision: wide)
    return unscaled.enclosure(of: sum, near: near, precision: precision)
  }

  /// An enclosure of the value at a real number that is a point of its interval, or enclosed by it, with the double
  /// nearest to it.
  func enclosure(of number: Interval, near: Double, precision: Int) -> Enclosure {
    if near == 0 || number.isPoint && number.lo == MPFloat(near, precision: number.precision) {
      return enclosure(at: near, precision: precision)
    }
    return enclosure(at: number, near: onBranch(near, of: number))
  }

  /// A double on the branch of a sum that is none itself.
  private func onBranch(_ near: Double, of sum: Interval) -> Double {
    guard function.isKink(near) else { return near }
    let whole = MPFloat(near, precision: sum.precision)
    return sum.hi <= whole ? near.nextDown : whole <= sum.lo ? near.nextUp : near
  }
}

/// The truths of rows that each have a second input, by rung 2.
package struct RowTruths: Sendable {
  package let oracle: Oracle
  package let second: SecondInput
  private let plain: TruthSource
  private let format: FormatName

  /// - Parameter format: of the outputs.
  /// - Precondition: the target has a second input.
  package init(_ target: Target, for format: FormatName) {
    guard let second = target.second else { preconditionFailure("rows have a second input") }
    (oracle, self.second) = (Oracle(target), second)
    self.format = format
    // Any factor but 1: what the source keeps then serves them all.
    plain = TruthSource(
      Oracle(Target(target.function, derivative: target.derivative, factor: 2)), for: format)
  }

  /// Where f is x times a power of two but for at most 2^−41 of it: that, and the side that f lies on; nil
  /// elsewhere, and where f is that exactly.
  package func line(at x: Double) throws -> (value: Double, side: Int)? {
    let truth = plain.truth(at: x, times: 1)
    let value = truth.double
    let radius = max(truth.below, truth.above)
    guard x != 0, value != 0, !truth.isExact, (value / x).significand == 1,
      value / x * x == value, truth.lo.magnitude + radius <= truth.hi.magnitude * 0x1p-42
    else { return nil }
    if truth.lo.magnitude > radius { return (value, truth.lo > 0 ? 1 : -1) }
    if truth.lo == 0, (truth.below == 0) != (truth.above == 0) {
      return (value, truth.below == 0 ? 1 : -1)
    }
    let unscaled = oracle.unscaled
    let side = try unscaled.ziv(at: x, "the side of a line") { truth -> Int? in
      let whole = MPFloat(value, precision: 64)
      let (lo, hi) = (truth.interval.lo, truth.interval.hi)
      if whole < lo || truth.isOpen && whole <= lo { return 1 }
      return hi < whole || truth.isOpen && hi <= whole ? -1 : nil
    }
    return (value, side)
  }

  /// −1 or 1 where f is negative or positive at a finite number, and its zero where it is zero exactly.
  package func sign(at x: Double) -> Double {
    let truth = plain.truth(at: x, times: 1)
    return truth.isExact && truth.hi == 0 ? truth.hi : truth.hi.sign == .minus ? -1 : 1
  }

  /// f at a finite number, as the double nearest to it.
  package func plainTruth(at x: Double) -> Double { plainTruth(of: x).double }

  /// f at a finite number.
  package func plainTruth(of x: Double) -> Truth { plain.truth(at: x, times: 1) }

  /// The oracle of a row and its truth; the oracle is nil where that is a zero.
  /// - Precondition: what f is taken of and what multiplies it are finite.
  package func row(_ x: Double, _ a: Double) -> (oracle: Oracle?, truth: Truth) {
    let (argument, rest) = second.argument(x, a)
    guard let (factor, low) = second.factor(a) else {
      let own = oracle.row(a)
      let truth =
        rest == 0 && argument.isFinite
        ? plain.truth(at: argument, times: 1)
        : Truth(oracle.unscaled.rowEnclosure(own, x))
      return (own, truth)
    }
    guard let own = oracle.row(a) else {
      let size = plain.truth(at: argument, times: 1)
      let isNegative = (size.hi.sign == .minus) != (factor.sign == .minus)
      return (nil, Truth(exactly: isNegative ? -0.0 : 0))
    }
    guard low == 0 else { return (own, Truth(oracle.unscaled.rowEnclosure(own, x))) }
    guard oracle.function.branches.allSatisfy({ $0.polynomial == nil }) else {
      return (own, TruthSource(Oracle(own.target), for: format).truth(at: argument))
    }
    return (own, plain.truth(at: argument, times: factor))
  }
}

extension Oracle {
  /// An enclosure of a row, wide enough to be told as a double-double.
  fileprivate func rowEnclosure(_ row: Oracle?, _ x: Double) -> Interval {
    (row ?? self).enclosure(at: x, precision: 192).interval
  }
}
