import FloatingPointFormats
import Functions
import Oracle

extension Judge {
  /// Signs and flushed results, where either side is zero or the signs differ.
  func classifyZeroAndSign(
    _ y: Double, _ p: Prepared, _ candidate: Candidate, _ total: inout Accumulator
  ) {
    let truthIsNegative = p.truth.hi.sign == .minus
    if y != 0 {
      // An exact zero has no sign to miss, unless the output is on the other side of it.
      let isZeroTruth = p.truth.hi == 0 && p.truth.isExact
      if !isZeroTruth && (y < 0) != truthIsNegative { total.count(.wrongSign, candidate) }
      return
    }
    if p.nearest == 0 {
      if y.sign != p.nearest.sign { total.count(.lostZeroSign, candidate) }
    } else if !(p.nearest.magnitude < parameters.smallestNormal) && !p.isBelowNormal {
      total.count(.flushed, candidate)
    } else {
      total.count(.flushedSubnormal, candidate)
    }
  }

  /// NaN at a finite input.
  func judgeNaN(
    _ isInRange: Bool, _ candidate: Candidate, _ cursor: inout Cursor, _ total: inout Accumulator
  ) {
    if !isInRange, parameters.overflow == .nan {
      // NaN is what the format has beyond its range.
      total.regions[cursor.region].addExact(cursor.column)
      cursor.previous = nil
      return
    }
    total.count(.nanForNumber, candidate)
    total.regions[cursor.region].nans += 1
    cursor.previous = nil
    if let weights { total.weighted?.addNoNumber(weights.mass(candidate.input), 1) }
    if isInRange { total.regions[cursor.region].addNonFinite(cursor.column, candidate) }
  }

  /// An input of which the limit tells what is right, or for a NaN that nothing is.
  func judgeAtInfinity(
    _ expected: Double, _ y: Double, _ candidate: Candidate, _ total: inout Accumulator
  ) {
    if y.isNaN || expected.isNaN {
      // A format without infinities has a NaN for one.
      guard y.isNaN != expected.isNaN else { return }
      total.countAtInfinity(y.isNaN ? .nanForNumber : .numberForNan, candidate)
    } else if y.isInfinite && !expected.isInfinite {
      total.countAtInfinity(.infiniteForFinite, candidate)
    } else if y != 0 && expected != 0 && (y < 0) != (expected < 0) {
      total.countAtInfinity(.wrongSign, candidate)
    } else if y == 0 && expected == 0 && y.sign != expected.sign {
      total.countAtInfinity(.lostZeroSign, candidate)
    }
  }

  /// Whether the flush model lets a zero stand for this result.
  ///
  /// - Parameter second: the bits of a second input, where there is one: a subnormal factor flushed makes zero; an
  ///   addend does not.
  func isFlushAllowed(_ x: Double, _ p: Prepared, _ second: UInt64?) -> Bool {
    if p.isBelowNormal { return true }
    guard flush == .dazFtz, rows?.second.role != .bias else { return false }
    let least = inputParameters.smallestNormal
    if x.magnitude < least && oracle.isZeroAtZero { return true }
    guard let second, rows?.second.offset == 0 else { return false }
    return signature.input.value(bits: second).magnitude < least
  }

  /// ulp(G) is at most so much of |G|, where G is normal.
  var relativeUlp: Double {
    Double(sign: .plus, exponent: 1 - parameters.precision, significand: 1)
  }

  /// The inputs, by encoding, whose outputs are kept and listed one by one.
  func isSpecial(_ bits: UInt64) -> Bool {
    let m = bits & specials.magnitude
    return m == 0 || m == 1 || m == specials.smallestNormal || m == specials.largest
      || m == specials.infinity || bits == specials.quietNaN
  }
}

/// Encodings of a format that stand for themselves, beside zero and the smallest subnormal.
struct SpecialBits: Sendable {
  /// All bits but the sign.
  let magnitude: UInt64
  let smallestNormal, largest, quietNaN: UInt64
  let infinity: UInt64?

  init<T: BinaryFormat>(_: T.Type) {
    magnitude = T(bitPattern: ~T.signBit).bits
    (smallestNormal, largest) = (T.smallestNormal.bits, T.largestFinite.bits)
    (quietNaN, infinity) = (T.quietNaN.bits, T.infinityIfAny?.bits)
  }
}

/// Where a walk over ascending inputs stands: its region, its column there, the pair before.
struct Cursor {
  private(set) var region = -1
  private(set) var column = 0
  private(set) var columnEnd = Int.min
  var previous: (x: Double, y: Double)?

  @inline(__always) mutating func advance(to ordinal: Int, _ map: RegionMap) {
    if ordinal <= columnEnd { return }
    if region < 0 || ordinal > map.regions[region].to { region = map.index(of: ordinal) }
    column = map.regions[region].column(ordinal)
    columnEnd = map.regions[region].columnEnd(ordinal)
  }

  /// Whether this output lies on the right side of the one before; both zeros are one value.
  @inline(__always) mutating func isInOrder(_ x: Double, _ y: Double, _ judge: Judge) -> Bool {
    defer { previous = (x, y) }
    guard let last = previous, y != last.y, last.x < x else { return true }
    let piece = judge.turns.count { $0 <= last.x }
    guard piece == judge.turns.count(where: { $0 <= x }) else { return true }
    return (judge.rises(after: piece) == (judge.oracle.factor > 0)) == (y > last.y)
  }
}
