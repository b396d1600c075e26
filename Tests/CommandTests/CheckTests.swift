import Contracts
import ForeignKernels
import Foundation
import GELUAccuracy
import Scoring
import Testing

/// Contracts of kernels from elsewhere, and what `check` writes for CI.
@Suite(.enabled(if: Compiler.exists)) struct CheckTests {
  /// A contract of the good relu in bfloat16, and a manifest with that kernel and `mutant` under it.
  static func manifest(_ files: Files, mutant: String) throws -> String {
    let seed = try Run([
      "seed", "mine", "--library", ValidateTests.library, "--symbol", "relu", "--format",
      "bfloat16",
      "--function", "relu", "-o", files.folder.path,
    ])
    try #require(seed.status == 0, "\(seed.err)")
    let contract = "bfloat16/mine-against-relu.json"
    return try files.write(
      """
      {"kernels": [{"contract": "\(contract)"},
       {"contract": "\(contract)", "library": "\(ValidateTests.library)", "symbol": "\(mutant)"}]}
      """, "manifest.json")
  }

  @Test func aMutantBreaksTheContract() throws {
    let files = try Files()
    let manifest = try Self.manifest(files, mutant: "wrong")
    let (xml, md) = (files.path("junit.xml"), files.path("summary.md"))
    let run = try Run(["check", "--manifest", manifest, "--junit", xml, "--markdown", md])
    #expect(run.status == 1 && run.out.contains("holds  mine") && run.out.contains("BROKEN  mine"))
    #expect(run.out.contains("max_ulp 0, bound 0"))
    let junit = try String(contentsOfFile: xml, encoding: .utf8)
    #expect(junit.contains("tests=\"2\" failures=\"1\" errors=\"0\""))
    let parsed = try Run(python: "import sys,xml.dom.minidom as m;m.parse(sys.argv[1])", xml)
    #expect(parsed?.status ?? 0 == 0)
    let summary = try String(contentsOfFile: md, encoding: .utf8)
    #expect(
      summary.contains("| mine bfloat16 | BROKEN |") && summary.contains("- **mine bfloat16**"))
  }

  /// A kernel that depends on its place or on earlier calls fails, unless the contract waives that
  /// with a reason; a waiver that nothing needs fails too.
  @Test(arguments: ["placed", "first", "huge", "counter"]) func placeIsPartOfTheContract(
    _ symbol: String
  )
    throws
  {
    let files = try Files()
    let manifest = try Self.manifest(files, mutant: symbol)
    let run = try Run(["check", "--manifest", manifest])
    #expect(run.status == 1 && run.out.contains("broken          place: outputs depend"), "\(run)")
    let path = files.path("bfloat16/mine-against-relu.json")
    let contract = try String(contentsOfFile: path, encoding: .utf8)
    let waiver = "{\n  \"allowed\" : [{\"what\": \"place\", \"reason\": \"known\"}],"
    _ = try files.write(waiver + contract.dropFirst(), "bfloat16/mine-against-relu.json")
    let waived = try Run(["check", "--manifest", manifest])
    #expect(waived.out.contains("waived          place:"), "\(waived)")
    // The sound kernel needs no waiver.
    #expect(waived.status == 1 && waived.out.contains("needless waiver place"), "\(waived)")
  }

  /// A kernel that needs aligned pointers, under a contract that says so.
  @Test func alignmentIsKept() throws {
    let files = try Files()
    let what = [
      "seed", "mine", "--library", ValidateTests.library, "--symbol", "aligned", "--format",
      "bfloat16", "--function", "relu", "-o", files.folder.path,
    ]
    let loose = try Run(what)
    #expect(loose.status == 0 && loose.err.contains("; --alignment 32 says so"), "\(loose)")
    #expect(try Run(what + ["--alignment", "64"]).status == 0)
    let run = try Run(["check", files.path("bfloat16/mine-against-relu.json")])
    #expect(run.status == 0, "\(run)")
    #expect(try Run(what + ["--alignment", "48"]).err.contains("power of two"))
  }

  /// A hung command ends, in `seed` and in `check`.
  @Test func aHungCommandEnds() throws {
    let files = try Files()
    let limits = ["--timeout", "0.3", "--start-timeout", "0.3"]
    func seed(_ command: String) throws -> Run {
      try Run(
        [
          "seed", "slow", "--command", command, "--format", "float16", "--function", "relu", "-o",
          files.folder.path,
        ] + limits)
    }
    let hung = try seed("sleep 600")
    #expect(hung.status == 2 && hung.err.contains("--start-timeout"), "\(hung)")
    // Not under its contract any more: the file says what it was.
    let sound = try Run([
      "seed", "slow", "--command", "cat", "--format", "float16", "--function", "relu", "-o",
      files.folder.path, "--accept", "a copy",
    ])
    #expect(sound.status == 0, "\(sound)")
    let path = files.path("float16/slow-against-relu.json")
    let contract = try String(contentsOfFile: path, encoding: .utf8)
    let changed = contract.replacing("cat\"", with: "sleep 600\"")
    #expect(changed != contract)
    _ = try files.write(changed, "float16/slow-against-relu.json")
    let check = try Run(["check", path] + limits)
    #expect(check.status == 2 && check.err.contains("hang"), "\(check)")
  }

  @Test func seedingSaysWhatCheckWillFind() throws {
    let files = try Files()
    let run = try Run([
      "seed", "mine", "--library", ValidateTests.library, "--symbol", "placed", "--format",
      "bfloat16", "--function", "relu", "-o", files.folder.path,
    ])
    #expect(run.status == 0 && run.err.contains("place: outputs depend"), "\(run)")
  }

  /// Each contract is run, whatever came of the others; what could not run decides the status.
  @Test func oneThatCannotRun() throws {
    let files = try Files()
    let manifest = try Self.manifest(files, mutant: "nothere")
    let run = try Run(["check", "/nowhere.json", "--manifest", manifest, "--junit", "-"])
    #expect(
      run.status == 2 && run.out.contains("tests=\"3\" failures=\"0\" errors=\"2\""), "\(run)")
    #expect(run.err.split(separator: "\n").count == 2, "\(run.err)")
    let none = try Run(["check"])
    #expect(
      none.status == 2 && none.err.contains("give contract files, folders of them, or --manifest"))
    let bad = try files.write("{\"kernels\": 3}", "bad.json")
    #expect(try Run(["check", "--manifest", bad]).err.contains("'kernels' must be a list"))
  }

  /// A command and files under contract.
  @Test func otherSources() throws {
    let files = try Files()
    try files.prepare()
    let command = try Run([
      "seed", "cat", "--command", "cat", "--format", "float16", "--function",
      "leaky-relu(slope=1)", "-o", files.folder.path,
    ])
    #expect(command.status == 0, "\(command.err)")
    let recorded = try Run([
      "seed", "recorded", "--inputs-file", files.path("x.npy"), "--outputs-file",
      files.path("y.npy"), "--format", "bfloat16", "-o", files.folder.path, "--accept", "a copy",
    ])
    #expect(recorded.status == 0, "\(recorded.err)")
    let check = try Run([
      "check", files.path("float16/cat-against-leaky-relu(slope=1).json"),
      files.path("bfloat16/recorded.json"),
    ])
    #expect(
      check.status == 0 && check.out.contains("holds  cat"), "\(check)")
    #expect(check.out.contains("holds  recorded") && check.out.contains("% used"))
    for wrong in [["--library", "x"], ["--command", "cat", "--inputs-file", "x"]] {
      let run = try Run(["seed", "k", "--format", "float16"] + wrong)
      #expect(run.status == 2 && run.err.contains("give one of --library"), "\(run)")
    }
  }
}

