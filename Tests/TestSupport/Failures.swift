/// Collects what a check found wrong: all are counted, the first few kept to be shown. A loop over
/// many inputs ends in one expectation on this.
public struct Failures: CustomStringConvertible {
  public private(set) var count = 0
  /// How many things were looked at; a check that looked at nothing proves nothing.
  public private(set) var checked = 0
  private var first: [String] = []

  public init() {}

  public mutating func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    checked += 1
    guard !holds else { return }
    count += 1
    if first.count < 5 { first.append(message()) }
  }

  /// True if something was checked and nothing failed.
  public var isEmpty: Bool { count == 0 && checked > 0 }

  public var description: String {
    "\(count) of \(checked) failed" + (first.isEmpty ? "" : ":\n" + first.joined(separator: "\n"))
  }
}
