import FloatingPointFormats
import Functions
import Oracle

/// What becomes of a result, as far as thresholds ask. The first three are nested: each set of
/// inputs holds the one before it.
public struct ResultClass: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The correct rounding is ±0.
  public static let zero = ResultClass(rawValue: 1)
  /// The correct rounding is below 2^emin in magnitude: what flushing after rounding makes zero.
  public static let belowNormalRounded = ResultClass(rawValue: 2)
  /// |G| < 2^emin: what flushing before rounding makes zero.
  public static let belowNormalExact = ResultClass(rawValue: 4)
  /// The correct rounding is x itself; for a derivative, 1.
  public static let limit = ResultClass(rawValue: 8)
}

/// Where one function meets the thresholds of one format: decides for whole intervals of inputs
/// by interval evaluation, and for single inputs on the oracle.
struct Classifier<T: BinaryFormat>: Sendable {
  let oracle: Oracle
  /// An enclosure of f (or f′) over an interval; replaced only by tests.
  var extend: @Sendable (Oracle, Interval) -> Interval = { $0.evaluated($1) }

  init(oracle: Oracle) { self.oracle = oracle }

  static var precision: Int { 128 }

  private static func power(_ e: Int) -> Interval {
    Interval(1, precision: precision).scaled(by: e)
  }

  /// The class of everything from a to b, nonzero numbers of one sign, or nil if it is not the same
  /// everywhere or the enclosures are too wide to tell.
  func common(from a: T, to b: T) -> ResultClass? {
    let x = Interval(from: a.double, to: b.double, precision: Self.precision)
    let magnitude = value(over: x).absolute
    guard magnitude.isFinite else { return nil }
    let (normal, half) = (Self.power(T.minimumExponent), Self.power(T.minimumQuantum - 1))

    var found: ResultClass = []
    func add(_ c: ResultClass, _ holds: Bool?) -> Bool {
      if holds == true { found.insert(c) }
      return holds != nil
    }
    // Half a quantum is a tie, which goes to zero; half a quantum below 2^emin goes to 2^emin.
    guard add(.zero, side(magnitude, half)),
      add(.belowNormalRounded, side(magnitude, normal - half)),
      add(.belowNormalExact, side(magnitude, normal)),
      add(.limit, oracle.derivative == 0 ? isInput(x, a, b) : isOne(x))
    else { return nil }
    return found
  }

  /// Whether all of y is below a point, or none of it; nil if neither is certain.
  private func side(_ y: Interval, _ point: Interval) -> Bool? {
    if y.isBelow(point) { return true }
    return point.isBelow(y) ? false : nil
  }

  /// f over x; for large x from x + f(−x), as the oracle does.
  private func value(over x: Interval) -> Interval {
    guard Interval(16, precision: 64).isBelow(x), !oracle.function.isPiecewiseLinear else {
      return extend(oracle, x)
    }
    let mirrored = extend(oracle, -x)
    return oracle.derivative == 0 ? x + mirrored : x.constant(.integer(1)) - mirrored
  }

  /// |x − f(x)|, without cancellation: it is |f(−x)| for all but leaky-relu.
  private func distanceToInput(_ x: Interval) -> Interval {
    guard oracle.function.kind == .leakyReLU else { return extend(oracle, -x).absolute }
    guard x.isCertainlyNegative else { return Interval(0, precision: 64) }
    let slope = Interval(oracle.function.slope, precision: Self.precision)
    return (x * (x.constant(.integer(1)) - slope)).absolute
  }

  /// Whether f(x) rounds to x: |x − f(x)| is below half the gap at x, whose ends over the
  /// interval are the gap below the smaller magnitude and the gap above the larger.
  private func isInput(_ x: Interval, _ a: T, _ b: T) -> Bool? {
    let distance = distanceToInput(x)
    let (small, large) = a.isNegative ? (b, a) : (a, b)
    let inner = T(bitPattern: small.magnitudeBits - 1)
    let least = inner.isZeroValue ? T.minimumQuantum : T.ulpExponent(ofBinade: inner.exponentFloor)
    let most = T.ulpExponent(ofBinade: large.exponentFloor)
    if distance.isBelow(Self.power(least - 1)) { return true }
    return Self.power(most - 1).isBelow(distance) ? false : nil
  }

  /// Whether f′(x) rounds to 1: 1 − f′(x), which is f′(−x) but for leaky-relu, lies between
  /// −2^−p and 2^−(p+1).
  private func isOne(_ x: Interval) -> Bool? {
    let one = Interval(1, precision: Self.precision)
    let defect = oracle.function.isPiecewiseLinear ? one - extend(oracle, x) : extend(oracle, -x)
    let (below, above) = (Self.power(-T.precision - 1), -Self.power(-T.precision))
    if above.isBelow(defect), defect.isBelow(below) { return true }
    return below.isBelow(defect) || defect.isBelow(above) ? false : nil
  }

  /// The class of one input, on the oracle.
  func exact(at x: T) throws -> ResultClass {
    var found: ResultClass = []
    let y = try oracle.rounded(at: x.double, to: T.self)
    if y.isZeroValue { found.insert(.zero) }
    if y.isBelowNormal { found.insert(.belowNormalRounded) }
    if try oracle.rounded(at: x.double, to: T.self, .towardZero).isBelowNormal {
      found.insert(.belowNormalExact)
    }
    if y.ordinal == (oracle.derivative == 0 ? x : T(nearest: 1)).ordinal { found.insert(.limit) }
    return found
  }
}

extension BinaryFormat {
  /// ±0 and the subnormal numbers.
  var isBelowNormal: Bool { isZeroValue || isSubnormalValue }
}
