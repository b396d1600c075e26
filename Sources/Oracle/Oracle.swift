import CMPFR
import FloatingPointFormats
import Functions

/// What went wrong in the oracle; one line, ready to print.
public struct OracleError: Error, CustomStringConvertible {
  public let description: String
}

/// Ground truth for one function, or a derivative of it: enclosures on MPFR, refined by Ziv's
/// strategy (double the precision until the question is decided).
public struct Oracle: Sendable, Hashable {
  public let target: Target
  /// Where f is taken of more than x, or the factor is no double.
  let placement: Placement

  public init(_ target: Target) { self.init(target, .none) }

  init(_ target: Target, _ placement: Placement) {
    (self.target, self.placement) = (target, placement)
  }

  /// - Precondition: as of `Target`.
  public init(_ function: Function, derivative: Int = 0, factor: Double = 1) {
    self.init(Target(function, derivative: derivative, factor: factor))
  }

  public var function: Function { target.function }
  public var derivative: Int { target.derivative }
  public var factor: Double { target.factor }

  /// The same with a factor of 1.
  package var unscaled: Oracle { Oracle(target.unscaled) }

  package static let initialPrecision = 96
  /// Ziv's loop gives up here, far beyond what any binary64 argument has been seen to need: 96·2^8 bits,
  /// the last of its precisions.
  package static let maximumPrecision = initialPrecision << 8

  /// An enclosure of the exact value at a binary64 number, at one working precision.
  /// - Precondition: x is not a NaN.
  package func enclosure(at x: Double, precision: Int) -> Enclosure {
    MPFloat.widenExponents()
    if placement != .none { return placed(at: x, precision: precision) }
    let limit = limit(at: x)
    if limit == nil, let exact = rational(Interval(x, precision: precision), near: x) {
      return exact
    }
    let unscaled =
      limit.map { Enclosure(interval: $0, isOpen: false) }
      ?? enclosure(at: Interval(x, precision: precision), near: x)
    guard factor != 1 else { return unscaled }
    let y = unscaled.interval * Interval(factor, precision: max(precision, 128))
    return Enclosure(interval: y, isOpen: unscaled.isOpen)
  }

  /// The same at a finite real number known by an enclosure, with a double of its sign and size; without
  /// the factor.
  func enclosure(at point: Interval, near x: Double) -> Enclosure {
    MPFloat.widenExponents()
    if let exact = unscaled.rational(point, near: x) { return exact }
    let definition = function.definition
    // The side where f is small gives the other side without cancellation.
    if let mirror = definition.mirror, x > definition.mirroredFrom {
      let mirrored = enclosure(at: -point, near: -x).interval
      return Enclosure(
        interval: mirror.derivative(derivative).reflected(point, mirrored), isOpen: true)
    }
    return Enclosure(interval: settled(evaluated(point), at: point, near: x), isOpen: x != 0)
  }

  /// The value of a polynomial branch: dy·(Σ n_k·x^k)/d, exact wherever that is a binary number, as
  /// 100·0.01 is, given the precision for the numerator. Nil on a curved branch.
  private func rational(_ point: Interval, near x: Double) -> Enclosure? {
    guard let p = function.branch(at: x).polynomial?.derivative(derivative) else { return nil }
    var y = Polynomial(p.numerators).value(point)
    if factor != 1 { y = y * Interval(factor, precision: max(point.precision, 128)) }
    if p.denominator != 1 { y = y / y.constant(.integer(p.denominator)) }
    // Rounding down makes −0 of what cancels.
    if !p.isConstant, y.isPoint, y.containsZero { y = y.constant(.integer(0)) }
    return Enclosure(interval: y, isOpen: !y.isPoint)
  }

  /// The definition, or the coefficient of its series that is the derivative asked for.
  package func evaluated(_ x: Interval) -> Interval {
    guard derivative > 0 else { return function.value(x) }
    let series = function.value(TaylorSeries(variable: x, order: derivative))
    return series.coefficients[derivative].times(.integer((1...derivative).reduce(1, *)))
  }

  /// Raises the precision until `decide` answers.
  func ziv<R>(
    at x: Double, _ question: @autoclosure () -> String, _ decide: (Enclosure) -> R?
  ) throws -> R {
    try ziv("\(question()) of \(function.name) (derivative \(derivative)) at \(x.hexFloat)") {
      decide(enclosure(at: x, precision: $0))
    }
  }

  func ziv<R>(_ question: @autoclosure () -> String, _ decide: (Int) -> R?) throws -> R {
    var precision = Oracle.initialPrecision
    while precision <= Oracle.maximumPrecision {
      if let answer = decide(precision) { return answer }
      precision *= 2
    }
    throw OracleError(
      description: "\(question()) is undecided at \(Oracle.maximumPrecision) bits")
  }

  /// The correct rounding of the exact value in a format and mode; NaN gives NaN.
  public func rounded<T: BinaryFormat>(
    at x: Double, to _: T.Type = T.self, _ mode: RoundingMode = .nearestEven
  ) throws -> T {
    guard !x.isNaN else { return .quietNaN }
    return try ziv(at: x, "the rounding to \(T.name.rawValue)") { $0.rounded(to: T.self, mode) }
  }
}