/// Every kernel of the manifest that GELU_ACCURACY_MANIFEST names, held to its contract.
@Suite struct ManifestTests {
  static let jobs: [Manifest.Job] = {
    guard let path = ProcessInfo.processInfo.environment["GELU_ACCURACY_MANIFEST"] else {
      return []
    }
    // An unreadable manifest must fail, not pass as an empty one.
    return (try? Manifest.jobs(path)) ?? [Manifest.Job(contract: path)]
  }()

  static func failures(_ job: Manifest.Job) throws -> [String] {
    let contract = try job.contract()
    let worker = WorkerLauncher(executable: try Run.executable().path, arguments: ["worker"])
    let score = try contract.score(from: job.folder, worker: worker) {
      contract, _ in
      throw ScoringError("\(contract.kernel) has no source in its manifest or contract")
    }
    let place = try contract.placeFindings(from: job.folder, worker: worker)
    return contract.check(score, and: place).filter { $0.fails(ratcheting: false) }
      .map(\.text)
  }

  @Test(.enabled(if: !jobs.isEmpty), arguments: jobs) func holds(_ job: Manifest.Job) throws {
    let failures = try Self.failures(job)
    #expect(failures.isEmpty, "\(job.path): \(failures)")
  }

  /// The same on a manifest of a sound kernel and a mutant.
  @Test(.enabled(if: Compiler.exists)) func mutantIsSeen() throws {
    let files = try Files()
    let jobs = try Manifest.jobs(CheckTests.manifest(files, mutant: "wrong"))
    #expect(try Self.failures(jobs[0]).isEmpty)
    #expect(try Self.failures(jobs[1]).contains { $0.hasPrefix("max_ulp") })
  }
}

extension Run {
  /// The status of a line of Python with one argument; nil where there is no Python.
  init?(python line: String, _ argument: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", line, argument]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    guard process.terminationStatus != 127 else { return nil }
    self.init(status: process.terminationStatus, out: "", err: "")
  }
}
