import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Kernels
import Oracle
import Scoring

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Score a kernel of your own: a function in a C library, or a command.",
    discussion: """
      A library's function is void f(const T *x, T *y, size_t n) (16-bit formats as uint16_t, 8-bit ones as uint8_t), with \
      --backward void f(const T *dy, const T *x, T *dx, size_t n), with --scalar T f(T). It is called \
      in a process of its own, between guard pages. With --input-format x has that format and y \
      --format: void f(const X *x, Y *y, size_t n). A command reads little-endian values on standard \
      input and answers each on standard output; see Examples/python. What a kernel does by accident \
      stays in its process; nothing here is a shelter against malice. The exit status is 1 where \
      outputs depend on more than their inputs, or break what --require says.
      """)

  @Option(help: "A shared library.") var library: String?
  @Option(help: "The function in it.") var symbol: String?
  @Flag(help: "The function takes one value.") var scalar = false
  @Flag(help: "The function takes dy and x, and is called with dy = 1.") var backward = false
  @Option(
    parsing: .unconditional,
    help: "With --backward: these dy by commas, or usual, each with every x; the truth is dy·f′(x)."
  )
  var dy: String?
  @Option(
    help: ArgumentHelp(
      "The kernel has a second input: up for up·f(x), bias for f(x + bias), called as f(x, second, y, n); dy as --backward, one score of all dy. up(offset=1,limit=7,gate-limit=7) clamps up to ±7 and x to at most 7, and adds 1 to up."
    ))
  var second: String?
  @Option(
    parsing: .unconditional,
    help: "With --second: numbers by commas, usual, or all of a 16-bit format. Default: usual.")
  var seconds: String?
  @Option(help: "A command, run by sh.") var command: String?
  @Option(help: Parse.formatHelp) var format: String
  @Option(help: "The format that the kernel reads, where it writes another: --format.")
  var inputFormat: String?
  @Option(help: "The function to score against.") var function = "gelu"
  @OptionGroup var order: DerivativeOption
  @Option(
    help: "exhaustive, sample:N or sample:N:SEED. Default: exhaustive up to 16 bits, else a sample."
  )
  var inputs: String?
  @Option(help: "none, ftz, daz+ftz, or all for the three side by side.") var flush = "none"
  @OptionGroup var time: TimeOptions
  @Option(help: "Align every pointer given to a library's function to N bytes.")
  var alignment = 1
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @OptionGroup var required: RequireOption
  @Option(help: "Write JSON to a file, or to standard output with -.") var json: String?

  func run() throws {
    let isClean = try reportingErrors {
      let gate = try required.gate(flush: flush)
      let signature = try Parse.signature(format, input: inputFormat)
      Interrupt.explain(
        "gelu-accuracy: stopped; nothing is kept, and the kernel's processes are ended\n")
      _ = try time.limits
      guard (1...4096).contains(alignment), alignment.nonzeroBitCount == 1 else {
        throw Failure("--alignment takes a power of two from 1 to 4096, not \(alignment)")
      }
      guard alignment == 1 || library != nil else {
        throw Failure("--alignment goes with --library; a command has memory of its own")
      }
      guard !(scalar && backward) else { throw Failure("give --scalar or --backward, not both") }
      guard !backward || order.derivative ?? 1 == 1 else {
        throw Failure("--backward is a first derivative; it takes no --derivative")
      }
      guard dy == nil || backward else { throw Failure("--dy goes with --backward") }
      guard signature.isUniform || !scalar && dy == nil else {
        throw Failure("--scalar and --dy take no --input-format: such a kernel has one format")
      }
      guard seconds == nil || second != nil else { throw Failure("--seconds goes with --second") }
      if let second {
        guard signature.isUniform, !scalar, !backward, order.derivative == nil else {
          throw Failure(
            "--second takes no --input-format, --scalar, --backward or --derivative: such a kernel has one "
              + "format and a form of its own")
        }
        return try validatePairs(SecondOption.parsed(second), signature.output.type, gate)
      }
      return try validate(signature.input.type, signature.output.type, gate)
    }
    if !isClean { throw ExitCode(1) }
  }

  private var target: Target {
    get throws {
      let function = try Parse.function(function)
      return Target(function, derivative: try order.order(of: function) ?? (backward ? 1 : 0))
    }
  }

  private func kernel<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type
  ) throws -> any MixedKernel<X, Y> {
    let target = try target
    switch (library, symbol, command) {
    case (let library?, let symbol?, nil):
      return MixedLibraryKernel<X, Y>(
        library, symbol: symbol,
        form: scalar ? .scalar : backward || second != nil ? .backward : .batch,
        target: target, launcher: .thisProgram(subcommand: "worker"),
        options: .init(
          timeout: time.timeout, startTimeout: time.startTimeout, alignment: alignment))
    case (nil, nil, let command?):
      return MixedCommandKernel<X, Y>(
        command, target: target,
        options: .init(timeout: time.timeout, startTimeout: time.startTimeout))
    default:
      throw Failure("say which kernel: --library FILE --symbol NAME, or --command \"…\"")
    }
  }

  /// Whether outputs depend on their inputs alone, and keep what is required.
  private func validate<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ gate: Gate?
  ) throws -> Bool {
    let kernel = try kernel(X.self, Y.self)
    let oracle = Oracle(try target)
    let inputs = try inputs.map(Parse.inputs) ?? .usual(for: X.name)
    if let dy {
      return try validate(kernel, oracle, inputs, try Parse.gradients(dy, X.self), gate)
    }
    let progress = Progress("\(kernel.description.name) \(Y.name.rawValue)")
    defer { progress.finish() }
    let run = MixedForeignRun<X, Y>(
      oracle: oracle, inputs: inputs, flush: try Parse.flushModels(flush),
      threads: try Parse.threads(threads), progress: { progress.update($0, $1) })
    let scores: [Score]
    do { scores = try run.scores(kernel) } catch let cut as MixedForeignRun<X, Y>.Cut {
      // What was measured is not lost.
      try Printing.models(
        cut.scores.map { Validation(score: $0, isPartOf: cut.count, failure: cut.failure) }, json)
      throw Failure("\(cut)")
    }
    progress.finish()
    let place: PositionReport
    let behaviour: FlushProbe
    do {
      // A process of its own: its first call is the first that it answers.
      place = try placeReport(self.kernel(X.self, Y.self))
      behaviour = try FlushProbe(kernel)
    } catch let failure as KernelFailure {
      try Printing.models(scores.map { Validation(score: $0, failure: failure) }, json)
      throw Failure("\(failure); it failed in the check of places, after the score")
    }
    try Printing.models(
      scores.map { Validation(score: $0, place: place, behaviour: behaviour) }, json)
    return gate.holds(scores.map { ($0.flush.rawValue, $0) }, json) && place.isClean
  }

  private func placeReport<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: any MixedKernel<X, Y>
  ) throws -> PositionReport {
    let progress = Progress("\(kernel.description.name) \(Y.name.rawValue) places")
    defer { progress.finish() }
    return try PositionCheck.usual.report(kernel, inputs: PositionCheck.usualInputs()) {
      progress.update($0, $1)
    }
  }
}

