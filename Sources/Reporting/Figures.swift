import Foundation
import Scoring

/// Numbers as reports print them.
enum Figures {
  /// A ULP error to four digits; more just above 1/2, where they decide a verdict.
  static func ulp(_ x: Double) -> String {
    if x.isNaN { return "NaN" }
    if x.isInfinite { return x < 0 ? "−∞" : "∞" }
    if x == 0 { return "0" }
    let m = x.magnitude
    let text =
      if m > 0.5 && m < 0.501 {
        String(format: "%.9g", m)
      } else if m >= 1e5 || m < 1e-3 {
        String(format: "%.3e", m)
      } else if m >= 1000 {
        grouped(UInt64(m.rounded()))
      } else {
        String(format: "%.4g", m)
      }
    return (x < 0 ? "−" : "") + text
  }

  /// 13215 as 13,215; from 10^7 on in exponential form.
  static func count(_ n: UInt64) -> String {
    n < 10_000_000 ? grouped(n) : String(format: "%.3e", Double(n))
  }

  static func count(_ n: Int) -> String { grouped(UInt64(max(0, n))) }

  private static func grouped(_ n: UInt64) -> String {
    var groups: [String] = []
    var rest = n
    while rest >= 1000 {
      groups.append(String(format: "%03d", Int(rest % 1000)))
      rest /= 1000
    }
    return ([String(rest)] + groups.reversed()).joined(separator: ",")
  }

  /// A share in percent; 100 % only where it is all of them.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    if part == whole { return "100 %" }
    let percent = min(99.999, 100 * Double(part) / Double(whole))
    return String(format: "%.3f %%", percent)
  }
}

/// A Markdown table; cells must not contain line breaks, and bars are escaped.
struct Table {
  /// Titles, right-aligned where they end in a colon, which is not shown.
  var titles: [String]
  var rows: [[String]] = []

  var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let heads = titles.map { $0.hasSuffix(":") ? String($0.dropLast()) : $0 }
    let rule = "|" + titles.map { $0.hasSuffix(":") ? "---:" : "---" }.joined(separator: "|") + "|"
    return ([line(heads), rule] + rows.map(line)).joined(separator: "\n")
  }
}

extension Score {
  /// `gelu`, or `gelu′` for the derivative.
  var target: String { function + (derivative == 1 ? "′" : "") }

  /// `erf-bfloat16`, with the function where it is not the kernel's own.
  func stem(own: String) -> String {
    "\(kernel)-\(format.rawValue)" + (function == own ? "" : "-against-\(function)")
  }

  /// A mark for a maximum over a sample.
  var boundMark: String { bound == .exact ? "" : "≥ " }
}
