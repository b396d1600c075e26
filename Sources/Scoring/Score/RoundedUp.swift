import Foundation

/// x to so many significant digits, never less than x.
package func roundedUp(_ x: Double, digits: Int) -> Double {
  guard x > 0, x.isFinite else { return x }
  let text = String(format: "%.\(digits - 1)e", x)
  guard let near = Double(text), near < x, let e = text.firstIndex(of: "e"),
    let exponent = Int(text[text.index(after: e)...])
  else { return finite(Double(text)) ?? x }
  return finite(
    Double(String(format: "%.\(digits - 1)e", near + pow(10, Double(exponent + 1 - digits))))) ?? x
}

/// Rounding up at the end of the range leaves it.
private func finite(_ x: Double?) -> Double? { x.flatMap { $0.isFinite ? $0 : nil } }
