import Foundation
import Scoring

/// Numbers as reports print them: four significant digits, never more than are certified.
package enum Figures {
  /// A ULP error. Where four digits would print ½ or 1 for a number that is not, and so hide whether
  /// a result is correctly rounded or faithful, as many more as tell them apart, up to the nine that
  /// a score has.
  package static func ulp(_ x: Double) -> String {
    if x.isNaN { return "NaN" }
    let sign = x < 0 ? "-" : ""
    let m = x.magnitude
    if m.isInfinite { return sign + "∞" }
    if m >= 1000 && m < 99_999.5 { return sign + grouped(UInt64(m.rounded())) }
    for digits in 4..<9 {
      let text = String(format: "%.\(digits)g", m)
      if ![0.5, 1].contains(Double(text)) || Double(text) == m { return sign + text }
    }
    return sign + String(format: "%.9g", m)
  }

  /// 13215 as 13,215; from 10^7 on in exponential form.
  package static func count(_ n: UInt64) -> String {
    n < 10_000_000 ? grouped(n) : String(format: "%.4g", Double(n))
  }

  /// Never in exponential form: what was counted one by one can be read one by one.
  package static func count(_ n: Int) -> String { grouped(UInt64(max(0, n))) }

  /// `1 input`, `13,215 inputs`; another plural than with an s where one is given.
  package static func count(_ n: Int, _ noun: String, plural: String? = nil) -> String {
    count(n) + " " + (n == 1 ? noun : plural ?? noun + "s")
  }

  private static func grouped(_ n: UInt64) -> String {
    var groups: [String] = []
    var rest = n
    while rest >= 1000 {
      groups.append(String(format: "%03d", Int(rest % 1000)))
      rest /= 1000
    }
    return ([String(rest)] + groups.reversed()).joined(separator: ",")
  }

  /// A share in percent; 100 % only where it is all of them, 0 % only where it is none. Where all but
  /// a few are, how many are not.
  package static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    if part == whole { return "100 %" }
    if part == 0 { return "0 %" }
    let percent = 100 * Double(part) / Double(whole)
    if percent < 0.001 { return "<0.001 %" }
    if percent >= 99.999 { return "all but \(count(whole - part))" }
    return String(format: "%.3f %%", percent)
  }

  /// `a`, `a and b`, `a, b and c`.
  package static func list(_ items: [String]) -> String {
    guard items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + items[items.count - 1]
  }
}
