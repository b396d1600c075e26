import ArgumentParser
import Foundation
import Kernels
import Oracle
import Scoring

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Time a float32 kernel alone, scoring alone, both, and MPFR, on one core.")

  @Argument(help: "A built-in kernel.", completion: .kernels) var kernel = "erf"
  @Option(help: "Take every N-th chunk of 2^20 inputs; 1 takes all 2^32.") var stride = 16
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      guard (1...512).contains(stride) else {
        throw Failure("--stride takes 1 to 512, not \(stride)")
      }
      let kernel = try Catalogue.kernel(named: kernel, for: Float.self)
      let oracle = Oracle(
        kernel.description.target
      )
      let r = try benchmark(kernel, against: oracle, stride: stride)
      if let json { try Output(path: json).write(JSONEncoder.suite.encode(r)) }
      guard json != "-" else { return }
      print(
        """
        \(kernel.description.name) float32, \(r.values) inputs, one core, \
        \(Environment.record["processor"] ?? "")
          kernel alone    \(rate(r.kernelRate))
          scoring alone   \(rate(r.scoringRate))   \(ratio(r.scoringRate / r.mpfrRate)) times MPFR
          whole score     \(rate(r.wholeRate))   \(ratio(r.kernelRate / r.wholeRate)) times the kernel's time
          MPFR, 128 bits  \(rate(r.mpfrRate))   on [-14.5, -4]
          float64 scoring \(rate(r.float64Rate))
        """)
    }
  }

  private func rate(_ r: Double) -> String { String(format: "%10.3f M/s", r / 1e6) }
  private func ratio(_ r: Double) -> String { String(format: r < 100 ? "%.2f" : "%.0f", r) }
}

extension BenchmarkCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
