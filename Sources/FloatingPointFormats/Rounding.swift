/// The four rounding directions of IEEE 754 that the oracle answers for.
public enum RoundingMode: String, CaseIterable, Codable, Sendable {
  case nearestEven = "nearest-even"
  case towardZero = "toward-zero"
  case up, down
}

extension BinaryFormat {
  /// ±n·2^k as an encoding, where k is the quantum of the binade that the number is in before
  /// rounding, and 0 ≤ n ≤ 2^p is its significand after rounding. A carry into the next binade or out of
  /// the subnormals comes out right, because encodings are consecutive.
  package static func assembled(
    negative: Bool, significand n: UInt64, quantum k: Int, _ mode: RoundingMode
  ) -> Self {
    let binadesAbove = UInt64(k - minimumQuantum)
    let magnitude = Bits(truncatingIfNeeded: binadesAbove << UInt64(precision - 1) + n)
    guard magnitude <= largestFiniteBits else { return overflowed(negative: negative, mode) }
    return Self(bitPattern: negative ? magnitude | signBit : magnitude)
  }

  /// What a magnitude becomes that is beyond the largest once it is rounded with unbounded exponent.
  package static func overflowed(negative: Bool, _ mode: RoundingMode) -> Self {
    let isBeyond =
      switch mode {
      case .nearestEven: true
      case .towardZero: false
      case .up: !negative
      case .down: negative
      }
    let magnitude =
      switch overflow {
      case .infinity where isBeyond: Self(bitPattern: lastOrderedBits)
      case .nan where isBeyond: quietNaN
      default: largestFinite
      }
    return negative ? magnitude.negated : magnitude
  }

  /// A double rounded once to this format, in integers, so that no hardware mode matters.
  ///
  /// Edge cases: NaN, infinities and signed zeros pass through; an underflow keeps its sign.
  public init(_ x: Double, rounding mode: RoundingMode) {
    guard x.isFinite, x != 0 else {
      self.init(nearest: x)
      return
    }
    let exponent = x.exponentFloor
    guard exponent <= Self.maximumExponent else {
      self = Self.overflowed(negative: x < 0, mode)
      return
    }
    let quantum = Self.ulpExponent(ofBinade: exponent)
    let ownQuantum = Double.ulpExponent(ofBinade: exponent)
    let significand = x.bitPattern & (1 << 52 - 1) | (exponent >= -1022 ? 1 << 52 : 0)
    let dropped = quantum - ownQuantum
    let n: UInt64
    if dropped <= 0 {
      n = significand
    } else if dropped > 54 {
      n = Self.roundsUp(odd: false, half: .less, negative: x < 0, mode) ? 1 : 0
    } else {
      let rest = significand & (1 << UInt64(dropped) - 1)
      let whole = significand >> UInt64(dropped)
      let half: UInt64 = 1 << UInt64(dropped - 1)
      let side: Comparison = rest < half ? .less : rest == half ? .equal : .greater
      let up =
        rest != 0
        && Self.roundsUp(odd: whole & 1 == 1, half: side, negative: x < 0, mode)
      n = whole + (up ? 1 : 0)
    }
    self = Self.assembled(negative: x < 0, significand: n, quantum: quantum, mode)
  }

  /// Whether an inexact magnitude goes to the next one up, given how its fraction compares to ½.
  static func roundsUp(
    odd: Bool, half: Comparison, negative: Bool, _ mode: RoundingMode
  ) -> Bool {
    switch mode {
    case .nearestEven: half == .greater || half == .equal && odd
    case .towardZero: false
    case .up: !negative
    case .down: negative
    }
  }
}

/// How one number compares to another.
enum Comparison { case less, equal, greater }
