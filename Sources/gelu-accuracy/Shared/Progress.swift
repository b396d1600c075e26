import Foundation
import Scoring
import Synchronization

/// One line on standard error with rate and time left, at most ten times a second; silent where
/// standard error is no terminal.
final class Progress: Sendable {
  private let label: String
  private let isShown = isatty(STDERR_FILENO) != 0
  private let start = Date()
  private let last = Mutex(Date.distantPast)

  /// What a rate is divided by, and its name; nil for none.
  private let unit: (Double, String)?

  init(_ label: String, unit: (Double, String)? = (1e6, "M/s")) {
    self.label = label
    self.unit = unit
  }

  /// Of a search: time that passes has no rate.
  convenience init(_ label: String, _ budget: SearchBudget) {
    self.init(label, unit: budget.count == nil ? nil : (1e6, "M/s"))
  }

  func update(_ done: Int, _ total: Int) {
    guard isShown else { return }
    let now = Date()
    let isDue = last.withLock { last in
      guard now.timeIntervalSince(last) > 0.1 else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let seconds = max(now.timeIntervalSince(start), 1e-3)
    let rate = Double(done) / seconds
    let left = Double(total - done) / max(rate, 1e-9)
    let line =
      String(format: "%@ %5.1f %%", label, 100 * Double(done) / Double(total))
      + (unit.map { String(format: "  %.1f %@", rate / $0.0, $0.1) } ?? "")
      + String(format: "  %.0f s left", left)
    StandardStreams.complain("\r\u{1b}[K\(StandardStreams.shown(line))")
  }

  func finish() {
    if isShown { StandardStreams.complain("\r\u{1b}[K") }
  }
}
