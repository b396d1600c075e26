import Contracts
import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Contracts with only the keys that somebody cares about.
@Suite struct PartialContractTests {
  private static let head = "\"kernel\": \"erf\", \"format\": \"bfloat16\", \"function\": \"gelu\""

  private func contract(_ keys: String) throws -> Contract {
    let url = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data("{\(Self.head)\(keys.isEmpty ? "" : ", ")\(keys)}".utf8).write(to: url)
    return try Contract(readingFrom: url.path)
  }

  @Test func whatIsLeftOutIsUsual() throws {
    let sixteen = try contract("\"max_ulp\": 255").question
    #expect(sixteen.target.derivative == 0 && sixteen.flush == .none)
    #expect(sixteen.inputs == .exhaustive && sixteen.signature == Signature(.bfloat16))
    let wide = try contract("\"input_format\": \"float32\", \"max_ulp\": 255").question
    #expect(wide.inputs == .usual(for: .float32))
    let said = try contract(
      "\"derivative\": 1, \"flush\": \"ftz\", \"inputs\": \"sample:9:1\", \"max_ulp\": 1")
    #expect(said.question.target.derivative == 1 && said.question.flush == .ftz)
    #expect(said.question.inputs == .sample(count: 9, seed: 1))
  }

  /// erf in bfloat16: each measure at its number holds, one below is broken, and no other is looked at.
  @Test(arguments: [
    ("\"max_ulp\": 254.934", "\"max_ulp\": 254.9", "max_ulp"),
    ("\"max_finite_ulp\": 254.934", "\"max_finite_ulp\": 254.9", "max_finite_ulp"),
    ("\"max_steps\": 13215", "\"max_steps\": 13214", "max_steps"),
    (
      "\"correctly_rounded\": 64955, \"numbers\": 65280",
      "\"correctly_rounded\": 64956, \"numbers\": 65280", "not_correctly_rounded"
    ),
    ("\"classes\": {\"flushed\": 161}", "\"classes\": {\"flushed\": 160}", "flushed"),
    ("\"classes\": {\"not_monotone\": 9}", "\"classes\": {\"not_monotone\": 0}", "not_monotone"),
    ("\"broken_specials\": [\"0xff80\"]", "\"broken_specials\": []", "special:0xff80"),
    ("\"regions\": {\"tail\": 7.6314}", "\"regions\": {\"tail\": 7.6}", "region:tail"),
  ]) func oneMeasure(_ holding: String, _ broken: String, _ what: String) throws {
    let good = try contract(holding)
    let score = try good.scoreOfItsKernel()
    let findings = good.check(score)
    #expect(findings.holds && findings.allSatisfy { $0.what == what }, "\(findings)")
    let bad = try contract(broken).check(score)
    #expect(bad.map(\.what) == [what] && bad.map(\.kind) == [.broken], "\(bad)")
    let data = try JSONEncoder.suite.encode(good)
    #expect(try Contract.shape.decoded(Contract.self, from: data, as: "", hint: "") == good)
  }

  @Test(arguments: [
    ("", "nothing is bounded; give at least one of 'max_ulp', 'max_finite_ulp', 'max_steps', "),
    ("\"classes\": {}, \"regions\": {}", "nothing is bounded"),
    ("\"allowed\": [{\"what\": \"flushed\", \"reason\": \"x\"}]", "nothing is bounded"),
    ("\"max_ulp\": 1, \"numbers\": 5", "key 'correctly_rounded' is missing; "),
    ("\"max_ulp\": 1, \"correctly_rounded\": 5", "key 'numbers' is missing; "),
    ("\"maxSteps\": 5", "unknown key 'maxSteps'; did you mean 'max_steps'?"),
    (
      "\"classes\": {\"nanForNumber\": 5}",
      "unknown key 'nanForNumber' in 'classes'; did you mean 'nan_for"
    ),
    ("\"max_steps\": -1", "'max_steps' must be a whole number from 0"),
  ]) func refused(_ keys: String, _ line: String) throws {
    let error = #expect(throws: ScoringError.self) { try contract(keys) }
    #expect(error?.description.contains(".json: \(line)") == true, "\(error?.description ?? "")")
  }

  /// Committed contracts are written back as they are, to the byte.
  @Test func committedOnesAreWrittenBack() throws {
    #expect(ContractFile.all.count > 700)
    for file in ContractFile.all {
      let written = try JSONEncoder.suite.encode(file.read()) + Data("\n".utf8)
      #expect(try written == Data(contentsOf: URL(fileURLWithPath: file.path)), "\(file.path)")
    }
  }
}
