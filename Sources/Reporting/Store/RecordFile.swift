import Foundation
import Scoring

/// A file with a line a record, in the order of what the records are of. Lines that are not replaced stay as they
/// are, those that this version does not read too.
struct RecordFile<Record: Codable & Named> {
  private var lines: [String: (record: Record, text: String)] = [:]
  private var unread: [String] = []

  init() {}

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      if let json = JSONText(line), let list = json[Record.list]?.inRows {
        var rows = json
        rows[Record.list] = list
        read(rows.text, line)
      } else {
        read(String(line), line)
      }
    }
  }

  private mutating func read(_ json: String, _ line: Substring) {
    if let record = try? JSONDecoder.suite.decode(Record.self, from: Data(json.utf8)) {
      lines[record.fullName] = (record, String(line))
    } else {
      unread.append(String(line))
    }
  }

  var records: [Record] { lines.sorted { $0.key < $1.key }.map(\.value.record) }

  mutating func set(_ record: Record) throws {
    let encoder = JSONEncoder.suite
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(record), as: UTF8.self)
    guard var json = JSONText(text) else {
      throw ScoringError("the record of \(record.fullName) is no JSON")
    }
    if let list = json[Record.list] { json[Record.list] = list.inColumns }
    lines[record.fullName] = (record, json.text)
  }

  mutating func remove(where isStale: (Record) -> Bool) {
    lines = lines.filter { !isStale($0.value.record) }
  }

  /// The file; nil where nothing is in it.
  var text: String? {
    guard !lines.isEmpty || !unread.isEmpty else { return nil }
    return (lines.sorted { $0.key < $1.key }.map(\.value.text) + unread).joined(separator: "\n")
      + "\n"
  }
}

/// What a record is of: no two of a file have the same name.
protocol Named {
  var kernel: String { get }
  var fullName: String { get }
  /// A key whose list of objects stands in columns; empty where there is none.
  static var list: String { get }
}
