import FloatingPointFormats
import ForeignKernels
import GELUAccuracy
import Kernels
import Scoring

/// Kernels that read or write codes.
extension ValidateCommand {
  /// Whether outputs depend on their inputs alone, and keep what is required.
  func validateQuantised() throws -> Bool {
    let output = try Parse.end(format)
    let input = try inputFormat.map(Parse.end) ?? output
    try checkCallOptions()
    guard !backward, dy == nil, second == nil, seconds == nil else {
      throw Failure(
        "--backward, --dy, --second and --seconds take no quantised format: such a kernel has one input"
      )
    }
    guard output.quantisation == nil || flush == "none" else {
      throw Failure(
        "--flush \(flush) goes with outputs that have subnormal numbers; codes have none")
    }
    guard page.report == nil, page.name == nil, parts.isEmpty, parts.output == nil,
      try search == nil
    else {
      throw Failure(
        "--report, --name, --region, --resume, --shard and searches take no quantised format yet")
    }
    let isUniform = input.storedName == output.storedName
    guard isUniform || !scalar && signature.args?.count != 2 else {
      throw Failure("--scalar and --args xn are for a kernel that reads and writes one type")
    }
    let stored = StoredSignature(input: input.storedName, output: output.storedName)
    guard let compiled = try expression.compiled(stored, isAlone: isAlone) else {
      return try validate(stored, input, output)
    }
    defer { compiled.remove() }
    var whole = self
    (whole.library, whole.symbol) = (compiled.library, CompiledExpression.symbol)
    return try whole.validate(stored, input, output)
  }

  /// One kernel, of a command that may list several.
  private func validate(
    _ stored: StoredSignature, _ input: EndFormat, _ output: EndFormat
  ) throws -> Bool {
    let kernels = try kernels(stored)
    guard kernels.count == 1 else { throw Failure("a quantised format takes one --kernel") }
    let isClean = try validate(
      input, output, kernels[0], stored.input.type, stored.output.type)
    try kernels[0]?.finish()
    return isClean
  }

  private func validate<X: StoredFormat, Y: StoredFormat>(
    _ input: EndFormat, _ output: EndFormat, _ served: ServedKernel?, _: X.Type, _: Y.Type
  ) throws -> Bool {
    switch try foreignKernel(X.self, Y.self, served) {
    case .library(let kernel):
      return try validate(kernel, served, input, output, changes: { kernel.changes })
    case .command(let kernel):
      return try validate(kernel, served, input, output, changes: { [] })
    }
  }

  private func validate<K: StoredKernel>(
    _ kernel: K, _ served: ServedKernel?, _ input: EndFormat, _ output: EndFormat,
    changes: () -> [PositionFinding]
  ) throws -> Bool {
    let isOfCodes = output.quantisation != nil
    let codes = isOfCodes ? try required.codeRequirement() : nil
    let gate = isOfCodes ? nil : try required.gate()
    var run = QuantisedRun(try target(served), input: input, output: output)
    (run.inputs, run.flush) = (try inputs.map(Parse.inputs), try Parse.flush(flush))
    run.threads = try Parse.threads(threads)
    let progress = Progress("\(kernel.description.name) \(output.storedName.rawValue)")
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    let began = ContinuousClock.now
    let result = try run.result(kernel)
    progress.finish()
    var place = try placeReport(K.Input.self, K.Output.self, served, .now - began)
    for change in changes() { place?.add(change) }
    try Printing.quantised(result, place: place, json)
    let holds =
      switch result {
      case .codes(let score): codes.holds(score, json)
      case .numbers(let score): gate.holds([("none", score.score)], json)
      }
    return holds && place?.isClean ?? true
  }

  /// The check of places on a process of its own; nil where it is left out.
  private func placeReport<X: StoredFormat, Y: StoredFormat>(
    _: X.Type, _: Y.Type, _ served: ServedKernel?, _ time: Duration
  ) throws -> PositionReport? {
    guard !noPlace else { return nil }
    let check = positionCheck(time)
    let fresh = try foreignKernel(X.self, Y.self, served?.inOtherProcess)
    return try beside(served) {
      switch fresh {
      case .library(let kernel):
        try check.report(kernel, inputs: PositionCheck.usualInputs(for: kernel))
      case .command(let kernel):
        try check.report(kernel, inputs: PositionCheck.usualInputs(for: kernel))
      }
    }
  }
}
