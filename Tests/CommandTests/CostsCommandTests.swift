import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Testing

@testable import gelu_accuracy

/// Measuring costs, comparing two builds, and the costs that are committed.
@Suite struct CostsCommandTests {
  private let fast = ["--rounds", "1", "--milliseconds", "1"]

  @Test func measuresEveryFormat() throws {
    let files = try Files()
    let path = files.path("costs.jsonl")
    let run = try Run(
      ["costs", "relu", "erf+f64", "--json", path, "--flags=-O"] + fast,
      ["GELU_ACCURACY_COMPILER": "Swift", "GELU_ACCURACY_COMMIT": "0123abc"])
    #expect(run.status == 0 && run.out.isEmpty, "\(run.err)")
    let file = try CostFile(contentsOf: path)
    #expect(
      file.costs.map { "\($0.kernel) \($0.format.rawValue)" }
        == [
          "relu float16", "erf+f64 float16", "relu bfloat16", "erf+f64 bfloat16", "relu float32",
          "erf+f64 float32", "relu float64",
        ].sorted { a, b in rank(a) < rank(b) })
    #expect(file.costs.allSatisfy { ($0.latency ?? 0) > 0 && $0.outputs?.count == 12 })
    #expect(
      (file.build.flags, file.build.compiler, file.build.commit) == ("-O", "Swift", "0123abc"))
    #expect(file.build.build == CostBuild.compiledFor && file.build.call > 0)
  }

  private func rank(_ name: String) -> Int {
    let format = FormatName.reported.firstIndex { name.hasSuffix(" \($0.rawValue)") } ?? 9
    return 2 * format + (name.hasPrefix("relu") ? 1 : 0)
  }

  /// Another build's times are taken over; where its outputs differ nothing is written.
  @Test func comparesWithABaseline() throws {
    let files = try Files()
    let (base, path) = (files.path("base.jsonl"), files.path("costs.jsonl"))
    #expect(try Run(["costs", "relu", "--json", base] + fast).status == 0)
    let both = ["costs", "relu", "--json", path, "--baseline", base] + fast
    #expect(try Run(both).status == 0)
    let file = try CostFile(contentsOf: path)
    #expect(
      file.costs.map(\.baseline) == (try CostFile(contentsOf: base)).costs.map(\.nanoseconds))
    try FileManager.default.removeItem(atPath: path)
    let text = try String(contentsOfFile: base, encoding: .utf8)
    let digest = try #require(file.costs[2].outputs)
    _ = try files.write(text.replacing(digest, with: "000000000000"), "base.jsonl")
    let run = try Run(both)
    #expect(run.status == 1 && run.out.isEmpty)
    #expect(run.err.contains("relu float32") && run.err.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// The committed costs are of kernels that there are, from a build with FMA and F16C, and a fused multiply-add
  /// is no call: no contracted kernel takes three times its formula's usual time.
  @Test func committed() throws {
    let path = DocumentationTests.root.appending(path: "Reports/costs.jsonl").path
    let file = try CostFile(contentsOf: path)
    #expect(file.build.build == "x86-64-v3" && file.build.baseline == "x86-64")
    var compared = 0
    for cost in file.costs {
      #expect(Catalogue.names(for: cost.format).contains(cost.kernel), "\(cost.kernel)")
      #expect(cost.latency != nil && cost.baseline != nil && cost.outputs != nil)
      guard cost.kernel.hasSuffix("+fma"), !cost.kernel.contains("+native") else { continue }
      let usual = file.costs.first {
        $0.format == cost.format && $0.kernel + "+fma" == cost.kernel
      }
      guard let usual else { continue }
      compared += 1
      #expect(cost.nanoseconds < 3 * usual.nanoseconds, "\(cost.kernel) \(cost.format.rawValue)")
    }
    #expect(compared > 50)
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    #expect(try #require(size) < 150_000)
  }

  /// A virtual machine's processor is told by its numbers too.
  @Test func processor() {
    let list = """
      processor\t: 0
      cpu family\t: 26
      model\t\t: 2
      model name\t: AMD EPYC
      stepping\t: 1

      processor\t: 1
      model name\t: another
      """
    #expect(Environment.processor(of: list) == "AMD EPYC (family 26, model 2, stepping 1)")
    #expect(Environment.processor(of: "model name: x\nmodel: \n") == "x")
    #expect(Environment.processor(of: "") == "unknown")
  }
}
