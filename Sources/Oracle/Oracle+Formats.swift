import CMPFR
import FloatingPointFormats
import Functions

extension Oracle {
  /// The correct rounding in a format known by name, as a double.
  public func rounded(
    at x: Double, to format: FormatName, _ mode: RoundingMode = .nearestEven
  ) throws -> Double {
    func value<T: BinaryFormat>(_: T.Type) throws -> Double {
      try rounded(at: x, to: T.self, mode).double
    }
    return try value(format.type)
  }

  /// The exponent of ulp(G).
  public func ulpExponent(at x: Double, in format: FormatParameters) throws -> Int {
    try ziv(at: x, "the binade") { $0.ulpExponent(in: format) }
  }

  /// The value at ±∞, rounded to nearest in a format.
  package func limitValue(at infinity: Double, in format: FormatName = .float64) -> Double {
    (try? rounded(at: infinity, to: format)) ?? .nan
  }
}
