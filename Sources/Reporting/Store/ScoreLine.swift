import Foundation
import Scoring

/// A score as a line of a file, where a file has a thousand: the same keys and figures, but lists of objects
/// in columns, and nothing twice. Documentation/Score.md says what is left out.
enum ScoreLine {
  private static let lists = ["histogram", "regions", "specials", "worst"]
  /// What scores of a function and a format have in common: columns that a file states once.
  static let shared = [
    "regions": ["name", "from", "to", "count"], "specials": ["input", "expected"],
  ]
  /// Of the largest finite errors, what they are where every error is finite.
  private static let same = ["max_finite_ulp": "max_ulp", "max_finite_ulp_input": "max_ulp_input"]

  /// - Parameters:
  ///   - json: a score, or a record with a score's keys.
  ///   - common: the columns that the file states for the format; those that are the same here are left out.
  static func packed(_ json: JSONText, common: JSONText?) -> JSONText {
    var line = json
    for key in lists {
      if let list = line[key] { line[key] = list.inColumns }
    }
    if case .object(let classes)? = line["classes"] {
      line["classes"] = .object(classes.filter { $0.value != .scalar("0") })
    }
    if case .object(let weighted)? = line["weighted"] {
      line["weighted"] = .object(
        weighted.mapValues { bounds in
          guard let low = bounds["low"], let high = bounds["high"] else { return bounds }
          return .array([low, high])
        })
    }
    packRegions(&line)
    packBins(&line)
    packExamples(&line)
    for (list, keys) in shared {
      for key in keys {
        guard let column = line[list]?[key], column == common?[list]?[key] else { continue }
        line[list]?[key] = nil
      }
    }
    return line
  }

  private static func packRegions(_ line: inout JSONText) {
    guard var regions = line["regions"], regions.array == nil else { return }
    let texts = (regions["profile"]?.array ?? []).map { column in
      JSONText.scalar("\"\(ProfileText.packed(numbers(column)))\"")
    }
    regions["profile"] = texts.allSatisfy { $0.string?.isEmpty == true } ? nil : .array(texts)
    if same.allSatisfy({ regions[$0.key] == regions[$0.value] }) {
      for key in same.keys { regions[key] = nil }
    }
    line["regions"] = regions
  }

  private static func numbers(_ column: JSONText) -> [Double?] {
    (column.array ?? []).map { number in
      switch number {
      case .scalar("null"): nil
      case .scalar(let text): Double(text) ?? .infinity
      default: nil
      }
    }
  }

  /// The score's own JSON.
  ///
  /// - Returns: nil for a line that is none.
  static func unpacked(_ line: JSONText, common: JSONText?) -> JSONText? {
    var json = line
    for (list, keys) in shared where json[list]?.array == nil {
      for key in keys where json[list]?[key] == nil { json[list]?[key] = common?[list]?[key] }
    }
    guard case .object(let classes)? = line["classes"], unpackRegions(&json) else { return nil }
    unpackBins(&json)
    unpackExamples(&json)
    if case .object(let weighted)? = line["weighted"] {
      json["weighted"] = .object(
        weighted.mapValues { bounds in
          guard let pair = bounds.array, pair.count == 2 else { return bounds }
          return .object(["low": pair[0], "high": pair[1]])
        })
    }
    json["classes"] = .object(none.merging(classes) { $1 })
    for key in lists {
      guard let rows = json[key]?.inRows else { return nil }
      json[key] = rows
    }
    return json
  }

  private static func unpackRegions(_ json: inout JSONText) -> Bool {
    guard var regions = json["regions"] else { return false }
    guard regions.array == nil else { return true }
    for (key, value) in same where regions[key] == nil { regions[key] = regions[value] }
    let count = regions["name"]?.array?.count ?? 0
    var profiles = [JSONText](repeating: .array([]), count: count)
    if let texts = regions["profile"]?.array {
      guard texts.count == count else { return false }
      for (i, text) in texts.enumerated() {
        guard let profile = text.string.flatMap(ProfileText.unpacked) else { return false }
        profiles[i] = .array(
          profile.map { .scalar($0.map { $0.isFinite ? "\($0)" : "\"inf\"" } ?? "null") })
      }
    }
    regions["profile"] = .array(profiles)
    json["regions"] = regions
    return true
  }

  /// No wrong result in any class.
  private static let none: [String: JSONText] = {
    let data = (try? JSONEncoder.suite.encode(ClassCounts())) ?? Data()
    guard case .object(let keys)? = JSONText(String(decoding: data, as: UTF8.self)) else {
      return [:]
    }
    return keys
  }()
}
