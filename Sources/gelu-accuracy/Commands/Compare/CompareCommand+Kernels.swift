import Comparing
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Kernels
import Oracle
import Scoring

/// Kernels, and outputs in files as kernels of their inputs.
extension CompareCommand {
  func compareKernels(_ first: ComparedSource, _ second: ComparedSource) throws -> Comparison {
    guard first != .truth || second != .truth else {
      throw Failure("truth and truth are the same; give a kernel to compare with it")
    }
    let signature = try formats(first, second)
    guard signature.isUniform || !scalar && self.signature.args?.count != 2 else {
      throw Failure("--scalar and --args xn take no --input-format: such a kernel has one format")
    }
    func compare<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Comparison {
      try compared(X.self, Y.self, first, second)
    }
    return try compare(signature.input.type, signature.output.type)
  }

  /// Those that are said, or else those of a file.
  private func formats(_ first: ComparedSource, _ second: ComparedSource) throws -> Signature {
    let recorded = try [first, second].compactMap { source -> (String, Signature)? in
      guard case .outputs = source else { return nil }
      return try (source.name, dataRun(source).signature())
    }
    if recorded.count == 2, recorded[0].1 != recorded[1].1 {
      throw Failure(
        "\(recorded[0].0) is of \(recorded[0].1), \(recorded[1].0) of \(recorded[1].1); outputs of one format "
          + "can be compared")
    }
    if let signature = recorded.first?.1 { return signature }
    guard let format else { throw Failure("say in which format: --format float32") }
    return try Parse.signature(format, input: inputFormat)
  }

  /// - Parameter source: outputs in a file.
  private func dataRun(_ source: ComparedSource) throws -> DataRun {
    guard case .outputs(let path, let tensor) = source else {
      preconditionFailure("outputs in a file")
    }
    for file in [path, inputsFile].compactMap(\.self)
    where !FileManager.default.fileExists(atPath: file) {
      throw FileError(file, "no such file")
    }
    var run = DataRun(inputs: inputsFile ?? path, outputs: path)
    (run.inputTensor, run.outputTensor) = (xTensor, tensor)
    run.outputFormat = try format.map(Parse.format)
    run.inputFormat = try inputFormat.map(Parse.format)
    run.derivative = order.derivative ?? (backward ? 1 : 0)
    return run
  }

  private func compared<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ first: ComparedSource, _ second: ComparedSource
  ) throws -> Comparison {
    let signature = Signature(input: X.name, output: Y.name)
    let target = try target(first, second, signature)
    var servers: [ServedKernel] = []
    let a = try kernel(X.self, Y.self, first, target, &servers)
    let b = try kernel(X.self, Y.self, second, target, &servers)
    let recorded = [a, b].compactMap { $0 as? RecordedOutputs<X, Y> }
    if recorded.count == 2 { try checkInputs(recorded[0], recorded[1]) }
    var run = ComparisonRun<X, Y>(
      against: Oracle(target), inputs: try recorded.first?.inputs ?? inputSet(X.name))
    run.flush = try Parse.flush(flush)
    run.region = try region.map { try Parse.region($0, X.name) }
    run.threads = try Parse.threads(threads)
    let progress = Progress("\(first.name) and \(second.name) \(signature)")
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    let comparison = try run.comparison(a, b, names: (first.name, second.name))
    for kernel in [a, b] { try (kernel as? MixedCommandKernel<X, Y>)?.finishSession() }
    for server in servers { try server.finish() }
    return comparison
  }

  private func inputSet(_ format: FormatName) throws -> InputSet {
    try inputs.map { try $0 == "all" ? .exhaustive : Parse.inputs($0) } ?? .usual(for: format)
  }

  private func checkInputs<X: BinaryFormat, Y: BinaryFormat>(
    _ a: RecordedOutputs<X, Y>, _ b: RecordedOutputs<X, Y>
  ) throws {
    guard a.positions != b.positions else { return }
    let (left, right) = (Set(a.positions), Set(b.positions))
    let only = left.symmetricDifference(right).min().map { X(position: $0).hexBits } ?? ""
    throw Failure(
      "\(a.description.name) has outputs for \(left.count) inputs, \(b.description.name) for \(right.count); the "
        + "first input that only one of them has is \(only)")
  }

  /// What the outputs are held to: the function that is said, or that a kernel of the catalogue computes.
  private func target(
    _ first: ComparedSource, _ second: ComparedSource, _ signature: Signature
  ) throws -> Target {
    let known = [first, second].compactMap { source -> Target? in
      guard case .builtIn(let name) = source else { return nil }
      return Measuring.description(name, signature)?.target
    }
    let orders = Set(known.map(\.derivative) + (backward ? [1] : []))
    guard orders.count <= 1 || order.derivative != nil else {
      throw Failure(
        "\(first.name) and \(second.name) compute derivatives of different order; --derivative says which exact "
          + "value decides")
    }
    let function = try function.map(Parse.function) ?? known.first?.function ?? .gelu
    return Target(
      function, derivative: try order.order(of: function) ?? orders.first ?? 0)
  }

  private func kernel<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ source: ComparedSource, _ target: Target,
    _ servers: inout [ServedKernel]
  ) throws -> any MixedKernel<X, Y> {
    switch source {
    case .saved: preconditionFailure("a score has no outputs")
    case .truth: return try RoundedTruth<X, Y>(Oracle(target))
    case .builtIn(let name):
      return try Catalogue.kernel(named: name, from: X.self, to: Y.self)
    case .library(let path, let symbol):
      var options = MixedLibraryKernel<X, Y>.Options(
        timeout: time.timeout, startTimeout: time.startTimeout, alignment: alignment)
      options.toleratesChanges = true
      return MixedLibraryKernel<X, Y>(
        path, symbol: symbol, form: form, order: try signature.order(for: form), target: target,
        launcher: .thisProgram(subcommand: "worker"), options: options)
    case .command(let text, let kernel):
      let served = try ServedKernel.choose(
        text, kernel, StoredSignature(Signature(input: X.name, output: Y.name)), target,
        time.limits)
      guard served.count == 1 else { throw Failure("'\(kernel ?? "")' is not one kernel") }
      if let problem = served[0].problem { throw Failure(problem) }
      servers.append(served[0])
      let called = served[0].kernel(X.self, Y.self, target, try time.limits, inChunks: true)
      return backward ? try Self.atOne(called) : called
    case .outputs:
      return try dataRun(source).recordedOutputs(source.name, X.self, Y.self)
    }
  }

  /// A backward command at dy = 1.
  private static func atOne<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: MixedCommandKernel<X, Y>
  ) throws -> any MixedKernel<X, Y> {
    func fixed<K: GradientKernel<X>>(_ gradient: K) -> (any MixedKernel<X, Y>)? {
      FixedGradient(gradient, dy: X(nearest: 1)) as? any MixedKernel<X, Y>
    }
    guard let gradient = kernel as? any GradientKernel<X>, let one = fixed(gradient) else {
      throw Failure("--backward of a command takes no --input-format: such a kernel has one format")
    }
    return one
  }
}
