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

  public init(_ target: Target) { self.target = target }

  /// - Precondition: as of `Target`.
  public init(_ function: Function, derivative: Int = 0, factor: Double = 1) {
    self.init(Target(function, derivative: derivative, factor: factor))
  }

  public var function: Function { target.function }
  public var derivative: Int { target.derivative }
  public var factor: Double { target.factor }

  /// The same with a factor of 1.
  public var unscaled: Oracle { Oracle(target.unscaled) }

  public static let initialPrecision = 96
  /// Ziv's loop gives up here, far beyond what any binary64 argument has been seen to need: 96·2^8 bits,
  /// the last of its precisions.
  public static let maximumPrecision = initialPrecision << 8

  /// The value where no rounding is involved: at ±∞ and at ±0, and on the linear pieces' slopes.
  ///
  /// f(±0) = ±0; f(+∞) = +∞ and f(−∞) = −0 (leaky-relu: −∞; relu: +0, as at every negative number); f′(+∞) = 1 and
  /// f′(−∞) = −0 (relu: 0, leaky-relu: a). relu′(0) = 0 and leaky-relu′(0) = a, as PyTorch has them.
  /// Nil where the definition has to be evaluated.
  func limit(at x: Double) -> Interval? {
    func point(_ y: Double) -> Interval { Interval(y, precision: 64) }
    if x.isInfinite {
      switch (derivative, x > 0) {
      case (0, true): return point(.infinity)
      case (0, false) where function.kind == .leakyReLU:
        return point(function.slope.numerator == 0 ? -0.0 : -.infinity)
      case (0, false): return point(function.kind == .relu ? 0.0 : -0.0)
      case (1, true): return point(1)
      case (1, false) where function.kind == .leakyReLU: return nil
      case (1, false) where function.kind == .relu: return point(0)
      default: return point(derivative == 1 ? -0.0 : 0)
      }
    }
    switch (function.kind, derivative) {
    case (_, 0) where x == 0: return point(x)
    case (.relu, 0): return point(x > 0 ? x : 0)
    case (.leakyReLU, 0) where x > 0: return point(x)
    case (.relu, 1): return point(x > 0 ? 1 : 0)
    case (.leakyReLU, 1) where x > 0: return point(1)
    case (.relu, _), (.leakyReLU, 2...): return point(0)
    default: return nil
    }
  }

  /// An enclosure of the exact value at a binary64 number, at one working precision.
  /// - Precondition: x is not a NaN.
  public func enclosure(at x: Double, precision: Int) -> Enclosure {
    MPFloat.widenExponents()
    if factor != 1, function.kind == .leakyReLU, x <= 0 {
      // dy·n/10^k, exact wherever that is a binary number: 100·0.01 is.
      let y = Interval(factor, precision: max(precision, 128)).times(.decimal(function.slope))
      return Enclosure(interval: y, isOpen: !y.isPoint)
    }
    let unscaled =
      limit(at: x).map { Enclosure(interval: $0, isOpen: false) }
      ?? enclosure(at: Interval(x, precision: precision), near: x)
    guard factor != 1 else { return unscaled }
    let y = unscaled.interval * Interval(factor, precision: max(precision, 128))
    return Enclosure(interval: y, isOpen: unscaled.isOpen)
  }

  /// The same at a finite real number known by an enclosure, with a double of its sign and size.
  func enclosure(at point: Interval, near x: Double) -> Enclosure {
    MPFloat.widenExponents()
    if function.kind == .leakyReLU {
      let y = derivative == 0 ? function.value(point) : point.constant(.decimal(function.slope))
      return Enclosure(interval: y, isOpen: !y.isPoint)
    }
    // f(x) = x + f(−x), so the side where f is small gives the other side without cancellation.
    if x > reflectionEdge {
      let mirrored = enclosure(at: -point, near: -x).interval
      let y =
        switch derivative {
        case 0: point + mirrored
        case 1: point.constant(.integer(1)) - mirrored
        default: derivative % 2 == 0 ? mirrored : -mirrored
        }
      return Enclosure(interval: y, isOpen: true)
    }
    let y = evaluated(point)
    let saturated = x < -Oracle.saturationEdge && (y.lo.sign * y.hi.sign <= 0 || !y.isFinite)
    return Enclosure(interval: saturated ? saturation(at: point) : y, isOpen: x != 0)
  }

  /// The definition, or the coefficient of its series that is the derivative asked for.
  public func evaluated(_ x: Interval) -> Interval {
    guard derivative > 0 else { return function.value(x) }
    let series = function.value(TaylorSeries(variable: x, order: derivative))
    return series.coefficients[derivative].times(.integer((1...derivative).reduce(1, *)))
  }

  /// The logistic soon comes nearer to 1 than any precision shows, the sooner the larger its
  /// constants; for Φ there is time, and erfc is dear on the side where it is small.
  private var reflectionEdge: Double { function.kind == .gelu ? 16 : 0 }

  static let saturationEdge = 65536.0

  /// Below −65536 every value, first and second derivative lies in (−2^−n, 0), and higher ones
  /// within 2^−n of zero, where n = 1.25·2^(k−4) at |x| ≥ 2^k: 5120 at the least.
  ///
  /// gate(x) ≤ exp(z) with z ≤ −|x|/16 and |z′| ≤ 2^23·x² for all admitted constants, so
  /// |f′| ≤ gate·(1 + |x·z′|) ≤ exp(−|x|/16)·2^24·|x|³, which falls for |x| > 48 and is under
  /// 2^(24 + 3k − 1.44·2^(k−4)) at 2^k: 2^−5836 at 65536. Φ(x) ≤ exp(−x²/2)/|x| is smaller still. f, f′
  /// and f″ are negative there; each further derivative brings in at most another factor |z′| and a
  /// small integer.
  private func saturation(at point: Interval) -> Interval {
    let sixteenth = 1 << (min(point.hi.exponentFloor, 60) - 4)
    let exponent = -(sixteenth + sixteenth / 4)
    return Interval(
      lo: MPFloat(precision: point.precision) { mpfr_set_si_2exp($0, -1, exponent, MPFR_RNDN) },
      hi: derivative <= 2
        ? MPFloat(-0.0, precision: point.precision)
        : MPFloat(precision: point.precision) { mpfr_set_si_2exp($0, 1, exponent, MPFR_RNDN) })
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
