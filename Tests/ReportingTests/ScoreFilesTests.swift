import Foundation
import Scoring
import Testing

@testable import Reporting

@Suite struct ScoreFilesTests {
  private func folder(_ files: [String: String]) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "scores-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name)) }
    return url.path
  }

  private func line(_ scores: [Score]) throws -> String {
    let encoder = JSONEncoder.suite
    encoder.outputFormatting = [.sortedKeys]
    return try scores.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
      .joined(separator: "\n")
  }

  private func refusal<T>(_ body: () throws -> T) -> String {
    do { return "read \(try body())" } catch { return "\(error)" }
  }

  @Test func objectsArraysAndLinesAreRead() throws {
    let scores = ["a", "b", "c", "d"].map { Fixture(kernel: $0).score }
    let array = String(
      decoding: try JSONEncoder.suite.encode([scores[1], scores[2]]), as: UTF8.self)
    let place = try folder([
      "1.json": line([scores[0]]), "2.json": array, "3.jsonl": line([scores[3]]) + "\n\n",
      "notes.txt": "no score",
    ])
    defer { try? FileManager.default.removeItem(atPath: place) }
    #expect(try ScoreFiles.read(place) == scores)
  }

  @Test func whatCannotBeReadIsNamed() throws {
    let place = try folder(["a.jsonl": line([Fixture().score]) + "\n{\"kernel\": 1}\n"])
    defer { try? FileManager.default.removeItem(atPath: place) }
    #expect(
      refusal { try ScoreFiles.read(place) }.hasPrefix("\(place)/a.jsonl, line 2 is no score"))
    #expect(refusal { try ScoreFiles.read("\(place)/none") }.contains("is no folder"))
    let empty = try folder([:])
    defer { try? FileManager.default.removeItem(atPath: empty) }
    #expect(refusal { try ScoreFiles.read(empty) }.contains("has no scores"))
  }
}
