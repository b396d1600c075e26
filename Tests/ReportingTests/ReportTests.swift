import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import Scoring
import Testing

@testable import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  private func kernel(_ name: String) throws -> any Kernel<BFloat16> {
    try Catalogue.kernel(named: name, for: BFloat16.self)
  }

  private func score(_ kernel: any Kernel<BFloat16>, _ function: Function? = nil) throws -> Score {
    let own = try #require(Function(named: kernel.description.function))
    return try Scoring.score(
      kernel, against: Oracle(function ?? own, derivative: kernel.description.derivative),
      ScoringOptions(inputs: .exhaustive))
  }

  private func report() throws -> Report {
    let kernels = try ["erf", "erfc", "tanh", "relu", "erf-backward"].map(kernel)
    return try Report(
      kernels: kernels.map(\.description),
      scores: kernels.map { try score($0) } + [score(kernels[2], .gelu)])
  }

  @Test func isTheSameTwice() throws { #expect(try report().files == report().files) }

  /// Every link and picture leads to a file of the report, every anchor to a heading.
  @Test func linksLeadSomewhere() throws {
    let files = try report().files
    #expect(files.count == 1 + 5 + 5 * 3 + 1)
    for (path, text) in files where path.hasSuffix(".md") {
      for match in text.matches(of: /\]\(([^)#]*)(#[^)]*)?\)/) {
        let target = String(match.1)
        let base = path.contains("/") ? "kernels/" : ""
        let full = target.hasPrefix("../") ? String(target.dropFirst(3)) : base + target
        #expect(files[full] != nil || full == "environment.json", "\(path): \(full)")
        if let anchor = match.2 {
          #expect(
            files[full]?.contains("\n## \(anchor.dropFirst())\n") == true, "\(full) \(anchor)")
        }
      }
    }
  }

  @Test func tablesAreEven() throws {
    for (path, text) in try report().files where path.hasSuffix(".md") {
      var columns: Int?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("|") else {
          columns = nil
          continue
        }
        let count = line.replacing("\\|", with: "").count { $0 == "|" }
        #expect(columns ?? count == count, "\(path): \(line)")
        columns = count
      }
    }
  }

  @Test func picturesAreWellFormedAndSmall() throws {
    for (path, text) in try report().files where path.hasSuffix(".svg") {
      #expect(XMLParser(data: Data(text.utf8)).parse(), "\(path)")
      #expect(text.utf8.count < 60_000, "\(path): \(text.utf8.count)")
      #expect(!text.contains("nan") && !text.contains("inf\""), "\(path)")
    }
    #expect(!XMLParser(data: Data("<svg><g></svg><".utf8)).parse())
  }

  /// Each rule of the verdict, by a kernel with the defect it names.
  @Test func verdictsNameTheDefect() throws {
    let erfc = try kernel("erfc")
    #expect(Verdict(try score(kernel("relu"))).mark == "correctly rounded")
    #expect(Verdict(try score(erfc)).mark == "faithful")
    #expect(Verdict(try score(kernel("erf"))).mark == "loses the tail")
    #expect(Verdict(try score(Mutants.nan(erfc, at: 300...302))).mark == "NaN")
    #expect(Verdict(try score(Mutants.wrongSign(erfc))).mark == "wrong sign")
    #expect(Verdict(try score(Mutants.infinite(erfc, at: 16256...16256))).mark == "infinite")
    let off = Mutants.displaced(erfc, steps: 3, at: 16256...16256)
    #expect(Verdict(try score(off)).mark == "few ulp")
    let far = Mutants.displaced(erfc, steps: 30, at: 16256...16256)
    #expect(Verdict(try score(far)).mark == "inaccurate")
  }

  @Test func figuresShowWhatDecides() {
    #expect(Figures.ulp(0.5) == "0.5" && Figures.ulp(0.50003) == "0.50003")
    #expect(Figures.ulp(254.933609) == "254.9" && Figures.ulp(.infinity) == "∞")
    #expect(Figures.ulp(16_777_215) == "1.678e+07" && Figures.ulp(-0.25) == "−0.25")
    #expect(Figures.count(13215 as UInt64) == "13,215" && Figures.count(65536) == "65,536")
    #expect(Figures.share(99_999_999, of: 100_000_000) == "99.999 %")
    #expect(Figures.share(3, of: 3) == "100 %" && Figures.share(0, of: 0) == "–")
  }

  @Test func writesRemovesAndRefuses() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let report = try report()
    try report.write(to: folder, environment: ["date": "now"])
    let stale = folder + "/kernels/gone.md"
    try "old".write(toFile: stale, atomically: true, encoding: .utf8)
    try report.write(to: folder, environment: ["date": "later"])
    #expect(!FileManager.default.fileExists(atPath: stale))
    #expect(FileManager.default.fileExists(atPath: folder + "/plots/erf-bfloat16.svg"))
    let error = #expect(throws: ScoringError.self) {
      try report.write(to: "/proc/nowhere", environment: [:])
    }
    #expect(error?.description.contains("/proc/nowhere") == true)
  }
}