extension ValidateCommand {
  /// Every dy with every x.
  private func validate<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: any MixedKernel<X, Y>, _ oracle: Oracle, _ inputs: InputSet, _ gradients: [X],
    _ gate: Gate?
  ) throws -> Bool {
    let flush = try Parse.flush(flush)
    let scores = try gradients.map { dy in
      let run = MixedForeignRun<X, Y>(
        oracle: Oracle(oracle.function, derivative: 1, factor: dy.double), inputs: inputs,
        flush: [flush], threads: try Parse.threads(threads), dy: dy)
      return try run.scores(kernel)[0]
    }
    let fresh = try self.kernel(X.self, Y.self)
    let command = (fresh as? CommandKernel<X>).map { FixedGradient($0, dy: gradients[0]) }
    let place = try command.map(placeReport) ?? placeReport(fresh)
    try Printing.gradients(scores, dy: gradients.map(\.double), json, place)
    return gate.holds(scores.map { ("dy \($0.dy ?? "1")", $0) }, json) && place.isClean
  }
}

extension ValidateCommand {
  /// A kernel of two inputs: one score of all pairs.
  private func validatePairs<T: BinaryFormat>(
    _ second: SecondInput, _: T.Type, _ gate: Gate?
  ) throws -> Bool {
    let target = Target(try Parse.function(function), second: second)
    guard let kernel = try kernel(T.self, T.self) as? any GradientKernel<T>,
      let fresh = try self.kernel(T.self, T.self) as? any GradientKernel<T>
    else { throw Failure("--second needs --library or --command") }
    var run = try PairRun<T>(
      target, seconds: seconds.map { try Parse.seconds($0, T.self) },
      inputs: inputs.map(Parse.inputs))
    (run.flush, run.threads) = (try Parse.flushModels(flush), try Parse.threads(threads))
    let name = (kernel as? any MixedKernel)?.description.name ?? "kernel"
    let progress = Progress("\(name) \(T.name.rawValue)")
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    let scores = try run.scores(kernel, named: name)
    progress.finish()
    let place = try placeReport(fixed(fresh, target))
    try Printing.models(scores.map { Validation(score: $0, place: place) }, json)
    return gate.holds(scores.map { ($0.flush.rawValue, $0) }, json) && place.isClean
  }

  /// The kernel of x alone, its second input 1.
  private func fixed<T: BinaryFormat>(
    _ kernel: any GradientKernel<T>, _ target: Target
  ) -> any MixedKernel<T, T> {
    func opened<K: GradientKernel<T>>(_ kernel: K) -> any MixedKernel<T, T> {
      TwoInputs(kernel, target, second: T(nearest: 1))
    }
    return opened(kernel)
  }
}

extension ValidateCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { [library].compactMap(\.self) }
}
