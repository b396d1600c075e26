import Contracts
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

extension Contract {
  /// Runs the kernel that the contract is for, on its inputs.
  ///
  /// - Parameters:
  ///   - folder: what relative paths start from.
  ///   - worker: the program that a library's functions are called in.
  ///   - threads: how many call the kernel at once.
  ///   - limits: how long starting and a batch may take, in seconds.
  ///   - builtIn: scores a kernel of the catalogue.
  /// - Throws: one line.
  public func score(
    from folder: URL, worker: WorkerLauncher, threads: Int = Parallel.cores,
    limits: TimeLimits = TimeLimits(),
    builtIn: (Contract, ScoringOptions) throws -> Score
  ) throws -> Score {
    let (target, inputs, flush) = (question.target, question.inputs, question.flush)
    guard let source else {
      return try builtIn(self, ScoringOptions(inputs: inputs, flush: flush, threads: threads))
    }
    let place = KernelPlace(source: source, folder: folder, worker: worker, limits: limits)
    if let x = source.inputs {
      guard let y = source.outputs else {
        throw ScoringError("the source of \(kernel) has inputs, but no outputs")
      }
      let score = try scored(place.path(x), place.path(y), source.tensor, threads)
      let asked = score.question
      guard asked.signature == question.signature, asked.target == target else {
        throw ScoringError(
          "\(place.path(x)) is for \(asked.target.symbol) in \(asked.signature), the contract of "
            + "\(kernel) for \(target.symbol) in \(question.signature)")
      }
      return named(score)
    }
    func run<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Score {
      let run = MixedForeignRun<X, Y>(
        oracle: Oracle(target), inputs: inputs, flush: [flush], threads: threads)
      return try named(run.scores(place.kernel(X.self, Y.self, target))[0])
    }
    return try run(question.signature.input.type, question.signature.output.type)
  }

  /// The score of files: of emitted inputs by their sidecar, of other data as the contract's question has it.
  private func scored(
    _ inputs: String, _ outputs: String, _ tensor: String?, _ threads: Int
  ) throws -> Score {
    guard try Sidecar.read(beside: inputs) == nil else {
      var run = FileRun(inputs: inputs, outputs: outputs, tensor: tensor)
      (run.function, run.flush, run.threads) = (
        question.target.function, [question.flush], threads
      )
      return try run.scores()[0]
    }
    var run = DataRun(inputs: inputs, outputs: outputs)
    (run.function, run.derivative) = (question.target.function, question.target.derivative)
    run.outputTensor = tensor
    (run.inputFormat, run.outputFormat) = (question.signature.input, question.signature.output)
    (run.flush, run.threads) = ([question.flush], threads)
    return try run.scores()[0]
  }

  private func named(_ score: Score) -> Score {
    var score = score
    score.kernel = kernel
    return score
  }
}

/// A kernel's source with what is needed to run it.
public struct KernelPlace: Sendable {
  public var source: KernelSource
  public var folder: URL
  public var worker: WorkerLauncher
  public var limits: TimeLimits

  public init(
    source: KernelSource, folder: URL, worker: WorkerLauncher, limits: TimeLimits = TimeLimits()
  ) {
    (self.source, self.folder, self.worker, self.limits) = (source, folder, worker, limits)
  }

  /// A path as seen from here. Its `..` are left to the system, which knows where links lead.
  public func path(_ path: String) -> String {
    path.hasPrefix("/") ? path : folder.path + "/" + path
  }

  /// - Throws: `ScoringError`, where the source names neither a library nor a command.
  public func kernel<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ target: Target
  ) throws -> any MixedKernel<X, Y> {
    if let library = source.library, let symbol = source.symbol, source.command == nil {
      guard let form = LibraryForm(rawValue: source.form ?? "batch") else {
        throw ScoringError("unknown form '\(source.form ?? "")'; one of batch, scalar, backward")
      }
      let alignment = source.alignment ?? 1
      guard (1...4096).contains(alignment), alignment.nonzeroBitCount == 1 else {
        throw ScoringError("'alignment' is a power of two from 1 to 4096, not \(alignment)")
      }
      guard form != .scalar || X.name == Y.name else {
        throw ScoringError("a scalar function has one format; give one of the form batch")
      }
      let order = try source.args.map { try argumentOrder($0, form) }
      guard order?.isInPlace != true || X.name == Y.name else {
        throw ScoringError("a function that works in place has one format; 'args' names no y")
      }
      return MixedLibraryKernel<X, Y>(
        path(library), symbol: symbol, form: form, order: order, target: target,
        launcher: worker,
        options: .init(timeout: limits.batch, startTimeout: limits.start, alignment: alignment))
    }
    if let served = try served(Signature(input: X.name, output: Y.name), target) {
      return served.kernel(X.self, Y.self, target, limits)
    }
    throw ScoringError(
      "a kernel's source is a library and a symbol, a command, or inputs and outputs")
  }
}

extension KernelPlace {
  /// The command's kernel; nil where the source is none.
  /// - Throws: `ScoringError`, where it is not one of those that the command lists; `KernelFailure`.
  package func served(_ signature: Signature, _ target: Target) throws -> ServedKernel? {
    guard let command = source.command, source.library == nil else { return nil }
    // The folder itself: where a link leads to it, `..` is not where the link stands.
    let there = "cd -P \(shellQuoted(folder.path)) && \(command)"
    let all = try ServedKernel.choose(
      SocketPath(command) == nil ? there : command, source.kernel, StoredSignature(signature),
      target, limits)
    guard all.count == 1 else {
      throw ScoringError("one kernel is asked for, not \(source.kernel ?? "several")")
    }
    return all[0]
  }

  private func argumentOrder(_ letters: String, _ form: LibraryForm) throws -> ArgumentOrder {
    guard let order = ArgumentOrder(letters, for: form) else {
      throw ScoringError("'args' \(ArgumentOrder.problem(letters, for: form))")
    }
    return order
  }
}

/// Text that sh takes for one word, whatever stands in it.
package func shellQuoted(_ text: String) -> String {
  let plain = text.unicodeScalars.allSatisfy {
    $0.isASCII
      && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "/._+-".unicodeScalars.contains($0))
  }
  return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
}
