import Foundation
import Scoring
import Testing

@testable import Comparing

/// Against a comparison in numpy and mpmath (Reference/Comparing).
@Suite struct IndependentComparisonTests {
  private struct Expected: Decodable {
    struct Closer: Decodable { var a, b, neither: Int }
    struct Gap: Decodable {
      var size: Double
      var at: String
    }
    struct Verdict: Decodable {
      var name: String
      var rtol, atol: Double
      var passes: Bool
      var failing: Int
      var first: String?
      var ratio: Double
      var at: String
    }
    var compared, equal: Int
    var closer: Closer
    var onlyARight, onlyBRight: Int
    var firsts: [String: String]
    var largest: [String: Gap]
    var tolerances: [Verdict]
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Reference/Comparing")

  /// The rows of a table: input, A and B.
  private static func rows(_ name: String) throws -> [[Float16]] {
    let text = try String(contentsOf: folder.appending(path: "\(name).csv"), encoding: .utf8)
    return try text.split(separator: "\n").dropFirst().map { line in
      try line.split(separator: ",").map {
        Float16(bitPattern: try #require(UInt16($0.dropFirst(2), radix: 16)))
      }
    }
  }

  @Test(arguments: ["wild", "mild"]) func agrees(_ name: String) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: "expected.json"))
    let expected = try #require(
      JSONDecoder.suite.decode([String: Expected].self, from: data)[name])
    let rows = try Self.rows(name)
    let comparison = try compared(
      rows.map { $0[0] }, rows.map { $0[1] }, rows.map { $0[2] }, against: .init(.gelu))
    let found = try #require(comparison.outputs)
    #expect(found.compared == expected.compared && found.equal == expected.equal)
    #expect(found.closer.a == expected.closer.a && found.closer.b == expected.closer.b)
    #expect(found.closer.neither == expected.closer.neither)
    #expect(found.onlyARight.count == expected.onlyARight)
    #expect(found.onlyBRight.count == expected.onlyBRight)
    #expect(found.firstDifference?.input == expected.firsts["first"])
    #expect(found.closer.firstA?.input == expected.firsts["a"])
    #expect(found.closer.firstB?.input == expected.firsts["b"])
    #expect(found.onlyARight.first?.input == expected.firsts["only_a"])
    #expect(found.onlyBRight.first?.input == expected.firsts["only_b"])
    let gaps = found.largest
    for (gap, size) in [
      (expected.largest["absolute"], gaps.absolute.map { ($0.size, $0.at.input) }),
      (expected.largest["relative"], gaps.relative.map { ($0.size, $0.at.input) }),
      (expected.largest["steps"], gaps.steps.map { (Double($0.size), $0.at.input) }),
    ] {
      #expect(gap?.size == size?.0 && gap?.at == size?.1, "\(String(describing: size))")
    }
    try agree(found.tolerances, expected.tolerances)
  }

  private func agree(_ found: [ToleranceVerdict], _ expected: [Expected.Verdict]) throws {
    #expect(found.map(\.name) == expected.map(\.name))
    for (verdict, right) in zip(found, expected) {
      #expect(verdict.rtol == right.rtol && verdict.atol == right.atol, "\(right.name)")
      #expect(
        verdict.passes == right.passes && verdict.failing == right.failing, "\(right.name)")
      #expect(verdict.firstFailing?.input == right.first, "\(right.name)")
      #expect(
        verdict.ratio == right.ratio && verdict.ratioAt?.input == right.at,
        "\(right.name): \(verdict.ratio ?? -1) at \(verdict.ratioAt?.input ?? "")")
    }
  }
}
