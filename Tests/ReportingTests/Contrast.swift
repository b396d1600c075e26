import Foundation

/// WCAG's contrast of two colours.
enum Contrast {
  static func of(_ a: String, _ b: String) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  private static func luminance(_ colour: String) -> Double {
    let parts = [1, 3, 5].map { start -> Double in
      let from = colour.index(colour.startIndex, offsetBy: start)
      let c = Double(UInt8(colour[from...].prefix(2), radix: 16) ?? 0) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
