import FloatingPointFormats
import Foundation

/// A format's magnitudes straight from IEEE 754, 3.4, and rounding by comparison with neighbours
/// and midpoints: a second computation, which shares no code with the one under test.
///
/// A magnitude has a *place* on the line: 0 for zero, 1 for the smallest subnormal, and so on. The
/// place after the largest number, infinity's where there is one, stands for the number that would be there,
/// as 2^(emax+1): that is what rounding compares with.
public struct ReferenceFormat: Sendable {
  public let width: Int
  public let precision: Int
  public let hasInfinity: Bool
  /// Whether what rounds beyond the largest number becomes it.
  public let saturates: Bool
  /// The place after the largest number.
  public let infinityPlace: Int

  /// - Parameter largest: the place of the largest number, where it is not IEEE 754's.
  init(
    width: Int, precision: Int, hasInfinity: Bool = true, saturates: Bool = false,
    largest: Int? = nil
  ) {
    (self.width, self.precision) = (width, precision)
    (self.hasInfinity, self.saturates) = (hasInfinity, saturates)
    let allOnes = (1 << (width - precision)) - 1
    infinityPlace = largest.map { $0 + 1 } ?? allOnes << (precision - 1)
  }

  public static let float16 = ReferenceFormat(width: 16, precision: 11)
  public static let bfloat16 = ReferenceFormat(width: 16, precision: 8)
  public static let float32 = ReferenceFormat(width: 32, precision: 24)
  public static let float64 = ReferenceFormat(width: 64, precision: 53)

  public static func of(_ name: FormatName) -> ReferenceFormat {
    if let format = stated[name] { return format }
    precondition(name.type is any IEEEFormat.Type, "no reference of \(name.rawValue)")
    return ReferenceFormat(width: name.width, precision: name.parameters.precision)
  }

  /// Others, laid out as IEEE 754 has it, follow from their width and precision.
  private static let stated: [FormatName: ReferenceFormat] = [
    .float16: float16, .bfloat16: bfloat16, .float32: float32, .float64: float64,
    .float8E4M3FN: ReferenceFormat(width: 8, precision: 4, hasInfinity: false, largest: 0x7e),
    .float8E4M3FNSaturating: ReferenceFormat(
      width: 8, precision: 4, hasInfinity: false, saturates: true, largest: 0x7e),
    .float8E5M2: ReferenceFormat(width: 8, precision: 3),
    .float8E5M2Saturating: ReferenceFormat(width: 8, precision: 3, saturates: true),
  ]

  private var bias: Int { (1 << (width - precision - 1)) - 1 }
  /// The exponent of the smallest normal number.
  public var emin: Int { 1 - bias }
  /// The last place that is no NaN.
  public var lastPlace: Int { hasInfinity ? infinityPlace : infinityPlace - 1 }
  public var signBit: UInt64 { 1 << UInt64(width - 1) }

  /// n·2^k at a place.
  public func parts(_ place: Int) -> (n: Int, k: Int) {
    let field = place >> (precision - 1)
    let fraction = place & (1 << (precision - 1) - 1)
    return field == 0
      ? (fraction, 2 - bias - precision)
      : (fraction + 1 << (precision - 1), field + 1 - bias - precision)
  }

  public func magnitude(_ place: Int) -> Double {
    let (n, k) = parts(place)
    return scalbn(Double(n), k)
  }

  /// Where a number lies between two neighbours.
  public enum Side: Sendable { case onLower, belowHalf, tie, aboveHalf }

  /// The bits of what rounds to the place `lower` or the next.
  public func rounded(
    lower: Int, _ side: Side, negative: Bool, _ mode: RoundingMode
  ) -> UInt64 {
    let up =
      switch (mode, side) {
      case (_, .onLower): false
      case (.nearestEven, .tie): lower % 2 == 1
      case (.nearestEven, _): side == .aboveHalf
      case (.towardZero, _): false
      case (.up, _): !negative
      case (.down, _): negative
      }
    return encoding(up ? lower + 1 : lower, negative: negative)
  }

  private func encoding(_ place: Int, negative: Bool) -> UInt64 {
    UInt64(saturates ? min(place, infinityPlace - 1) : place) | (negative ? signBit : 0)
  }

  /// The bits that a double rounds to, by bisection for its neighbours.
  /// - Precondition: not a NaN, and the format is not float64.
  public func rounded(_ x: Double, _ mode: RoundingMode) -> UInt64 {
    let negative = x.sign == .minus
    let m = x.magnitude
    guard m.isFinite else { return encoding(infinityPlace, negative: negative) }
    guard m < magnitude(infinityPlace) else {
      return rounded(lower: infinityPlace - 1, .aboveHalf, negative: negative, mode)
    }
    var (lower, upper) = (0, infinityPlace)
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if magnitude(middle) <= m { lower = middle } else { upper = middle }
    }
    // p + 1 bits: exact.
    let half = (magnitude(lower) + magnitude(upper)) / 2
    let side: Side =
      m == magnitude(lower) ? .onLower : m < half ? .belowHalf : m == half ? .tie : .aboveHalf
    return rounded(lower: lower, side, negative: negative, mode)
  }
}
