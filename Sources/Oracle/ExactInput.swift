import CMPFR
import FloatingPointFormats

/// An argument as a user writes it: a decimal, a hex float, or `bits:` of a format. Exact: a decimal
/// is the rational number it denotes, not the binary number next to it.
public struct ExactInput: Sendable, Hashable {
  public let text: String
  /// The nearest binary64 number; ±∞ and NaN for those.
  public let double: Double
  /// Whether `double` is the number itself.
  public let isBinary64: Bool

  /// - Parameter format: which format four hex digits of `bits:` are of.
  /// - Throws: `OracleError` for anything that is not a number.
  public init(_ text: String, format: FormatName? = nil) throws {
    self.text = text
    if text.hasPrefix("bits:") {
      double = try ExactInput.value(bits: text.dropFirst(5), text, format)
      isBinary64 = true
      return
    }
    guard let x = ExactInput.nearest(text) else {
      throw OracleError(
        description:
          "not a number: '\(text)' (write a decimal, a hex float as -0x1.8p+1, inf, nan, "
          + "or bits:c0400000)")
    }
    double = x
    isBinary64 =
      !x.isFinite
      || ExactInput.parsed(text, precision: 64).isPoint
        && ExactInput.parsed(text, precision: 64).contains(Interval(x, precision: 64))
  }

  private static func value(
    bits: Substring, _ text: String, _ format: FormatName?
  ) throws -> Double {
    guard let pattern = UInt64(bits, radix: 16), [4, 8, 16].contains(bits.count) else {
      throw OracleError(description: "'\(text)' is not bits: of 4, 8 or 16 hex digits")
    }
    switch (bits.count, format) {
    case (4, .float16): return Float16(bitPattern: UInt16(pattern)).double
    case (4, .bfloat16): return BFloat16(bitPattern: UInt16(pattern)).double
    case (8, nil), (8, .float32): return Float(bitPattern: UInt32(pattern)).double
    case (16, nil), (16, .float64): return Double(bitPattern: pattern)
    case (4, nil):
      throw OracleError(
        description: "'\(text)' may be float16 or bfloat16: say which with --format")
    default:
      throw OracleError(
        description:
          "'\(text)' has \(bits.count) hex digits, which \(format?.rawValue ?? "") has not")
    }
  }

  /// The nearest double, or nil if the text is not a number in full.
  private static func nearest(_ text: String) -> Double? {
    switch text.lowercased() {
    case "inf", "+inf", "infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    case "nan": return .nan
    default: break
    }
    guard let last = text.last, last.isHexDigit || last == ".",
      text.contains(where: \.isHexDigit), !text.contains("_"), !text.contains("@")
    else { return nil }
    var whole = false
    let x = MPFloat(precision: 53) { p in
      text.withCString { c in
        var end: UnsafeMutablePointer<CChar>?
        mpfr_strtofr(p, c, &end, 0, MPFR_RNDN)
        whole = end.map { $0.pointee == 0 && UnsafePointer($0) != c } ?? false
      }
    }
    // Rounded again only where the result is subnormal, which `ExactInput` then calls inexact.
    return whole ? x.rounded(.nearestEven) : nil
  }

  private static func parsed(_ text: String, precision: Int) -> Interval {
    func read(_ rounding: mpfr_rnd_t) -> MPFloat {
      MPFloat(precision: precision) { p in
        _ = text.withCString { mpfr_strtofr(p, $0, nil, 0, rounding) }
      }
    }
    return Interval(lo: read(MPFR_RNDD), hi: read(MPFR_RNDU))
  }

  /// An enclosure of a finite number.
  func interval(precision: Int) -> Interval {
    isBinary64
      ? Interval(double, precision: precision) : ExactInput.parsed(text, precision: precision)
  }

  /// The correct rounding of the argument to a format.
  public func nearest(in format: FormatName) -> Double {
    guard double.isFinite, !isBinary64 else { return format.nearest(double) }
    // A decimal, rounded once: the precision doubles until both ends agree.
    var precision = 128
    while true {
      let x = interval(precision: precision)
      let (a, b) = (format.rounded(x.lo), format.rounded(x.hi))
      if a == b || precision > 4096 { return a }
      precision *= 2
    }
  }

  /// Whether the format has the argument.
  public func isExact(in format: FormatName) -> Bool {
    double.isNaN || isBinary64 && format.nearest(double) == double
  }
}

extension FormatName {
  func nearest(_ x: Double) -> Double {
    switch self {
    case .float16: Float16(nearest: x).double
    case .bfloat16: BFloat16(nearest: x).double
    case .float32: Float(nearest: x).double
    case .float64: x
    }
  }

  fileprivate func rounded(_ x: MPFloat) -> Double {
    switch self {
    case .float16: (x.rounded(.nearestEven) as Float16).double
    case .bfloat16: (x.rounded(.nearestEven) as BFloat16).double
    case .float32: (x.rounded(.nearestEven) as Float).double
    case .float64: x.rounded(.nearestEven)
    }
  }
}

extension Oracle {
  /// The exact value at an argument to so many significant digits, correctly rounded.
  public func decimal(at x: ExactInput, digits: Int) throws -> String {
    if x.isBinary64 || !x.double.isFinite || limit(at: x.double) != nil && derivative > 0 {
      return try decimal(at: x.double, digits: digits)
    }
    return try ziv("\(digits) digits of \(function.name) at \(x.text)") { precision in
      let point = x.interval(precision: precision)
      let value =
        function.isPiecewiseLinear
        ? linear(point, x.double) : enclosure(at: point, near: x.double).interval
      return value.decimal(digits: digits)
    }
  }

  private func linear(_ point: Interval, _ x: Double) -> Interval {
    if x < 0 && function.kind == .relu { return point.constant(.integer(0)) }
    return x < 0 ? point.times(.decimal(function.slope)) : point
  }
}
