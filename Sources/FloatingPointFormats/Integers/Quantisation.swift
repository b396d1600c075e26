import Foundation

/// Per-tensor affine quantisation: the code q stands for the real number scale·(q − zeroPoint), exactly.
public struct Quantisation: Hashable, Sendable {
  /// Exact as it is: a scale that is a float32 in the kernel is to be one here.
  public let scale: Double
  public let zeroPoint: Int

  /// The scales of float32, subnormal ones too; products with codes are then far inside float64.
  package static let scales =
    Double(Float.leastNonzeroMagnitude)...Double(Float.greatestFiniteMagnitude)

  /// Nil where the scale is not a positive number in the range of float32, or the zero point is not of 32 bits.
  public init?(scale: Double, zeroPoint: Int = 0) {
    guard Quantisation.scales.contains(scale), Int32(exactly: zeroPoint) != nil else { return nil }
    (self.scale, self.zeroPoint) = (scale, zeroPoint)
  }

  /// The same with the nearest float32 as scale, as `0.05` is in a model's file.
  public init?(scale: Float, zeroPoint: Int = 0) {
    self.init(scale: Double(scale), zeroPoint: zeroPoint)
  }

  /// How many bits the scale's significand has, without zeros at its end.
  package var scaleBits: Int { scale.significandWidth + 1 }
}

extension Quantisation {
  /// A scale as users write it: a decimal is the nearest float32, since that is what models hold; a hex float and a
  /// fraction n/d are exact.
  ///
  /// Nil for what is no number, or is not in the range of float32; for a fraction that is no binary number; for a
  /// hex float of more than 53 bits.
  package static func scale(_ text: String) -> Double? {
    let scale: Double?
    if text.contains("/") {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { UInt32($0) }
      guard parts.count == 2, let n = parts[0], let d = parts[1], d > 0 else { return nil }
      // Without its odd part the denominator is a power of two, and the division exact.
      let odd = d >> UInt32(d.trailingZeroBitCount)
      scale = n % odd == 0 ? Double(n / odd) / Double(d / odd) : nil
    } else if text.lowercased().hasPrefix("0x") {
      scale = hexFloat(text)
    } else {
      scale =
        text.first?.isNumber == true || text.first == "." ? Float(text).map { Double($0) } : nil
    }
    return scale.flatMap { scales.contains($0) ? $0 : nil }
  }

  /// Nil where the digits do not fit in a double.
  private static func hexFloat(_ text: String) -> Double? {
    let digits = text.dropFirst(2).prefix { $0 != "p" && $0 != "P" }.filter { $0 != "." }
    let significant = digits.drop { $0 == "0" }.reversed().drop { $0 == "0" }
    // 13 digits are 52 bits at most; 14 of them are 53 where the first is 1.
    guard significant.count <= 13 || significant.count == 14 && significant.last == "1" else {
      return nil
    }
    return Double(text)
  }

  /// The scale so that `scale(_:)` reads it back: 1/2^k, the shortest decimal of a float32, or a hex float.
  package var scaleText: String {
    if scale.significand == 1, (-31 ... -4).contains(scale.exponent) {
      return "1/\(1 << -Int(scale.exponent))"
    }
    let single = Float(scale)
    guard Double(single) == scale else { return scale.hexFloat }
    let text = "\(single)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
