import Foundation
import Testing

/// `--report`: a kernel from elsewhere has the page that a built-in one has.
@Suite(.enabled(if: Compiler.exists)) struct ForeignReportTests {
  private static func prepared() throws -> Files {
    let files = try Files()
    _ = try ForeignKernels.library(in: files)
    return files
  }

  private static let mine = "$GA validate --library libk.so --name mine --format"

  /// A page's section of a score, without what belongs to one kind of kernel alone.
  private func section(_ page: String, _ heading: String) throws -> String {
    let start = try #require(page.range(of: "## \(heading)\n"))
    var text = String(page[start.upperBound...])
    text = String(text[..<(text.range(of: "\nReproduce (")?.lowerBound ?? text.endIndex)])
    if let own = text.range(of: "\n- **Kernel:**") { text = String(text[..<own.lowerBound]) }
    if let split = text.range(of: "<details><summary>Where the error comes from"),
      let end = text.range(of: "</details>\n", range: split.upperBound..<text.endIndex)
    {
      text.removeSubrange(split.lowerBound..<end.upperBound)
    }
    return text.split(separator: "\n").filter { !$0.contains("-signed.svg)") }
      .joined(separator: "\n")
  }

  /// The formula of the catalogue's `erf`, in C: its section, pictures, structure and score are those of the
  /// built-in kernel, but for the name, which is as long, and the signed errors, which are kept of built-in ones.
  @Test func aFormulaOfTheCatalogue() throws {
    let files = try Self.prepared()
    let named = Self.mine.replacing("mine", with: "xyz")
    let run = try files.run(
      "\(named) bfloat16 --symbol mine_bf16 --report out && $GA report erf --sample 100 -o own")
    #expect(run.status == 0 && run.out.contains("out/kernels/xyz.md\n"), "\(run)")
    func renamed(_ text: String) -> String { text.replacing("xyz", with: "erf") }
    let heading = "bfloat16 against gelu"
    let (page, own) = (try files.text("out/kernels/xyz.md"), try files.text("own/kernels/erf.md"))
    let (ours, theirs) = (try renamed(section(page, heading)), try section(own, heading))
    #expect(ours == theirs)
    #expect(ours.contains("**Loses the tail**: zero for 161 inputs") && ours.contains("propagated"))
    #expect(
      ours.contains("Structure: 1 rule broken") && ours.contains("11 special values, 1 wrong"))
    for picture in ["bfloat16-gelu.svg", "bfloat16-gelu-histogram.svg"] {
      #expect(
        try renamed(files.text("out/plots/xyz-\(picture)"))
          == files.text("own/plots/erf-\(picture)")
      )
    }
    let score = try files.stored("xyz-bfloat16-gelu")
    let validation = try #require(score["validation"] as? [String: Any])
    #expect(
      try isSame(
        score, files.stored("erf-bfloat16-gelu", in: "own"),
        without: ["kernel", "validation", "environment"])
    )
    let structure = try Run(["structure", "erf", "--format", "bfloat16", "--json", "-"])
    #expect(
      try isSame(
        #require(validation["structure"] as? [String: Any]),
        jsonObject(Data(structure.out.utf8)), without: ["kernel"]))
  }

  /// What the page says of where the kernel comes from, how it was called and what it costs.
  @Test func sources() throws {
    let files = try Self.prepared()
    let library = try files.run(
      "\(Self.mine) bfloat16 --symbol mine_bf16 --report out && \(Self.mine) float32 --symbol mine_f32 "
        + "--inputs sample:500 --report out && $GA validate --command cat --function relu --format float16 "
        + "--inputs sample:100 --report out && $GA validate --expression '1.0f*x' --function relu "
        + "--format float32 --inputs search:count=2000 --report out")
    #expect(library.status == 0, "\(library)")
    let page = try files.text("out/kernels/mine.md")
    #expect(
      page.contains("**Kernel:** the function `mine_bf16` of the library `libk.so` (SHA-256 `"))
    #expect(
      page.contains(
        "gelu-accuracy validate --library libk.so --symbol mine_bf16 --format bfloat16 --function gelu "
          + "--inputs exhaustive --name mine\n"))
    #expect(page.contains("ns a value in one thread") && page.contains("**Calls:** outputs do not"))
    #expect(page.contains("**Not tried:** structure (order") && page.contains("as the flush model"))
    // Both formats, on one page and in one row of the index.
    #expect(page.contains("## bfloat16 against gelu") && page.contains("## float32 against gelu"))
    let index = try files.text("out/README.md")
    let row = try #require(index.split(separator: "\n").first { $0.hasPrefix("| [mine]") })
    #expect(row.contains("#bfloat16-against-gelu") && row.contains("#float32-against-gelu"))
    #expect(index.contains("4 scores of 3 kernels"))
    let command = try files.text("out/kernels/cat.md")
    #expect(command.contains("the command `cat`") && command.contains("**Not tried:** cost"))
    let expression = try files.text("out/kernels/1.0f-x.md")
    #expect(expression.contains("the C++ expression `1.0f*x`, compiled by `"))
    #expect(
      expression.contains("--inputs 'search:count=2000:20240229'"), "\(expression.suffix(300))")
  }

  @Test func theCostIsTheFunctions() throws {
    let files = try Self.prepared()
    func cost(_ symbol: String) throws -> Double {
      let run = try files.run(
        "$GA validate --library libk.so --symbol \(symbol) --format bfloat16 --function relu "
          + "--inputs sample:100 --report out --no-place")
      #expect(run.status == 0, "\(run)")
      let score = try files.stored("\(symbol)-bfloat16-relu")
      let about = try #require(score["validation"] as? [String: Any])
      return try #require(about["nanoseconds"] as? Double)
    }
    // 20 ms for 2^15 values are 610 ns each.
    #expect(try cost("slow") >= 610)
    let fast = try cost("broken")
    #expect(fast > 0.01 && fast < 200)
  }

  @Test func aBrokenKernelsClasses() throws {
    let files = try Self.prepared()
    let run = try files.run(
      "$GA validate --library libk.so --symbol broken --format bfloat16 --function relu --report out "
        + "--json -"
    )
    #expect(run.status == 0, "\(run)")
    #expect(try jsonObject(Data(run.out.utf8))["kernel"] as? String == "libk.so:broken")
    let page = try files.text("out/kernels/broken.md")
    for row in [
      "NaN for a number | 1 | 2 `0x4000`", "infinity for a finite truth | 1 | 3 `0x4040`",
    ] {
      #expect(page.contains(row), "\(row)")
    }
    #expect(page.contains("wrong sign | 1 | 1 `0x3f80` gives -1 `0xbf80`"), "\(page)")
    #expect(page.contains("**broken**: "))
    #expect(try files.text("out/README.md").contains("| [broken](kernels/broken.md)"))
  }

  /// What was scored before a crash has its page, which says so.
  @Test func aKernelThatFails() throws {
    let files = try Self.prepared()
    let run = try files.run(
      "$GA validate --library libk.so --symbol crash_f32 --format float32 --inputs sample:600000 --threads 1 "
        + "--report out")
    #expect(run.status == 2 && run.out.hasPrefix("PART  the kernel failed"), "\(run)")
    let page = try files.text("out/kernels/crash_f32.md")
    #expect(page.contains("**Failed:** ") && page.contains("the score is of the"), "\(page)")
    #expect(page.contains("**Not tried:** structure and cost: the kernel failed"))
  }

  /// Other kernels' files and those of the user stay, and a report of built-in kernels keeps the others in its
  /// index.
  @Test func nothingIsLost() throws {
    let files = try Self.prepared()
    func contents() throws -> [String: Data] {
      var all: [String: Data] = [:]
      for name in try files.names where name.hasPrefix("out/") {
        all[name] = FileManager.default.contents(atPath: files.path(name))
      }
      return all
    }
    let first = try files.run(
      "mkdir -p out/scores out/kernels && echo a > out/notes.txt && echo b > out/kernels/erf-notes.txt && "
        + "$GA report relu --sample 100 -o out && \(Self.mine) bfloat16 --symbol mine_bf16 --report out"
    )
    #expect(first.status == 0, "\(first)")
    let before = try contents()
    let second = try files.run(
      "$GA validate --command cat --function relu --format float16 --report out")
    #expect(second.status == 0, "\(second)")
    let after = try contents()
    let shared = ["out/README.md", "out/scores.csv", "out/scores/relu.jsonl"]
    #expect(before.filter { !shared.contains($0.key) && after[$0.key] != $0.value }.isEmpty)
    let third = try files.run("$GA report relu --sample 100 -o out")
    #expect(third.status == 0, "\(third)")
    let last = try contents()
    #expect(Set(last.keys) == Set(after.keys))
    let index = try files.text("out/README.md")
    let earlier = String(decoding: after["out/README.md"] ?? Data(), as: UTF8.self)
    #expect(withoutCosts(index) == withoutCosts(earlier))
    for name in ["mine", "cat", "relu"] {
      #expect(index.contains("| [\(name)](kernels/\(name).md)"))
    }
  }

  /// Outputs in files: the structure too, where there is one for each input.
  @Test func filesOfOutputs() throws {
    let files = try Files()
    let run = try files.run(
      "$GA emit-inputs --format float16 --order shuffled -o x.npy && cp x.npy y.npy && "
        + "cp x.npy a.npy && cp x.npy b.npy && "
        + "$GA score --inputs x.npy --outputs y.npy --function relu --report out && "
        + "$GA score --inputs a.npy --outputs b.npy --function relu --report out --name own+data")
    #expect(run.status == 0, "\(run)")
    let validated = try files.run(
      "$GA validate --command cat --format float16 --function relu --report out")
    #expect(validated.status == 0, "\(validated)")
    func structure(_ name: String) throws -> [String: Any] {
      let about = try files.stored("\(name)-float16-relu")["validation"]
      return try #require((about as? [String: Any])?["structure"] as? [String: Any])
    }
    let called = try structure("cat")
    #expect((called["defects"] as? [Any])?.isEmpty == false)
    for name in ["y", "own+data"] {
      #expect(try isSame(structure(name), called, without: ["kernel"]), "\(name)")
      let page = try files.text("out/kernels/\(name).md")
      #expect(
        page.contains("**Not tried:** whether outputs depend") && page.contains("outputs in `"))
      #expect(page.contains("gelu-accuracy score --inputs "))
    }
    _ = try files.write("x,y\n1,1\n2,2\n2,3\n", "few.csv")
    let few = try files.run(
      "$GA score --inputs few.csv --format float16 --function relu --report out")
    #expect(few.status == 0, "\(few)")
    let page = try files.text("out/kernels/few.md")
    #expect(page.contains("3 elements; scored are the 2 distinct inputs, 1 of them by the worst"))
    #expect(page.contains("**Not tried:** structure"))
  }
}
