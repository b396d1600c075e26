import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Oracle
import Scoring

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score outputs that a kernel wrote for emitted inputs.",
    discussion: """
      Inputs that emit-inputs wrote have a sidecar that says what they are. Without one, a .safetensors \
      or .csv file holds both: the tensors or columns x and y, or dy, x and dx; then --format is needed. \
      A .npy array is read in its logical order, whichever order it was saved in.
      """)

  @Option(help: "The file that emit-inputs wrote, or one with inputs and outputs.")
  var inputs: String
  @Option(help: "The outputs, one for each input, in the same order. Default: the inputs' file.")
  var outputs: String?
  @Option(help: "The tensor of the outputs in a file of several. Default: y or dx.")
  var tensor: String?
  @Option(help: "Score against another function than the sidecar's. Without a sidecar: gelu.")
  var function: String?
  @Option(help: "The outputs' format in a file without a sidecar.") var format: String?
  @Option(help: "The inputs' format there, where it is another.") var inputFormat: String?
  @OptionGroup var order: DerivativeOption
  @Option(help: "none, ftz, daz+ftz, or all for the three side by side.") var flush = "none"
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @Option(help: "Write JSON to a file, or to standard output with -.") var json: String?

  func run() throws {
    try reportingErrors {
      for path in [inputs, outputs].compactMap(\.self)
      where !FileManager.default.fileExists(atPath: path) {
        throw FileError(path, "no such file")
      }
      _ = try Parse.threads(threads)
      let sidecar = try Sidecar.read(beside: inputs)
      guard
        let signature = try sidecar?.signature
          ?? format.map({ try Parse.signature($0, input: inputFormat) })
      else {
        throw Failure(
          "\(inputs) has no sidecar \(inputs).json, as 'gelu-accuracy emit-inputs' writes it; a file "
            + "with both x and y needs --format")
      }
      for (option, said, format) in [
        ("format", format, signature.output), ("input-format", inputFormat, signature.input),
      ] where said ?? format.rawValue != format.rawValue {
        throw Failure(
          "the sidecar \(inputs).json says \(format.rawValue), not \(said ?? ""); leave --\(option) out"
        )
      }
      if let sidecar { return try score(sidecar) }
      try scorePairs(signature.input.type, signature.output.type)
    }
  }

  private func score(_ sidecar: Sidecar) throws {
    guard let outputs else {
      throw Failure("say where the outputs for \(inputs) are: --outputs FILE")
    }
    var run = FileRun(inputs: inputs, outputs: outputs, tensor: tensor)
    run.function = try function.map(Parse.function)
    if let order = try order.order(of: run.function) { run.derivative = order }
    (run.flush, run.threads) = (try Parse.flushModels(flush), try Parse.threads(threads))
    let progress = Progress(outputs)
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    let scores = try run.scores()
    progress.finish()
    try Printing.models(scores.map { Validation(score: $0) }, json)
  }
}

extension ScoreCommand {
  /// Inputs and outputs in one file, in any order.
  private func scorePairs<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws {
    let kind = try TensorFileKind(path: inputs)
    guard kind == .safetensors || kind == .csv else {
      throw Failure(
        "\(inputs) has no sidecar \(inputs).json, and a file of this kind has one tensor only; put x "
          + "and y in one .safetensors or .csv file, or start from emit-inputs, which writes a sidecar"
      )
    }
    func values<T: BinaryFormat>(_ path: String, _ name: String, _: T.Type) throws -> [T] {
      let reader = try TensorReader<T>(path, tensor: name)
      guard reader.count <= 1 << 28 else {
        throw Failure("\(path) has \(reader.count) values; without a sidecar 2^28 are the most")
      }
      return try reader.readAll()
    }
    let x = try values(inputs, "x", X.self)
    let hasGradients = try TensorReader<X>.names(in: inputs).contains("dy")
    let gradients = hasGradients ? try values(inputs, "dy", X.self) : nil
    let name = tensor ?? (gradients != nil || order.derivative != nil ? "dx" : "y")
    let y = try values(outputs ?? inputs, name, Y.self)
    guard x.count == y.count, gradients?.count ?? x.count == x.count else {
      throw Failure("\(outputs ?? inputs) has \(y.count) outputs '\(name)' for \(x.count) inputs")
    }
    guard !x.isEmpty else { throw FileError(inputs, "holds no inputs; there is nothing to score") }
    let target = try Parse.function(function ?? "gelu")
    if let gradients { return try score(x, y, gradients, target) }
    let oracle = Oracle(target, derivative: try order.order(of: target) ?? 0)
    let scores = try Recorded(x, y, inputs).scores(
      name: outputs ?? inputs, oracle, Parse.flushModels(flush))
    try Printing.models(scores.map { Validation(score: $0) }, json)
  }

