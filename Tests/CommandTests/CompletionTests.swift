import FloatingPointFormats
import Foundation
import Kernels
import Testing

@testable import gelu_accuracy

/// What shells offer when Tab is pressed.
@Suite struct CompletionTests {
  /// The words that the program answers with, as the scripts of the shells ask.
  @Test func kernelsAreAskedOfTheProgram() throws {
    let run = try Run([
      "---completion", "measure", "--", "positional@0", "2", "2", "gelu-accuracy", "measure", "er",
    ])
    let offered = run.out.split(separator: "\n").map(String.init)
    #expect(run.status == 0 && offered.contains("erf") && offered.contains("erfc+native"))
    #expect(offered.allSatisfy { $0.hasPrefix("er") })
  }

  @Test func kernelsAreThoseOfTheFormat() {
    let all = Completions.kernels(["gelu-accuracy", "measure", ""], "")
    #expect(Set(all).count == all.count)
    #expect(Set(all) == Set(FormatName.reported.flatMap { Catalogue.names(for: $0) }))
    // The format of the inputs is not the kernel's alone.
    for (option, of) in [("--format", FormatName.float64), ("--input-format", nil)] {
      let words = ["gelu-accuracy", "measure", option, "float64", "erf"]
      let wanted = of.map { Catalogue.names(for: $0) } ?? all
      #expect(Completions.kernels(words, "erf") == wanted.filter { $0.hasPrefix("erf") })
    }
    #expect(Completions.kernels(["measure", "--format", "fp8"], "") == all)
  }

  /// The scripts hold the names of functions, formats and flush models, and every option that takes one
  /// offers them.
  @Test(arguments: ["bash", "zsh", "fish"]) func scripts(_ shell: String) throws {
    let run = try Run(["--generate-completion-script", shell])
    #expect(run.status == 0 && run.err.isEmpty)
    for name in ["hardswish", "float8_e4m3fn", "daz+ftz", "no-input-worse"] {
      #expect(run.out.contains(name), "\(shell): \(name)")
    }
    #expect(!run.out.contains("worker"))
  }

  @Test func unknownShell() throws {
    let run = try Run(["--generate-completion-script", "nosuch"])
    #expect(run.status == 64 && run.out.isEmpty && run.err.contains("nosuch"))
    for shell in ["bash", "zsh", "fish"] { #expect(run.err.contains(shell)) }
  }

  /// bash itself, with the script: `measure er<TAB>` and others.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
  func bashOffersThem() throws {
    let files = try Files()
    let script = try files.write(try Run(["--generate-completion-script", "bash"]).out, "script")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      VersionTests.root.appending(path: "Tests/Distribution/completions.sh").path, script,
    ]
    let folder = try Run.executable().deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PATH": "\(folder):\(path)"]) { $1 }
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
  }
}
