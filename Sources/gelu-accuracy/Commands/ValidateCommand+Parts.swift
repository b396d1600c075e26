import Digests
import FloatingPointFormats
import ForeignKernels
import Foundation
import GELUAccuracy
import Kernels
import Scoring

/// Regions, parts that are kept, and searches: what `measure` does with built-in kernels.
extension ValidateCommand {
  /// The search that is asked for; nil for none.
  var search: (budget: SearchBudget, seed: UInt64)? {
    get throws { try inputs.flatMap(Parse.search) }
  }

  /// Whether the kernel is called batch by batch, and a command not through one stream.
  var isInChunks: Bool {
    get throws { try search != nil || !parts.isEmpty }
  }

  func checkParts(_ signature: Signature, _ gate: Gate?) throws {
    try parts.check(gate, json)
    guard try isInChunks else { return }
    guard dy == nil, second == nil else {
      throw Failure(
        "--region, --resume, --shard and searches take no --dy or --second, whose inputs are pairs")
    }
    guard try search == nil || parts.isEmpty else {
      throw Failure("a search takes no --region, --resume or --shard")
    }
    guard try search == nil || signature.isUniform else {
      throw Failure("a search takes no --input-format")
    }
    guard flush != "all" || parts.file == nil else {
      throw Failure("--resume and --shard go with one flush model, not with all")
    }
  }

  func checkWeights() throws {
    _ = try weights.parsed()
    if dy != nil { try weights.refuse("--dy") }
    if second != nil { try weights.refuse("--second") }
    if try search != nil { try weights.refuse("a search") }
  }

  /// The scores under each flush model; nil for a shard, which lies in its file.
  func scores<X: BinaryFormat, Y: BinaryFormat>(
    _ run: MixedForeignRun<X, Y>, _ kernel: any MixedKernel<X, Y>
  ) throws -> [Score]? {
    guard try isInChunks else { return try run.scores(kernel).map(page.named) }
    let scores = try run.flush.reduce(into: [Score]?([])) { all, flush in
      var one = run
      one.flush = [flush]
      if let (budget, seed) = try search {
        all?.append(page.named(try searched(one, kernel, budget, seed)))
      } else if let score = try part(one, kernel) {
        all?.append(score)
      } else {
        all = nil
      }
    }
    return scores.map { run.named($0, kernel) }
  }

  private func searched<X: BinaryFormat, Y: BinaryFormat>(
    _ run: MixedForeignRun<X, Y>, _ kernel: any MixedKernel<X, Y>, _ budget: SearchBudget,
    _ seed: UInt64
  ) throws -> Score {
    guard let uniform = kernel as? any Kernel<X>, let run = run as? MixedForeignRun<X, X> else {
      throw Failure("a search takes no --input-format")
    }
    return try run.search(uniform, budget, seed: seed)
  }

  /// The score of the region, or of all, going on from a file; nil for a shard.
  private func part<X: BinaryFormat, Y: BinaryFormat>(
    _ run: MixedForeignRun<X, Y>, _ kernel: any MixedKernel<X, Y>
  ) throws -> Score? {
    var options = ScoringOptions(
      inputs: run.inputs, region: try parts.range(X.name), shard: try parts.part)
    options.source = ScoringOptions.Source(
      name: page.name ?? kernel.description.name, digest: try parts.file == nil ? "" : digest)
    options.shouldStop = { Interrupt.isRequested }
    options.weights = run.weights
    let asked = options
    guard let file = parts.file else { return try run.part(kernel, asked).score() }
    let part = try Measuring.kept(in: file) {
      try run.part(kernel, asked, resuming: $0, checkpoint: $1)
    }
    Interrupt.explain("gelu-accuracy: stopped; the scored inputs are kept in the run's file\n")
    guard parts.shard != nil else { return try part.score() }
    complain(parts.summary(of: part))
    return nil
  }

  /// A digest of the kernel and of how it is called: of the library's file, or of the command line. What a
  /// command runs is not in it, and no socket's path, which says nothing of the kernel: its name does.
  private var digest: String {
    get throws {
      var digest = SHA256()
      let command = command.map { SocketPath($0) == nil ? $0 : "unix:" }
      let call = [
        served ?? "",
        symbol ?? "", "\(form.rawValue)", signature.args ?? "", "\(alignment)", command ?? "",
        expression.expression ?? "",
      ]
      Data(call.joined(separator: "\n").utf8).withUnsafeBytes { digest.update($0) }
      if let library {
        guard let file = try? Data(contentsOf: URL(fileURLWithPath: library)) else {
          throw Failure(
            "cannot read \(library), which a part is kept for; give the library's path to --library"
          )
        }
        file.withUnsafeBytes { digest.update($0) }
      }
      return digest.hexDigest()
    }
  }
}
