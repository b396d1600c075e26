import Digests
import Foundation
import Testing

@testable import Scoring

/// Ranges that are read from a kept part are held to what a run can have found.
@Suite struct KeptRangesTests {
  /// A kept part with its JSON changed, and the checksum made right again by writing it anew.
  private func changed(_ change: (inout [String: Any]) -> Void) throws -> PartialScore {
    let data = try JSONEncoder.suite.encode(KeptFileTests.part)
    var object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    var accumulator = try #require(object["accumulator"] as? [String: Any])
    change(&accumulator)
    object["accumulator"] = accumulator
    return try JSONDecoder.suite.decode(
      PartialScore.self, from: JSONSerialization.data(withJSONObject: object))
  }

  private func withLists(_ change: (inout [String: [String: Any]]) -> Void) throws -> PartialScore {
    try changed { accumulator in
      var ranges = accumulator["ranges"] as? [String: Any] ?? [:]
      var lists = ranges["lists"] as? [String: [String: Any]] ?? [:]
      change(&lists)
      ranges["lists"] = lists
      accumulator["ranges"] = ranges
    }
  }

  @Test func soundOnesComeBack() throws {
    let same = try changed { _ in }
    #expect(same == KeptFileTests.part)
    try same.check()
    #expect(same.accumulator.ranges?.lists.count ?? 0 > 5)
  }

  /// Every number of every kept run, one more and one less.
  @Test func runsAreHeldToTheInputs() throws {
    let lists = try #require(KeptFileTests.part.accumulator.ranges?.lists)
    for (c, list) in lists {
      for i in list.kept.indices.prefix(4) {
        for (key, by) in [("left", 1), ("from", -1), ("to", 1), ("count", 1), ("count", -1)] {
          let wrong = try withLists { lists in
            guard var runs = lists[c.rawValue]?["kept"] as? [[String: Any]],
              let number = runs[i][key] as? Int
            else { return }
            runs[i][key] = number + by
            lists[c.rawValue]?["kept"] = runs
          }
          #expect(wrong != KeptFileTests.part)
          #expect(throws: ScoringError.self, "\(c) \(i) \(key)") { try wrong.check() }
        }
      }
      for key in ["inputs", "runs"] {
        let wrong = try withLists { lists in
          let number = lists[c.rawValue]?[key] as? Int ?? 0
          lists[c.rawValue]?[key] = number - 1000
        }
        #expect(throws: ScoringError.self, "\(c) \(key)") { try wrong.check() }
      }
    }
  }

  @Test func otherInputsAreRefused() throws {
    var wrong = KeptFileTests.part
    wrong.accumulator.ranges?.markInfinite(.flushed, 77)
    #expect(throws: ScoringError.self) { try wrong.check() }
    wrong.accumulator.ranges = ClassRanges()
    #expect(throws: ScoringError.self) { try wrong.check() }
    wrong.accumulator.ranges = nil
    let error = #expect(throws: ScoringError.self) { try wrong.check() }
    #expect(error?.description == "it does not say in which ranges classes occur")
  }

  /// A part without these keys is another build's, and the line says so.
  @Test func partsOfOlderBuilds() throws {
    let data = try JSONEncoder.suite.encode(KeptFileTests.part)
    var text = String(decoding: data, as: UTF8.self)
    text = text.replacing("\"nans\" :", with: "\"nights\" :")
      .replacing(Build.id, with: "0123456789abcdef")
    let line = try complaint(text)
    #expect(line.contains("build 0123456789ab made it and this is build"), "\(line)")
    text = text.replacing("0123456789abcdef", with: Build.id)
    #expect(try complaint(text).contains("is no part of a run"))
  }

  private func complaint(_ json: String) throws -> String {
    let rest = Data(json.utf8.dropFirst(2))
    let sealed =
      Data("{\n  \"checksum\" : \"\(SHA256.hexDigest(of: rest))\",\n".utf8) + rest
    let error = try KeptFileTests.inFile(sealed) { path in
      #expect(throws: ScoringError.self) { try PartialScore(readingFrom: path) }
    }
    return error?.description ?? ""
  }
}
