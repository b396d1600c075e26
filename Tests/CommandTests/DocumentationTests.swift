import Foundation
import Testing

/// Every command line of the README and the documentation is run, as it stands but for what would take
/// long: a command that is new there fails here until it is known.
@Suite(.enabled(if: Compiler.exists)) struct DocumentationTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Long runs made short: what is written, and what is run in its place.
  static let shorter = [
    ("gelu-accuracy confusion", "gelu-accuracy confusion --format float8_e5m2"),
    ("gelu-accuracy defects", "gelu-accuracy defects --only twice-float8_e5m2"),
    (
      "identify --library ./libk.so --symbol my_gelu --format float32",
      "identify relu --format float8_e5m2"
    ),
    ("identify erf --format bfloat16", "identify erf --format float8_e5m2"),
    ("diagnose silu --format float32", "diagnose silu --format float8_e5m2"),
    (
      "gelu-accuracy diagnose --inputs inputs.npy",
      "gelu-accuracy emit-inputs --format float8_e5m2 -o inputs.npy && cp inputs.npy outputs.npy && "
        + "gelu-accuracy diagnose --inputs inputs.npy"
    ),
    ("explore --scores Reports", "explore --scores \(root.path)/Reports"),
    ("render --output Reports", "render --help"),
    ("< x.bin", "< /dev/null"),
    ("--inputs search:60", "--inputs search:count=500"),
    ("report erfc -o DIR", "report erfc --sample 100 -o DIR"),
    (
      "measure erf --format float32 --inputs exhaustive",
      "measure erf --format float32 --region 1:1.01"
    ),
    ("benchmark erf", "benchmark --help"),
    ("gelu-accuracy score --inputs x.npy", "cp x.npy y.npy && gelu-accuracy score --inputs x.npy"),
    (
      "gelu-accuracy score --inputs inputs.npy",
      "gelu-accuracy emit-inputs --format bfloat16 -o inputs.npy && rm inputs.npy.json && "
        + "cp inputs.npy outputs.npy && gelu-accuracy score --inputs inputs.npy"
    ),
    // What the line before it in the same document wrote.
    (
      "compare base-scores/my-gelu-float32-gelu.json",
      "compare scores/my-gelu-float32-gelu.json"
    ),
    ("--second up --seconds all", "--second up --seconds 1,2"),
    // CI runs these as they are.
    ("hardest --output Reference/Hardest", "hardest --help"),
    ("tables --output Reference/Tables", "tables --help"),
    ("thresholds --output Reference/Thresholds", "thresholds --help"),
    ("suprema --output Reference/Suprema", "suprema --help"),
    ("split tanh --format float32", "split tanh --format bfloat16 --samples 2"),
    ("merge part*.json", "merge part1.json"),
    (
      "--format float32 --function gelu-tanh",
      "--format float32 --function gelu-tanh --inputs sample:200"
    ),
    ("seed erf --format float32", "seed relu --format float16"),
    (
      "seed my-gelu --library build/libk.so --symbol my_gelu --format float32",
      "seed my-gelu --library build/libk.so --symbol my_gelu --format float32 --inputs sample:200"
    ),
    ("Examples/python", "\(root.path)/Examples/python"),
    (
      "check Reference/Contracts/float32/erf.json",
      "check \(root.path)/Reference/Contracts/float16/relu.json"
    ),
    (
      "./libk.so --symbol my_gelu --format float32",
      "./libk.so --symbol my_gelu --format float32 --inputs sample:200"
    ),
  ]

  /// Lines that begin with the command, in blocks of code, and code spans that do.
  static func commands() throws -> [String] {
    var found: [String] = []
    for file in [
      "README.md", "Documentation/Contracts.md", "Documentation/CI.md",
      "Documentation/Diagnosis.md", "Documentation/Distribution.md",
      "Documentation/Performance.md",
      "Documentation/Protocol.md",
    ]
      + ["Hardest", "Tables", "Verify"].map({ "Reference/\($0)/README.md" })
    {
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      for match in text.matches(
        of: /(?m)^(?:\$ swift run -c release |    )?(gelu-accuracy [^\n]+)$/)
      {
        found += match.1.split(separator: " && ").map { String($0.split(separator: "   #")[0]) }
      }
      for match in text.matches(of: /`(gelu-accuracy [^`\n]+)`/) { found.append(String(match.1)) }
    }
    return found.map { line in
      let plain = line.split(separator: "      #")[0].split(separator: " ||")[0]
      return plain.trimmingCharacters(in: .whitespaces)
    }.filter { $0.contains(" ") && !$0.hasSuffix("--command") && $0 != "gelu-accuracy 2" }
  }

  @Test func commandsRun() throws {
    let files = try Files()
    let commands = try Self.commands()
    #expect(commands.count > 20)
    let build = files.folder.appending(path: "build")
    try FileManager.default.createDirectory(at: build, withIntermediateDirectories: true)
    let source = try files.write(
      """
      #include <stddef.h>
      #include <math.h>
      void my_gelu(const float *x, float *y, size_t n) {
        for (size_t i = 0; i < n; i++) y[i] = x[i] < -20 ? -0.0f : (float)(0.5 * x[i] * erfc(-x[i] * 0.70710678118654752));
      }
      void my_geglu(const unsigned short *x, const unsigned short *up, unsigned short *y, size_t n) {
        for (size_t i = 0; i < n; i++) y[i] = x[i];
      }
      """, "k.c")
    for place in ["libk.so", "build/libk.so", "build/libk-avx512.so"] {
      try Compiler.run(["-O1", "-w", "-shared", "-fPIC", "-o", files.path(place), source, "-lm"])
    }
    try Compiler.run([
      "-O1", "-w", "-shared", "-fPIC", "-I\(Self.root.path)/Sources/CForeignKernel/include", "-o",
      files.path("libq.so"), "\(Self.root.path)/Examples/c-kernel/gelu_int8.c", "-lm",
    ])
    let part = [
      "measure", "relu", "--format", "float16", "--shard", "1/1", "-o", files.path("part1.json"),
    ]
    #expect(try Run(part).status == 0)
    let manifest = try #require(
      try String(
        contentsOf: Self.root.appending(path: "Documentation/Contracts.md"), encoding: .utf8
      )
      .firstMatch(of: /```json\n([^`]+)```/))
    _ = try files.write(String(manifest.1), "kernels.json")
    for command in commands {
      var line = command
      for (long, short) in Self.shorter where line.contains(long) {
        line = short.isEmpty ? "" : line.replacing(long, with: short)
      }
      line = line.replacing("\"$RUNNER_TEMP/summary.md\"", with: "summary.md")
      guard !line.isEmpty else { continue }
      let run = try Run(shell: line, in: files.folder)
      // A contract of another libm, or a cause that was found: only what could not be run is a fault of the
      // document.
      let mayFind = line.contains("check") || line.contains("diagnose")
      #expect(run.status == 0 || run.status == 1 && mayFind, "\(command): \(run.err)")
    }
  }
}

extension Run {
  /// A line for the shell, in a folder, with the command on the path.
  init(shell line: String, in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    let place = try Run.executable().deletingLastPathComponent().path
    environment["PATH"] = "\(place):\(environment["PATH"] ?? "/usr/bin:/bin")"
    process.environment = environment
    let err = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = err
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    self.init(status: process.terminationStatus, out: "", err: text)
  }
}
