import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring
import Testing

@testable import gelu_accuracy

/// What one report found is kept for the next, as long as the kernel is what it was.
@Suite struct FinishedJobTests {
  @Test func secondReportIsTheFirst() throws {
    let files = try Files()
    func report(_ name: String) throws -> Run {
      try Run([
        "report", "leaky-relu-backward", "--sample", "200", "--output", files.path(name),
        "--resume",
        files.path("kept"),
      ])
    }
    let (first, second) = (try report("a"), try report("b"))
    #expect(first.status == 0 && !first.out.contains("kept"), "\(first)")
    #expect(second.status == 0 && second.out.contains("; 4 of 4 runs kept"), "\(second)")
    for name in try FileManager.default.subpathsOfDirectory(atPath: files.path("a"))
    where !["environment.json", "README.md"].contains(name) && !name.contains("cost") {
      #expect(
        FileManager.default.contentsEqual(
          atPath: files.path("a/\(name)"), andPath: files.path("b/\(name)")), "\(name)")
    }
    let index = try files.text("a/README.md")
    #expect(try withoutCosts(index) == withoutCosts(files.text("b/README.md")))
    #expect(index.contains("| ns, beside erf |"))
    // A damaged file is measured again, and not believed.
    let damaged = files.path("kept/finished/leaky-relu-backward-float16")
    let text = try String(contentsOfFile: damaged, encoding: .utf8)
    try Data(text.replacing("\"numbers\" : 63488", with: "\"numbers\" : 63489").utf8).write(
      to: URL(fileURLWithPath: damaged))
    #expect(try report("c").out.contains("; 3 of 4 runs kept"))
  }

  private static let job = ReportJob(
    kernel: "erfc", format: .bfloat16, functions: [.gelu], isWhole: true)
  private static let options = ScoringOptions(inputs: .sample(count: 100, seed: 1), threads: 1)

  /// One wrong output is seen, and so is another description, function or sample.
  @Test func whatItDependsOn() throws {
    let kernel = try Catalogue.kernel(named: "erfc", for: BFloat16.self)
    func print(
      _ kernel: any Kernel<BFloat16>, _ job: ReportJob = Self.job,
      _ options: ScoringOptions = Self.options
    ) throws -> String { try job.fingerprint(options, of: kernel) }
    // An input that none of the small scores has: only the outputs show it.
    let sample = InputSet.sample(count: 2000, seed: InputSet.usualSeed)
    let scored = Set(try samplePositions(sample, Target(.gelu), Signature(.bfloat16)))
    let unscored = try #require(
      (0x3c00..<0x4400 as Range<UInt16>).first {
        !scored.contains(BFloat16(bitPattern: $0).position)
      })
    // By its description it is the same kernel.
    let wrong = BatchKernel<BFloat16>(kernel.description) { x, y in
      try kernel.evaluate(x, into: y)
      for i in x.indices where x[i].bitPattern == unscored { y[i] = .quietNaN }
    }
    let own = try print(kernel)
    #expect(try print(kernel) == own)
    var (other, sampled) = (Self.job, Self.job)
    other.functions = [.gelu, .geluTanh]
    sampled.isWhole = false
    let more = ScoringOptions(inputs: .sample(count: 200, seed: 1), threads: 1)
    let prints = try [
      print(wrong), print(kernel, other),
      print(kernel, sampled),
      print(kernel, Self.job, more),
      print(Catalogue.kernel(named: "erf", for: BFloat16.self)),
    ]
    #expect(Set(prints + [own]).count == prints.count + 1)
  }
}
