import Foundation
import Testing

/// A result that does not arrive is an error, whichever subcommand prints it, and no signal.
@Suite struct StandardStreamTests {
  /// What prints quickly, as text and as JSON.
  static let printing = [
    "list", "list erf --json -", "oracle 1 --format float16", "oracle 1 --json -",
    "measure relu --format float16 --region=1:1.1",
    "measure relu --format float16 --region=1:1.1 --json -", "check float16/relu.json",
    "check float16/relu.json --junit -", "check float16/relu.json --markdown -", "merge part",
    "merge part --json -", "score --inputs x.npy --outputs y.npy",
    "thresholds --function relu --format float16", "structure relu --format float16",
    "split erf --format float16 --samples 2", "seed relu --format float16 -o again",
    "emit-inputs --format float16 -o again.npy", "--help", "measure --help",
  ]

  /// All into a full disk; what prints in one way and the other into nothing.
  @Test func fullOrClosed() throws {
    let files = try Files()
    try files.prepare()
    let tries =
      Self.printing.map { ($0, ">/dev/full") } + Self.printing.prefix(4).map { ($0, ">&-") }
    for (arguments, redirection) in tries {
      let run = try files.run("$GA \(arguments) \(redirection)")
      #expect(run.status == 2, "\(arguments) \(redirection): \(run)")
      #expect(run.err.hasPrefix("gelu-accuracy: cannot write standard output: "), "\(run)")
      #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
    }
  }

  @Test(arguments: ["2>/dev/full", "2>&-"]) func nobodyToComplainTo(_ redirection: String) throws {
    let files = try Files()
    #expect(try files.run("$GA list erff \(redirection)").status == 2)
    #expect(try files.run("$GA oracle three --json - \(redirection)").status == 2)
    #expect(try files.run("$GA nonsense \(redirection)").status == 64)
  }

  /// A file that is opened does not become the closed standard output.
  @Test func nothingIsPrintedIntoAFile() throws {
    let files = try Files()
    let run = try files.run("$GA emit-inputs --format float16 -o x.bin >&-")
    #expect(run.status == 2)
    let size = try FileManager.default.attributesOfItem(atPath: files.path("x.bin"))[.size] as? Int
    #expect(size == 1 << 17)
  }

  /// Whoever has read enough ends the command as they end any other: without a word.
  @Test func aReaderThatHasEnough() throws {
    let files = try Files()
    let script = "for i in 1 2 3; do $GA list --json - | head -1; done; $GA list | head -1"
    let run = try files.run(script)
    #expect(run.status == 0 && run.err.isEmpty && run.out.contains("[\n"), "\(run)")
  }

  @Test func whatSteersATerminalIsShown() throws {
    let files = try Files()
    let name = "e\u{1b}[31mr\u{9b}f\u{202e}\n"
    let run = try Run(["list", name])
    #expect(run.status == 2 && run.err.contains("e\\u{1b}[31mr\\u{9b}f\\u{202e}\\u{a}"), "\(run)")
    try files.prepare()
    let path = files.path("float16/relu.json")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let renamed = text.replacing(
      "\"kernel\" : \"relu\"", with: #""kernel" : "re\u001b[31mlu\ufffe\uffff""#)
    #expect(renamed != text)
    try renamed.write(to: URL(fileURLWithPath: path), atomically: true, encoding: .utf8)
    let check = try Run(["check", path, "--junit", files.path("j.xml")])
    #expect(check.status == 2 && !(check.out + check.err).contains("\u{1b}"), "\(check)")
    let xml = try String(contentsOfFile: files.path("j.xml"), encoding: .utf8)
    let scalars = Set(xml.unicodeScalars.map(\.value))
    #expect(scalars.isDisjoint(with: [0x1b, 0xfffe, 0xffff]), "\(xml)")
  }
}
