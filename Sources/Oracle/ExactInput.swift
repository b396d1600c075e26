import CMPFR
import FloatingPointFormats
import Functions

/// An argument as a user writes it: a decimal, a hex float, or the bits of a format (`InputBits`).
/// Exact: a decimal is the rational number it denotes, not the binary number next to it.
public struct ExactInput: Sendable, Hashable {
  public let text: String
  /// The nearest binary64 number; ±∞ and NaN for those, and ±∞ or ±0 for what is beyond the format.
  public let double: Double
  /// Whether `double` is the number itself.
  public let isBinary64: Bool
  /// What bits were taken for, as in `float32 bits of -12.93562126159668`; nil for a number.
  public let reading: String?

  /// - Parameter format: the format that bits are of, where they do not name it; nil for the one of so
  ///   many digits.
  /// - Throws: `OracleError` for anything that is not a number.
  public init(_ text: String, format: FormatName? = nil) throws {
    self.text = text
    if let bits = try InputBits(text, format: format) {
      double = bits.value
      isBinary64 = true
      reading = bits.reading
      return
    }
    reading = nil
    if let special = ExactInput.special(text) {
      double = special
      isBinary64 = true
      return
    }
    guard ExactInput.isNumber(text) else {
      throw OracleError(
        description:
          "not a number: '\(text.inAMessage)' (write a decimal, a hex float as -0x1.8p+1, inf, nan, "
          + "or bits as 0xc0400000)")
    }
    let x = ExactInput.parsed(text, precision: 64)
    guard x.isFinite, !x.containsZero || x.isPoint else {
      throw OracleError(description: "'\(text.inAMessage)' is beyond the range of exponents")
    }
    double = ExactInput.rounded(x)
    isBinary64 =
      x.isPoint && double.isFinite && x.contains(Interval(double, precision: 64))
  }

  private static func special(_ text: String) -> Double? {
    switch text.lowercased() {
    case "inf", "+inf", "infinity": .infinity
    case "-inf", "-infinity": -.infinity
    case "nan": .nan
    default: nil
    }
  }

  /// Whether the text is a decimal or hex float, in full.
  private static func isNumber(_ text: String) -> Bool {
    guard let last = text.last, last.isHexDigit || last == ".",
      text.allSatisfy({ $0.isHexDigit || "+-.xXpP".contains($0) })
    else { return false }
    let scratch = MPFloat(precision: 64) { mpfr_set_zero($0, 1) }
    return text.withCString { c in
      var end: UnsafeMutablePointer<CChar>?
      mpfr_strtofr(scratch.pointer, c, &end, base(text), MPFR_RNDN)
      return end.map { $0.pointee == 0 && UnsafePointer($0) != c } ?? false
    }
  }

  private static func base(_ text: String) -> Int32 {
    text.lowercased().contains("0x") ? 16 : 10
  }

  private static func parsed(_ text: String, precision: Int) -> Interval {
    MPFloat.widenExponents()
    func read(_ rounding: mpfr_rnd_t) -> MPFloat {
      MPFloat(precision: precision) { p in
        _ = text.withCString { mpfr_strtofr(p, $0, nil, base(text), rounding) }
      }
    }
    return Interval(lo: read(MPFR_RNDD), hi: read(MPFR_RNDU))
  }

  /// The nearest value of a format. Two neighbours of 64 bits have no midpoint of 54 bits or fewer
  /// between them, so all that lies between them rounds alike.
  private static func rounded<T: BinaryFormat>(_ x: Interval, to _: T.Type = T.self) -> T {
    Enclosure(interval: x, isOpen: !x.isPoint).rounded(to: T.self, .nearestEven) ?? .quietNaN
  }

  /// An enclosure of a finite number.
  func interval(precision: Int) -> Interval {
    isBinary64
      ? Interval(double, precision: precision) : ExactInput.parsed(text, precision: precision)
  }

  /// The correct rounding of the argument to a format.
  public func nearest(in format: FormatName) -> Double {
    guard double.isFinite, !isBinary64 else { return format.nearest(double) }
    let x = interval(precision: 64)
    func nearest<T: BinaryFormat>(_: T.Type) -> Double { ExactInput.rounded(x, to: T.self).double }
    return nearest(format.type)
  }

  /// Whether the format has the argument.
  public func isExact(in format: FormatName) -> Bool {
    double.isNaN || isBinary64 && format.nearest(double) == double
  }
}

extension String {
  /// The text as a message shows it: on one line, and of a long one only the beginning and the length.
  var inAMessage: String {
    count <= 60 ? onOneLine : "\(String(prefix(40)).onOneLine)… (\(count) characters)"
  }

  /// The text with line ends and other control characters written as escapes.
  var onOneLine: String {
    unicodeScalars.map {
      $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : String($0)
    }.joined()
  }
}
