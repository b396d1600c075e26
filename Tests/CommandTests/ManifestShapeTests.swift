import Contracts
import Foundation
import GELUAccuracy
import Scoring
import TestSupport
import Testing

/// A manifest runs what it says, or nothing.
@Suite struct ManifestShapeTests {
  private func complaint(_ entries: String) throws -> String {
    let files = try Files()
    let path = try files.write("{\"kernels\": [\(entries)]}", "m.json")
    let error = #expect(throws: ScoringError.self) { try Manifest.jobs(path) }
    return error?.description.replacing(path, with: "m.json") ?? ""
  }

  /// An entry with `lib` and `sym` never runs the built-in kernel of the contract's name.
  @Test(arguments: [
    (
      "\"lib\": \"k.so\", \"sym\": \"f\"",
      "m.json: unknown key 'lib' in 'kernels'[0]; did you mean 'library'?"
    ),
    (
      "\"Library\": \"k.so\"",
      "m.json: unknown key 'Library' in 'kernels'[0]; did you mean 'library'?"
    ),
    ("\"library\": \"k.so\"", "m.json: 'kernels'[0]: a kernel's source is a 'library' and"),
    ("\"symbol\": \"f\"", "m.json: 'kernels'[0]: a kernel's source is a 'library' and"),
    ("\"command\": \"c\", \"inputs\": \"x\"", "m.json: 'kernels'[0]: a kernel's source is"),
    ("\"command\": 3", "m.json: 'command' in 'kernels'[0] must be text, not 3"),
    (
      "\"library\": \"k\", \"symbol\": \"f\", \"form\": \"vector\"",
      "m.json: 'form' in 'kernels'[0] must be one of batch, scalar, backward"
    ),
  ])
  func entries(_ keys: String, _ wanted: String) throws {
    let line = try complaint("{\"contract\": \"c.json\", \(keys)}")
    #expect(line.hasPrefix(wanted), "\(line)")
  }

  @Test func wholes() throws {
    #expect(try complaint("").contains("'kernels' is empty"))
    #expect(try complaint("{}").contains("key 'contract' is missing in 'kernels'[0]"))
    #expect(try complaint("3").contains("'kernels'[0] must be an object, not 3"))
  }

  @Test func damaged() throws {
    let files = try Files()
    let original = Array(
      """
      {"kernels": [{"contract": "a.json"}, {"contract": "b.json", "command": "cat"},
       {"contract": "c.json", "library": "build/k.so", "symbol": "gelu", "form": "scalar"},
       {"contract": "d.json", "inputs": "x.npy", "outputs": "y.safetensors", "tensor": "y"}]}
      """.utf8)
    var mutator = Mutator(seed: 61)
    var (accepted, refused, bars) = (0, 0, FuzzBars("manifest"))
    let count = Fuzz.count(200)
    for i in 0..<count {
      let bytes =
        i % 2 == 0
        ? mutator.damaged(original, header: original.count) : mutator.damagedJSON(original)
      let path = files.path("m.json")
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      bars.file {
        do {
          // What is let in names a kernel each, in full or not at all.
          for job in try Manifest.jobs(path) {
            #expect(job.source.map { $0 != KernelSource() } ?? true)
          }
          accepted += 1
        } catch {
          refused += 1
          let isOneLine = "\(error)".unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7f
          }
          #expect(isOneLine && "\(error)".contains(path), "mutation \(i): \(error)")
        }
      }
    }
    #expect(accepted > count / 50 && refused > count / 3, "\(accepted), \(refused)")
    #expect(bars.areKept, "\(bars)")
  }
}

/// Kept files, tables and contracts as the command meets them: one clear line and status 2, and the other
/// verdicts stand.
@Suite struct RefusedFileTests {
  @Test func aDamagedPart() throws {
    let files = try Files()
    let what = ["measure", "relu", "--format", "float16"]
    #expect(try Run(what + ["--shard", "1/2", "-o", files.path("a")]).status == 0)
    #expect(
      try Run(what + ["--flush", "ftz", "--shard", "2/2", "-o", files.path("b")]).status == 0)
    let joined = try Run(["merge", files.path("a"), files.path("b")])
    #expect(
      joined.status == 2
        && joined.err.contains("\(files.path("b")): parts of different runs: flush none and ftz"))
    let resumed = try Run(what + ["--resume", files.path("b")])
    #expect(
      resumed.status == 2 && resumed.err.contains("\(files.path("b")) cannot be gone on from")
        && resumed.err.contains("flush none and ftz"))
    let text = try String(contentsOfFile: files.path("a"), encoding: .utf8)
    let claimed = try files.write(
      text.replacing("\"scored\" : 32768", with: "\"scored\" : 65536"), "c")
    let refused = try Run(["merge", claimed])
    #expect(refused.status == 2 && refused.err.contains("\(claimed) is damaged: its checksum"))
    #expect(refused.err.split(separator: "\n").count == 1)
  }

  /// One bit of a table that is read; another folder without tables computes the same.
  @Test func aDamagedTable() throws {
    let files = try Files()
    let name = "float16-odd.safetensors"
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var table = try Data(contentsOf: root.appending(path: "Reference/Tables/\(name)"))
    let what = ["measure", "relu", "--format", "float16", "--json", "-"]
    func run() throws -> Run { try Run(what, ["GELU_ACCURACY_TABLES": files.folder.path]) }
    let whole = try Run(what)
    #expect(try run().out == whole.out && whole.status == 0)
    // relu's is the ninth of twelve tensors of 512 KiB.
    table[table.count - (4 << 19) + 300_000] ^= 1
    try table.write(to: files.folder.appending(path: name))
    let damaged = try run()
    #expect(damaged.status == 2 && damaged.out.isEmpty && damaged.err.contains(files.path(name)))
    #expect(damaged.err.contains("is damaged") && damaged.err.split(separator: "\n").count == 1)
  }

  @Test func aMalformedContractCostsNoOtherVerdict() throws {
    let files = try Files()
    #expect(try Run(["seed", "relu", "--format", "float16", "-o", files.folder.path]).status == 0)
    let good = files.path("float16/relu.json")
    let text = try String(contentsOfFile: good, encoding: .utf8)
    let bad = try files.write(
      text.replacingOccurrences(
        of: "\"numbers\" : [0-9]*", with: "\"numbers\" : -9223372036854775808",
        options: .regularExpression), "bad.json")
    let run = try Run(["check", bad, good])
    #expect(run.status == 2 && run.out.contains("holds  relu float16"), "\(run)")
    #expect(run.err.contains("\(bad): 'numbers' must be a whole number"), "\(run.err)")
  }
}
