import Foundation
import Kernels
import Scoring

/// A measure of some kind of score that can be bounded from above, by its key.
package protocol BoundedMeasure: Sendable, Hashable {
  static var all: [Self] { get }
  var key: String { get }
  /// Whether it counts, so that its bound is a whole number.
  var isCount: Bool { get }
}

/// What a score has of a measure.
struct MeasureReading {
  var value: Double
  var text: String
  /// ` at x = -8.625 (0xc10a)`, or how many there are in all.
  var place = ""
}

extension BoundedMeasure {
  /// Reads `max_ulp=2,flushed=0`, in the order in which it is said.
  /// - Parameter example: for the message.
  /// - Throws: `ScoringError`, one line with the key and what it takes.
  static func bounds(_ text: String, as example: String) throws -> [(measure: Self, most: Double)] {
    var found: [(measure: Self, most: Double)] = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "=", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard parts.count == 2, !parts[0].isEmpty else {
        throw ScoringError(
          "cannot read '\(String(item).printable)'; write KEY=NUMBER by commas, as \(example)")
      }
      let measure = try Self(key: parts[0])
      guard !found.contains(where: { $0.measure == measure }) else {
        throw ScoringError("'\(measure.key)' is given twice")
      }
      found.append((measure, try measure.bound(parts[1])))
    }
    return found
  }

  /// - Throws: `ScoringError`, with the nearest keys.
  private init(key: String) throws {
    guard let measure = Self.all.first(where: { $0.key == key }) else {
      let keys = Self.all.map(\.key)
      throw ScoringError(
        "unknown key '\(key.printable)'"
          + (didYouMean(key, among: keys) ?? "; one of \(keys.joined(separator: ", "))"))
    }
    self = measure
  }

  /// Reads a bound.
  /// - Throws: `ScoringError`, which says what the key takes.
  private func bound(_ text: String) throws -> Double {
    let bound = isCount ? UInt64(text).map { Double($0) } : Double(text)
    guard let bound, bound.isFinite, bound >= 0 else {
      throw ScoringError(
        "'\(key)' takes a \(isCount ? "whole" : "finite") number that is not negative, not "
          + "'\(text.printable)'")
    }
    return bound
  }
}

/// A whole number without `.0`.
func shortest(_ x: Double) -> String {
  Int(exactly: x).map(String.init) ?? "\(x)"
}