  /// Each dy is a function of its own. Rows whose dy has no ulp to be measured in are judged apart, where
  /// dy is a zero, or left out, and counted.
  private func score<X: BinaryFormat, Y: BinaryFormat>(
    _ x: [X], _ y: [Y], _ gradients: [X], _ target: Function
  ) throws {
    let groups = Dictionary(grouping: x.indices) { gradients[$0].bitPattern }
    guard groups.count <= 4096 else {
      throw Failure("\(inputs) has \(groups.count) different dy; 4096 are the most")
    }
    let unfit = UnfitGradients(x, y, gradients)
    let fit = groups.keys.sorted().filter { !unfit.contains(X(bitPattern: $0)) }
    guard !fit.isEmpty else {
      throw FileError(inputs, "has no row whose dy can be scored: a finite nonzero number")
    }
    let models = try Parse.flushModels(flush)
    let all = try fit.map { bits -> (Double, Score) in
      let dy = X(bitPattern: bits)
      let oracle = Oracle(target, derivative: 1, factor: dy.double)
      let places = groups[bits] ?? []
      let recorded = try Recorded(places.map { x[$0] }, places.map { y[$0] }, inputs)
      return (dy.double, try recorded.scores(name: outputs ?? inputs, oracle, [models[0]])[0])
    }
    try Printing.gradients(all.map(\.1), dy: all.map(\.0), json)
    if let line = unfit.text { json == "-" ? complain(line) : print("  " + line) }
  }
}

/// Pairs of input and output, sorted.
private struct Recorded<X: BinaryFormat, Y: BinaryFormat> {
  let positions: [UInt64]
  let outputs: [Y]

  /// - Throws: `Failure`, where one input has two outputs.
  init(_ x: [X], _ y: [Y], _ path: String) throws {
    let order = x.indices.sorted { (x[$0].position, $0) < (x[$1].position, $1) }
    var (positions, outputs): ([UInt64], [Y]) = ([], [])
    for i in order {
      guard positions.last == x[i].position else {
        positions.append(x[i].position)
        outputs.append(y[i])
        continue
      }
      guard let known = outputs.last, known.bitPattern == y[i].bitPattern else {
        throw Failure(
          "\(path): input \(x[i].hexBits) has two outputs, \(outputs.last?.hexBits ?? "") and "
            + "\(y[i].hexBits); the kernel depends on more than its input")
      }
    }
    (self.positions, self.outputs) = (positions, outputs)
  }

  func scores(name: String, _ oracle: Oracle, _ flush: [FlushModel]) throws -> [Score] {
    let scorer = try MixedOutputScorer<X, Y>(
      name, against: oracle,
      inputs: positions.count == 1 << X.width ? .exhaustive : .positions(positions), flush: flush)
    try outputs.withUnsafeBufferPointer { try scorer.add(from: 0, $0) }
    return try scorer.scores()
  }
}

extension ScoreCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] {
    [inputs, outputs].compactMap(\.self).flatMap { [$0, Sidecar.path(beside: $0)] }
  }
}
