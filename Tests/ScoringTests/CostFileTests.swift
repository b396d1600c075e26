import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Testing

@testable import Scoring

/// Costs as they are kept, and what two builds are compared on.
@Suite struct CostFileTests {
  static let build = CostBuild(
    command: "make costs", flags: "-Xcc -march=x86-64-v3",
    [
      "compiler": "Swift 6", "commit": "0123abc", "processor": "a processor",
      "date": "2026-01-01T00:00:00Z",
    ], call: 2)

  static func cost(_ kernel: String, _ ns: Double, outputs: String? = "0123456789ab") -> KernelCost
  {
    var cost = KernelCost(kernel: kernel, format: .float32, nanoseconds: ns)
    (cost.latency, cost.outputs) = (2 * ns, outputs)
    return cost
  }

  private func written(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "costs-\(UUID()).jsonl").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Costs of older builds have three keys.
  @Test func oldKeys() throws {
    let text = #"{"kernel": "erf", "format": "bfloat16", "nanoseconds": 9.5}"#
    let cost = try JSONDecoder.suite.decode(KernelCost.self, from: Data(text.utf8))
    #expect(cost == KernelCost(kernel: "erf", format: .bfloat16, nanoseconds: 9.5))
    #expect(cost.latency == nil && cost.baseline == nil && cost.outputs == nil)
  }

  @Test func comesBackAsItWasWritten() throws {
    let file = CostFile(Self.build, [Self.cost("erf", 9), Self.cost("best", 14.25)])
    let text = String(decoding: try file.jsonLines, as: UTF8.self)
    #expect(text.split(separator: "\n").count == 3)
    let path = try written(text + "\n")
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try CostFile(contentsOf: path) == file)
  }

  /// What cannot be used is named with its line.
  @Test(arguments: [
    ("", "is empty"), ("{}\n", "line 1"), ("BUILD\n{\"kernel\": \"erf\"}\n", "line 2"),
    ("BUILD\n{\"kernel\": \"a\", \"format\": \"float32\", \"nanoseconds\": 0}", "line 2: a time"),
    (
      "BUILD\nCOST\n{\"kernel\": \"a\", \"format\": \"float32\", \"nanoseconds\": 1, \"latency\": -1}",
      "line 3: a time"
    ),
  ])
  func damaged(_ text: String, _ complaint: String) throws {
    let good = try CostFile(Self.build, [Self.cost("erf", 9)]).jsonLines.split(separator: 10)
    let path = try written(
      text.replacing("BUILD", with: String(decoding: good[0], as: UTF8.self))
        .replacing("COST", with: String(decoding: good[1], as: UTF8.self)))
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try CostFile(contentsOf: path)
      Issue.record("\(text) was read")
    } catch {
      #expect("\(error)".contains(path) && "\(error)".contains(complaint), "\(error)")
    }
  }

  /// Costs alone may come without the build that they are of; where the build is asked for, it is missing.
  @Test func withoutABuild() throws {
    let all = try CostFile(Self.build, [Self.cost("erf", 9)]).jsonLines
    let line = String(decoding: all.split(separator: 10)[1], as: UTF8.self)
    for text in [line, String(decoding: all, as: UTF8.self)] {
      let path = try written(text)
      defer { try? FileManager.default.removeItem(atPath: path) }
      #expect(try CostFile.costs(contentsOf: path) == [Self.cost("erf", 9)])
      #expect(((try? CostFile(contentsOf: path)) == nil) == (text == line))
    }
    for (text, complaint) in [
      (line.replacing("float32", with: "fp3"), "line 1: not a line"), ("{", "line 1: not a line"),
      (line.replacing("9", with: "-1"), "line 1: a time"),
    ] {
      let path = try written(text)
      defer { try? FileManager.default.removeItem(atPath: path) }
      let error = #expect(throws: ScoringError.self) { try CostFile.costs(contentsOf: path) }
      #expect(error?.description.contains(complaint) == true, "\(text)")
    }
  }

  /// A baseline's times are taken over where the outputs are the same, and only there.
  @Test func baseline() throws {
    var file = CostFile(Self.build, [Self.cost("a", 1), Self.cost("b", 2), Self.cost("c", 3)])
    let other = CostFile(
      Self.build,
      [Self.cost("a", 10), Self.cost("b", 20, outputs: "ba9876543210"), Self.cost("d", 1)])
    #expect(file.add(baseline: other) == ["b float32", "c float32", "d float32"])
    #expect(file.costs.map(\.baseline) == [10, nil, nil])
    #expect(file.costs.map(\.nanoseconds) == [1, 2, 3])
    #expect(file.build.baseline == other.build.build)
  }

  /// Kernels without a digest are not taken to be equal.
  @Test func noDigestIsNoProof() {
    var file = CostFile(Self.build, [Self.cost("a", 1, outputs: nil)])
    #expect(file.add(baseline: file) == ["a float32"])
  }

  @Test func leastOfTwo() {
    let least = Self.cost("a", 3).least(Self.cost("a", 2))
    #expect(least.nanoseconds == 2 && least.latency == 4)
  }
}
