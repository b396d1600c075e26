import Foundation
import Scoring

/// The scores of one function and order of derivative: a line for each format with its regions, then a line a
/// score, in the order of their names. Lines that are not replaced stay as they are, to the byte.
struct ScoreFile {
  /// A score in the file, with what was found beside it where the kernel is from elsewhere.
  struct Entry: Sendable {
    let score: Score
    var foreign: ForeignRecord?
  }

  /// What scores of a format have in common.
  private var common: [String: JSONText] = [:]
  private var lines: [String: (entry: Entry, text: String)] = [:]
  /// Lines that this version does not read, and the place of the first.
  private var unread: [String] = []
  private(set) var firstUnread: Int?

  init() {}

  init(_ text: String) {
    for (i, line) in text.split(separator: "\n").enumerated() {
      guard let json = JSONText(line) else {
        add(unread: line, at: i)
        continue
      }
      if json["kernel"] == nil, let format = json["format"]?.string, json["regions"] != nil {
        common[format] = json
      } else if let entry = entry(json) {
        lines[entry.score.stem] = (entry, String(line))
      } else {
        add(unread: line, at: i)
      }
    }
  }

  private mutating func add(unread line: Substring, at place: Int) {
    unread.append(String(line))
    firstUnread = firstUnread ?? place + 1
  }

  private func entry(_ line: JSONText) -> Entry? {
    guard let json = ScoreLine.unpacked(line, common: common[line["format"]?.string ?? ""]) else {
      return nil
    }
    let data = Data(json.text.utf8)
    if line["validation"] != nil {
      guard let record = try? JSONDecoder.suite.decode(ForeignRecord.self, from: data) else {
        return nil
      }
      return Entry(score: record.score, foreign: record)
    }
    guard let score = try? JSONDecoder.suite.decode(Score.self, from: data) else { return nil }
    return Entry(score: score)
  }

  var entries: [Entry] { lines.sorted { $0.key < $1.key }.map(\.value.entry) }

  /// Adds a score, in the place of one of the same kernel and formats.
  /// - Throws: where it cannot be encoded.
  mutating func set(_ entry: Entry) throws {
    let encoder = JSONEncoder.suite
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data =
      try entry.foreign.map { try encoder.encode($0) } ?? encoder.encode(entry.score)
    guard let json = JSONText(String(decoding: data, as: UTF8.self)) else {
      throw ScoringError("the score of \(entry.score.stem) is no JSON")
    }
    let format = entry.score.format.rawValue
    addCommon(entry.score, json, format)
    let line = ScoreLine.packed(json, common: common[format])
    lines[entry.score.stem] = (entry, line.text)
  }

  /// The first score of a format says what others may have in common with it; of its special values, the first
  /// that has those that are right, too.
  private mutating func addCommon(_ score: Score, _ json: JSONText, _ format: String) {
    guard score.question.signature.isUniform else { return }
    for (list, keys) in ScoreLine.shared where common[format]?[list] == nil {
      guard list != "specials" || score.specials.contains(where: \.ok),
        let columns = json[list]?.inColumns, columns.array == nil
      else { continue }
      let some = keys.map { ($0, columns[$0] ?? .null) }
      common[format, default: .object(["format": .scalar("\"\(format)\"")])][list] =
        .object(Dictionary(uniqueKeysWithValues: some))
    }
  }

  mutating func remove(where isStale: (Entry) -> Bool) {
    lines = lines.filter { !isStale($0.value.entry) }
    // What scores had in common goes with the last of them; lines that do not read may need it still.
    let formats = Set(lines.values.map { $0.entry.score.format.rawValue })
    if unread.isEmpty { common = common.filter { formats.contains($0.key) } }
  }

  /// The file; nil where nothing is in it.
  var text: String? {
    guard !lines.isEmpty || !unread.isEmpty else { return nil }
    let first = common.sorted { $0.key < $1.key }.map(\.value.text)
    let all = first + lines.sorted { $0.key < $1.key }.map(\.value.text) + unread
    return all.joined(separator: "\n") + "\n"
  }
}

extension Score {
  /// The file that it stands in, by its function and order: `gelu`, `gelu-derivative`.
  var fileName: String { GoldenTable.name(of: target).replacing(/[(),=]+/, with: "-") }
}
