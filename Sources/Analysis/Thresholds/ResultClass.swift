import FloatingPointFormats
import Functions
import Oracle

/// What becomes of a result, as far as thresholds ask. The first three are nested: each set of
/// inputs holds the one before it.
package struct ResultClass: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The correct rounding is ±0.
  package static let zero = ResultClass(rawValue: 1)
  /// The correct rounding is below 2^emin in magnitude: what flushing after rounding makes zero.
  package static let belowNormalRounded = ResultClass(rawValue: 2)
  /// |G| < 2^emin: what flushing before rounding makes zero.
  package static let belowNormalExact = ResultClass(rawValue: 4)
  /// The correct rounding is the line that results tend to on the right: x itself; for a derivative, 1.
  package static let limit = ResultClass(rawValue: 8)
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
      add(.limit, isOnLine(x, a, b))
    else { return nil }
    return found
  }

  /// Whether all of y is below a point, or none of it; nil if neither is certain.
  private func side(_ y: Interval, _ point: Interval) -> Bool? {
    if y.isBelow(point) { return true }
    return point.isBelow(y) ? false : nil
  }

  /// f over x; for large x through the mirror, as the oracle does.
  private func value(over x: Interval) -> Interval {
    // A derivative that is zero at zero cancels there; by the mean value theorem it is x·f⁽ᵏ⁺¹⁾(ξ).
    if oracle.derivative > 0, oracle.isGated, x.magnitude < 0x1p-20 {
      let slope = Oracle(oracle.function, derivative: oracle.derivative + 1)
      return x * extend(slope, x.hull(Interval(0, precision: Self.precision)))
    }
    guard Interval(16, precision: 64).isBelow(x), let mirror = smallMirror else {
      return extend(oracle, x)
    }
    return mirror.reflected(x, extend(oracle, -x))
  }

  /// The mirror, where it tells f(x) less its line from a result f(−x) that is small.
  private var smallMirror: MirrorIdentity? {
    guard oracle.line(at: -1) == 0 else { return nil }
    return oracle.function.definition.mirror?.derivative(oracle.derivative)
  }

  /// f less the line it tends to on the right, without cancellation where that is to be had: by the mirror
  /// it is ±f(−x), by a gate x·(gate − slope).
  private func excess(_ x: Interval) -> Interval {
    if let mirror = smallMirror {
      let small = extend(oracle, -x)
      return mirror.sign > 0 ? small : -small
    }
    let f = oracle.function
    let line = f.definition.right.line(oracle.derivative)
    if line.slope != 0, let gate = f.definition.gate(x) {
      return x * (gate - Self.interval(line.slope))
    }
    if let p = f.branch(at: x.doubles.lo).polynomial?.derivative(oracle.derivative),
      p == Polynomial(slope: line.slope)
    {
      return Interval(0, precision: Self.precision)
    }
    if line.slope == 1, f.definition.atZero.prefix(2) == [0, 1], x.magnitude < 0x1p-4 {
      // x²·f″(ξ)/2, ξ between x and zero.
      let near = x.hull(Interval(0, precision: Self.precision))
      return (x * x * Oracle(f, derivative: 2).curved(near)).scaled(by: -1)
    }
    return extend(oracle, x) - oracle.line(at: x, isNegative: false)
  }

  private static func interval(_ r: Ratio) -> Interval {
    let n = Interval(Double(r.numerator), precision: precision)
    return n / n.constant(.integer(r.denominator))
  }

  /// Whether f(x) rounds to the line.
  private func isOnLine(_ x: Interval, _ a: T, _ b: T) -> Bool? {
    let line = oracle.function.definition.right.line(oracle.derivative)
    if line.slope == 1 { return isInput(x, a, b) }
    guard line.slope == 0 else { return nil }
    return line.constant == 0
      ? side(value(over: x).absolute, Self.power(T.minimumQuantum - 1))
      : isConstant(x, line.constant)
  }

  /// Whether f(x) rounds to x: |x − f(x)| is below half the gap at x, whose ends over the
  /// interval are the gap below the smaller magnitude and the gap above the larger.
  private func isInput(_ x: Interval, _ a: T, _ b: T) -> Bool? {
    let distance = excess(x).absolute
    let (small, large) = a.isNegative ? (b, a) : (a, b)
    let inner = T(bitPattern: small.magnitudeBits - 1)
    let least = inner.isZeroValue ? T.minimumQuantum : T.ulpExponent(ofBinade: inner.exponentFloor)
    let most = T.ulpExponent(ofBinade: large.exponentFloor)
    if distance.isBelow(Self.power(least - 1)) { return true }
    return Self.power(most - 1).isBelow(distance) ? false : nil
  }

  /// Whether f(x) rounds to c, a power of two: f(x) − c lies between −c·2^−(p+1) and c·2^−p.
  private func isConstant(_ x: Interval, _ c: Ratio) -> Bool? {
    let (off, e) = (excess(x), c.double.exponentFloor)
    let (below, above) = (-Self.power(e - T.precision - 1), Self.power(e - T.precision))
    if below.isBelow(off), off.isBelow(above) { return true }
    return off.isBelow(below) || above.isBelow(off) ? false : nil
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
    let line = oracle.function.definition.right.line(oracle.derivative)
    let limit = line.slope != 0 ? x : T(nearest: line.constant.double)
    if y.ordinal == limit.ordinal { found.insert(.limit) }
    return found
  }
}

extension BinaryFormat {
  /// ±0 and the subnormal numbers.
  var isBelowNormal: Bool { isZeroValue || isSubnormalValue }
}
