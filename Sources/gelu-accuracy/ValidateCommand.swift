import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Oracle
import Scoring

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Score a kernel of your own: a function in a C library, or a command.",
    discussion: """
      A library's function is void f(const T *x, T *y, size_t n) (16-bit formats as uint16_t), with \
      --backward void f(const T *dy, const T *x, T *dx, size_t n), with --scalar T f(T). It is called \
      in a process of its own, between guard pages. A command reads little-endian values on standard \
      input and answers each on standard output; see Examples/python.
      """)

  @Option(help: "A shared library.") var library: String?
  @Option(help: "The function in it.") var symbol: String?
  @Flag(help: "The function takes one value.") var scalar = false
  @Flag(help: "The function takes dy and x, and is called with dy = 1.") var backward = false
  @Option(help: "A command, run by sh.") var command: String?
  @Option(help: "float16, bfloat16, float32 or float64.") var format: String
  @Option(help: "The function to score against.") var function = "gelu"
  @Flag(help: "Against its derivative; implied by --backward.") var derivative = false
  @Option(
    help: "exhaustive, sample:N or sample:N:SEED. Default: exhaustive in 16 bits, else a sample.")
  var inputs: String?
  @Option(help: "none, ftz or daz+ftz.") var flush = "none"
  @Option(help: "Seconds that a batch may take.") var timeout = 10.0
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @Option(help: "Write JSON to a file, or to standard output with -.") var json: String?

  func run() throws {
    try reportingErrors {
      let format = try Reading.format(format)
      guard (0.01...86400).contains(timeout) else {
        throw Failure("--timeout takes 0.01 to 86400 seconds, not \(timeout)")
      }
      guard !(scalar && backward) else { throw Failure("give --scalar or --backward, not both") }
      switch format {
      case .float16: try validate(Float16.self)
      case .bfloat16: try validate(BFloat16.self)
      case .float32: try validate(Float.self)
      case .float64: try validate(Double.self)
      }
    }
  }

  private func kernel<T: BinaryFormat>(_: T.Type) throws -> any Kernel<T> {
    let order = derivative || backward ? 1 : 0
    switch (library, symbol, command) {
    case (let library?, let symbol?, nil):
      return LibraryKernel<T>(
        library, symbol: symbol, form: scalar ? .scalar : backward ? .backward : .batch,
        function: function, derivative: order, launcher: .thisProgram(subcommand: "worker"),
        options: .init(timeout: timeout))
    case (nil, nil, let command?):
      return CommandKernel<T>(
        command, function: function, derivative: order,
        options: .init(timeout: timeout, callBatch: 1 << 16))
    default:
      throw Failure("say which kernel: --library FILE --symbol NAME, or --command \"…\"")
    }
  }

  private func validate<T: BinaryFormat>(_: T.Type) throws {
    let kernel = try kernel(T.self)
    let oracle = Oracle(try Reading.function(function), derivative: derivative || backward ? 1 : 0)
    let inputs =
      try inputs.map(Reading.inputs)
      ?? (T.name.width == 16 ? .exhaustive : .sample(count: 100_000, seed: InputSet.usualSeed))
    let progress = Progress("\(kernel.description.name) \(T.name.rawValue)")
    defer { progress.finish() }
    let options = try ScoringOptions(
      inputs: inputs, flush: Reading.flush(flush), threads: Reading.threads(threads),
      progress: { progress.update($0, $1) })
    let score = try score(kernel, against: oracle, options)
    progress.finish()
    try Printing.scores([score], json)
    if json != "-" { try Printing.behaviour(kernel) }
  }
}

extension Printing {
  /// Whether outputs depend on where an input stands, and what becomes of subnormals.
  static func behaviour<T: BinaryFormat>(_ kernel: any Kernel<T>) throws {
    let seeded = stride(from: 0, to: 1 << 13, by: 1).map { i -> T in
      T(nearest: -12 + 24 * Double(i) / 8192)
    }
    var check = PositionCheck()
    check.callsOfALength = 64
    let report = try check.report(kernel, inputs: seeded)
    if report.isClean {
      print("  place  outputs do not depend on length, alignment, neighbours or call")
    } else {
      for finding in report.findings.prefix(3) { print("  PLACE  \(finding.line)") }
    }
    print("  flush  behaves as \(try FlushProbe(kernel).model)")
  }
}

/// The process that `validate --library` calls the kernel in.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

  func run() { WorkerMain.run(arguments) }
}
