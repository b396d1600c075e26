import Foundation
import Testing

/// What `--report` and `--name` do not take: one line, before the kernel is run, and nothing is written.
@Suite struct ForeignReportRefusalTests {
  private static let cat =
    "validate --command cat --function relu --format float16 --inputs sample:100"

  @Test(arguments: [
    ("--report out --name a/b", "takes 1 to 60 letters"), ("--name ../x", "takes 1 to 60 letters"),
    ("--name 'a b'", "takes 1 to 60 letters"), ("--name erf", "that of a built-in kernel"),
    ("--name ERF+Native", "that of a built-in kernel"),
    ("--name relu-float16", "has a format in it"),
    ("--report out --flush all", "one flush model"),
    ("--report out --region 1:2", "takes no --region or --shard"),
    ("--report out --shard 1/2 -o p", "takes no --region or --shard"),
    ("--report out --input-format float32", "takes no --input-format"),
    ("--report file", "cannot write the report to file"),
    ("--report text", "its README.md was not written by a report"),
    ("--report /proc/nowhere", "cannot write the report to /proc/nowhere"),
    ("--report readonly", "cannot write the report to readonly"),
    ("--report other", "it was made with libm"),
  ]) func validate(_ options: String, _ text: String) throws {
    let files = try Files()
    let before = try prepared(files)
    if options.contains("readonly"), getuid() == 0 { return }
    let run = try files.run("$GA \(Self.cat) \(options)")
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(text), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
    #expect(try files.names.filter { $0 != "out" } == before)
  }

  @Test(arguments: [
    ("--name a/b", "takes 1 to 60 letters"), ("--report out --name erf", "built-in kernel"),
    ("--name y-bfloat16", "has a format in it"), ("--report out --name -", "takes 1 to 60 letters"),
    ("--report out --second up", "takes no --second"),
    ("--report out --flush all", "one flush model"),
    ("--report file", "cannot write the report to file"),
    ("--report text", "its README.md was not written by a report"),
    ("--report other", "it was made with libm"),
  ]) func score(_ options: String, _ text: String) throws {
    let files = try Files()
    _ = try files.write("x,y\n1,1\n2,2\n", "y.csv")
    let before = try prepared(files)
    let run = try files.run(
      "$GA score --inputs y.csv --format float16 --function relu \(options)")
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(text), "\(run)")
    #expect(try files.names.filter { $0 != "out" } == before)
  }

  private func prepared(_ files: Files) throws -> [String] {
    let made = try files.run(
      "touch file && mkdir text readonly other && echo mine > text/README.md && chmod 500 readonly && "
        + "echo '# Accuracy of GELU kernels' > other/README.md && "
        + "echo '{\"libm\": \"none\", \"mpfr\": \"none\"}' > other/environment.json")
    try #require(made.status == 0)
    return try files.names
  }

  /// A page has one derivative; two would share their anchors.
  @Test func aDerivativeHasItsOwnName() throws {
    let files = try Files()
    let first = try files.run("$GA \(Self.cat) --report out")
    #expect(first.status == 0, "\(first)")
    let run = try files.run("$GA \(Self.cat) --report out --derivative")
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains("--name cat-backward"), "\(run)")
    let other = try files.run("$GA \(Self.cat) --report out --derivative --name cat-backward")
    #expect(other.status == 0, "\(other)")
    #expect(try files.text("out/README.md").contains("## Derivative of relu"))
  }

  /// The kernel's own name may be one that no file may have; it is made safe, or another is asked for.
  @Test func usualNames() throws {
    let files = try Files()
    let run = try files.run(
      "$GA validate --command 'cat | cat -' --function relu --format float16 --inputs sample:100 --report out; "
        + "$GA validate --command '| |' --function relu --format float16 --inputs sample:100 --report out"
    )
    #expect(run.status == 2 && run.err.contains("give another with --name"), "\(run)")
    #expect(try files.names.contains("out/kernels/cat-cat.md"))
  }
}
