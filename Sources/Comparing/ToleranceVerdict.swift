import FloatingPointFormats
import Foundation
import Scoring

/// Whether a test that holds actual outputs to desired ones by a library's default tolerance would pass.
public struct ToleranceVerdict: Sendable, Equatable, Encodable {
  public let name: String
  public let rtol, atol: Double
  public let nan: Tolerance.NaNRule
  public let source: String
  public let passes: Bool
  /// How many outputs fail, and the first input where one does.
  public let failing: Int
  public let firstFailing: ComparedOutputs.Difference?
  /// The largest |actual − desired|/(atol + rtol·|desired|) of finite outputs, to four digits: at most 1 where all
  /// of them pass. Nil where there are none.
  public let ratio: Double?
  public let ratioAt: ComparedOutputs.Difference?
}

extension ToleranceVerdict {
  /// - Parameter difference: an input with its outputs in bits.
  init(
    _ tolerance: Tolerance, _ sums: ToleranceSums,
    _ difference: (PairPlace) throws -> ComparedOutputs.Difference
  ) rethrows {
    (name, rtol, atol) = (tolerance.name, tolerance.rtol, tolerance.atol)
    (nan, source) = (tolerance.nan, tolerance.source)
    (passes, failing) = (sums.failing.count == 0, sums.failing.count)
    firstFailing = try sums.failing.first.map(difference)
    ratio = sums.ratio.size.map(shownRatio)
    ratioAt = try sums.ratio.place.map(difference)
  }

  /// One line for a terminal.
  package func line(in signature: Signature) -> String {
    let name = name.padding(toLength: 30, withPad: " ", startingAt: 0)
    func place(_ d: ComparedOutputs.Difference?) -> String {
      d.map { " at x = \(signature.input.exactDecimal(hex: $0.input))" } ?? ""
    }
    let head = "    \(name) rtol \(rtol), atol \(atol): "
    guard !passes else {
      return head + "passes"
        + (ratio.map { ", at most \($0) of what it allows\(place(ratioAt))" } ?? "")
    }
    let most =
      ratio.map { $0 > 1 ? "; up to \($0) times what it allows\(place(ratioAt))" : "" } ?? ""
    return head + "fails at \(counted(failing, "input")), first\(place(firstFailing))\(most)"
  }
}

private func counted(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }

/// Four digits, and never 1 for a ratio that is another.
private func shownRatio(_ ratio: Double) -> Double {
  for digits in 4...16 {
    guard let shown = Double(String(format: "%.\(digits)g", ratio)) else { break }
    if shown != 1 { return shown }
  }
  return ratio
}
