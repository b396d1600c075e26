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
      --backward void f(const T *dy, const T *x, T *dx, size_t n), with --scalar T f(T). --args says \
      another order of arguments. --source k.hpp --expression 'my::gelu(x)' compiles a function. It is \
      called in a process of its own, between guard pages. With --input-format x has that format and y \
      --format: void f(const X *x, Y *y, size_t n). A quantised format, as int8(scale=0.05,zero-point=3), \
      means codes: int8_t, uint8_t or int16_t, all of which are tried. A command reads little-endian values on standard \
      input and answers each on standard output; see Examples/python. What a kernel does by accident \
      stays in its process; nothing here is a shelter against malice. The exit status is 1 where \
      outputs depend on more than their inputs.
      """)

  @OptionGroup var call: CallOptions
  @OptionGroup var expression: ExpressionOptions
  @Flag(help: "The function takes one value.") var scalar = false
  @Flag(help: "The function takes dy and x, and is called with dy = 1.") var backward = false
  @Option(
    parsing: .unconditional,
    help: "With --backward: these dy by commas, or usual, each with every x; the truth is dy·f′(x)."
  )
  var dy: String?
  @Option(help: SecondOption.kernelHelp) var second: String?
  @Option(
    parsing: .unconditional,
    help: "With --second: numbers by commas, usual, or all of a 16-bit format. Default: usual.")
  var seconds: String?
  @Option(help: Parse.endHelp, completion: .formats) var format: String
  @Option(
    help: "The format that the kernel reads, where it writes another: --format.",
    completion: .formats)
  var inputFormat: String?
  @Option(
    help:
      "The function to score against. Default: what the kernel says that it computes, or else gelu.",
    completion: .functions)
  var function: String?
  @OptionGroup var order: DerivativeOption
  @Option(
    help:
      "exhaustive, sample:N[:SEED], search:SECONDS or search:count=N[:SEED]. Default: exhaustive up to 16 bits, else a sample."
  )
  var inputs: String?
  @OptionGroup var weights: WeightsOption
  @OptionGroup var parts: PartOptions
  @Option(help: "none, ftz, daz+ftz, or all for the three side by side.", completion: .flushModels)
  var flush = "none"
  @OptionGroup var time: TimeOptions
  @Flag(help: "Leave out the check that outputs depend on their inputs alone.") var noPlace = false
  @Option(help: "Values in the long calls of that check to a library. Default: 1048576.")
  var length: Int?
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @OptionGroup var required: RequireOption
  @OptionGroup var page: ReportOptions
  @OptionGroup var verdicts: VerdictOptions
  @OptionGroup var paste: PasteOptions
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    let isClean = try reportingErrors {
      Interrupt.explain(
        "gelu-accuracy: stopped; nothing is kept, and the kernel's processes are ended\n")
      let isQuantised = Parse.isQuantised(format, inputFormat)
      try paste.check(json, flush: flush, isQuantised: isQuantised)
      if isQuantised {
        try weights.refuse("codes")
        return try validateQuantised()
      }
      let gate = try required.gate(flush: flush)
      let signature = try Parse.signature(format, input: inputFormat)
      try checkCallOptions()
      guard signature.isUniform || self.signature.args?.count != 2 else {
        throw Failure("--args xn works in place: such a kernel has one format")
      }
      guard !backward || order.derivative ?? 1 == 1 else {
        throw Failure("--backward is a first derivative; it takes no --derivative")
      }
      guard dy == nil || backward else { throw Failure("--dy goes with --backward") }
      guard signature.isUniform || !scalar && dy == nil else {
        throw Failure("--scalar and --dy take no --input-format: such a kernel has one format")
      }
      try checkWeights()
      try checkSecond(signature)
      try checkParts(signature, gate)
      try checkReport(signature)
      try checkVerdicts()
      guard let compiled = try expression.compiled(StoredSignature(signature), isAlone: isAlone)
      else {
        return try validateAll(signature, gate)
      }
      defer { compiled.remove() }
      var whole = self
      (whole.library, whole.symbol) = (compiled.library, CompiledExpression.symbol)
      return try whole.validateAll(signature, gate)
    }
    if !isClean { throw ExitCode(1) }
  }

  /// What holds for kernels of every kind.
  func checkCallOptions() throws {
    _ = try time.limits
    guard (1...4096).contains(alignment), alignment.nonzeroBitCount == 1 else {
      throw Failure("--alignment takes a power of two from 1 to 4096, not \(alignment)")
    }
    guard alignment == 1 || hasLibrary else {
      throw Failure("--alignment goes with --library; a command has memory of its own")
    }
    try checkPlaceOptions()
    guard !(scalar && backward) else { throw Failure("give --scalar or --backward, not both") }
    guard !scalar || command == nil else {
      throw Failure("--scalar is the form of a library's function; a command takes batches")
    }
    try signature.check(for: form, library != nil)
  }

  /// - Parameter inChunks: whether a command is called in batches of a chunk.
  func kernel<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ served: ServedKernel?, inChunks: Bool = false
  ) throws -> any MixedKernel<X, Y> {
    // Between two formats each kind is one.
    switch try foreignKernel(X.self, Y.self, served, inChunks: inChunks) {
    case .library(let kernel): kernel
    case .command(let kernel): kernel
    }
  }

  enum ForeignKernel<X: StoredFormat, Y: StoredFormat> {
    case library(MixedLibraryKernel<X, Y>)
    case command(MixedCommandKernel<X, Y>)
  }

  func foreignKernel<X: StoredFormat, Y: StoredFormat>(
    _: X.Type, _: Y.Type, _ served: ServedKernel?, inChunks: Bool = false
  ) throws -> ForeignKernel<X, Y> {
    let target = try target(served)
    switch (library, symbol, served) {
    case (let library?, let symbol?, nil):
      var options = MixedLibraryKernel<X, Y>.Options(
        timeout: time.timeout, startTimeout: time.startTimeout, batch: max(1 << 20, length ?? 0),
        alignment: alignment)
      options.toleratesChanges = !noPlace
      return .library(
        MixedLibraryKernel<X, Y>(
          library, symbol: symbol, form: form, order: try callOrder(form),
          target: target, launcher: .thisProgram(subcommand: "worker"), options: options,
          name: expression.expression))
    case (nil, nil, let served?):
      return .command(
        served.kernel(X.self, Y.self, target, try time.limits, inChunks: inChunks))
    default:
      throw Self.noKernel
    }
  }

  static let noKernel = Failure(
    "say which kernel: --library FILE --symbol NAME, --command \"…\", or --expression \"…\"")

  /// Whether outputs depend on their inputs alone, and keep what is required.
  func validate<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ served: ServedKernel?, _ gate: Gate?
  ) throws -> Validated {
    let kernel = try kernel(X.self, Y.self, served, inChunks: isInChunks)
    let oracle = Oracle(try target(served))
    let search = try search
    let inputs =
      try inputs.flatMap { try search == nil ? Parse.inputs($0) : nil } ?? .usual(for: X.name)
    if let dy {
      return try validate(kernel, served, oracle, inputs, try Parse.gradients(dy, X.self), gate)
    }
    let label = "\(page.name ?? kernel.description.name) \(Y.name.rawValue)"
    let progress = search.map { Progress(label, $0.budget) } ?? Progress(label)
    defer { progress.finish() }
    var run = MixedForeignRun<X, Y>(
      oracle: oracle, inputs: inputs, flush: try Parse.flushModels(flush),
      threads: try Parse.threads(threads), progress: { progress.update($0, $1) })
    run.keepsProcess = true
    run.weights = try weights.parsed()
    let began = ContinuousClock.now
    let scores: [Score]?
    var failure: Failure?
    do { scores = try self.scores(run, kernel) } catch let cut as MixedForeignRun<X, Y>.Cut {
      // What was measured is not lost.
      let scores = cut.scores.map(page.named)
      let part = scores.map { Validation(score: $0, isPartOf: cut.count, failure: cut.failure) }
      Printing.models(part, json)
      if let uniform = kernel as? any MixedKernel<Y, Y> {
        do { try report(scores[0], of: uniform, served, nil, nil, failure: cut) } catch {
          complain("\(error)")
        }
      }
      return Validated(all: part, failure: Failure("\(cut)"))
    }
    progress.finish()
    // Called batch by batch, a process of the protocol's first version has not ended yet.
    do { try (kernel as? MixedCommandKernel<X, Y>)?.finishSession() } catch {
      failure = Failure("\(error)")
    }
    let place = try placeReport(after: kernel, served, .now - began)
    guard let scores else {
      place.map(Printing.show)
      return Validated(isClean: place?.isClean ?? true, failure: failure)
    }
    let (behaviour, found) = try probe(kernel, place)
    var all = scores.map { Validation(score: $0, place: found, behaviour: behaviour) }
    all[0].allclose = try verdicts.tolerances(
      self.kernel(X.self, Y.self, served, inChunks: true), scores[0],
      threads: Parse.threads(threads))
    if paste.replacesText {
      try paste.say(scores[0], kernelCall(served), commandLine(scores[0], served))
    } else {
      Printing.models(all, json)
    }
    let holds = gate.holds(
      scores.map { ($0.flush.rawValue, $0) }, paste.replacesText ? "-" : json,
      of: served?.isOneOfSeveral == true ? served?.name : nil)
    // A page that cannot be written loses no score.
    if let uniform = kernel as? any MixedKernel<Y, Y> {
      do { try report(scores[0], of: uniform, served, found, behaviour) } catch {
        failure = failure ?? Failure("\(error)")
      }
    }
    return Validated(all: all, isClean: holds && found?.isClean ?? true, failure: failure)
  }
}
