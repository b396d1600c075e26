import FloatingPointFormats
import Foundation

/// A format's magnitudes straight from IEEE 754, 3.4, and rounding by comparison with neighbours
/// and midpoints: a second computation, which shares no code with the one under test.
///
/// A magnitude has a *place* on the line: 0 for zero, 1 for the smallest subnormal, and so on. The
/// place of infinity stands for 2^(emax+1), which is what rounding compares with.
public struct ReferenceFormat: Sendable {
  public let width: Int
  public let precision: Int

  public static let float16 = ReferenceFormat(width: 16, precision: 11)
  public static let bfloat16 = ReferenceFormat(width: 16, precision: 8)
  public static let float32 = ReferenceFormat(width: 32, precision: 24)
  public static let float64 = ReferenceFormat(width: 64, precision: 53)

  public static func of(_ name: FormatName) -> ReferenceFormat {
    guard let format = all[name] else { preconditionFailure("no reference of \(name.rawValue)") }
    return format
  }

  private static let all: [FormatName: ReferenceFormat] = [
    .float16: float16, .bfloat16: bfloat16, .float32: float32, .float64: float64,
  ]

  private var bias: Int { (1 << (width - precision - 1)) - 1 }
  public var infinityPlace: Int { (2 * bias + 1) << (precision - 1) }
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
    return UInt64(up ? lower + 1 : lower) | (negative ? signBit : 0)
  }

  /// The bits that a double rounds to, by bisection for its neighbours.
  /// - Precondition: not a NaN, and the format is not float64.
  public func rounded(_ x: Double, _ mode: RoundingMode) -> UInt64 {
    let negative = x.sign == .minus
    let m = x.magnitude
    guard m.isFinite else { return UInt64(infinityPlace) | (negative ? signBit : 0) }
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
