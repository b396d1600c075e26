import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

/// Scoring a built-in kernel by names, as several subcommands do.
enum Measuring {
  /// - Parameter function: nil for the kernel's own function.
  static func score(
    _ name: String, _ signature: Signature, against function: Function?, _ options: ScoringOptions,
    showingProgress: Bool = true
  ) throws -> Score {
    try part(name, signature, against: function, options, showingProgress: showingProgress).score()
  }

  /// Scores all chunks or a shard of them, going on from a file and keeping to it.
  ///
  /// - Throws: `Failure` with status 130 where Ctrl-C ended it; what was done is in the file.
  static func part(
    _ name: String, _ signature: Signature, against function: Function?, _ options: ScoringOptions,
    keptIn path: String? = nil, showingProgress: Bool = true
  ) throws -> PartialScore {
    func run<K: MixedKernel>(_ kernel: K) throws -> PartialScore {
      let oracle = Oracle(kernel.description.target.with(function))
      var options = options
      let progress = Progress("\(name) \(signature)")
      if showingProgress { options.progress = { progress.update($0, $1) } }
      options.shouldStop = { Interrupt.isRequested }
      defer { progress.finish() }
      guard let path else { return try partialScore(kernel, against: oracle, options) }
      let resumed = options
      return try kept(in: path) { earlier, keep in
        try partialScore(
          kernel, against: oracle, resumed, resuming: earlier, checkpoint: keep)
      }
    }
    func named<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> PartialScore {
      try run(Catalogue.kernel(named: name, from: X.self, to: Y.self))
    }
    return try named(signature.input.type, signature.output.type)
  }

  /// Goes on from a file where it is there, and keeps to it.
  ///
  /// - Parameter run: given the part in the file, and what keeps one.
  /// - Throws: `Failure`: with status 130 where Ctrl-C ended the run, which has to stop by itself; where the
  ///   file is of another run.
  static func kept(
    in path: String,
    _ run: (PartialScore?, @escaping @Sendable (PartialScore) throws -> Void) throws -> PartialScore
  ) throws -> PartialScore {
    Interrupt.listen()
    let earlier =
      FileManager.default.fileExists(atPath: path) ? try PartialScore(readingFrom: path) : nil
    let part: PartialScore
    do { part = try run(earlier) { try $0.write(to: path) } } catch let error as DifferentRun {
      throw Failure("\(path) \(DifferentRun.advice): \(error)")
    }
    if Interrupt.isRequested {
      throw Failure("stopped; the same command goes on from \(path)", status: 130)
    }
    return part
  }

  /// Searches for the largest error.
  static func search(
    _ name: String, _ format: FormatName, against function: Function?, _ budget: SearchBudget,
    seed: UInt64, flush: FlushModel
  ) throws -> Score {
    func run<T: BinaryFormat>(_: T.Type) throws -> Score {
      let kernel = try Catalogue.kernel(named: name, for: T.self)
      let oracle = Oracle(kernel.description.target.with(function))
      let progress = Progress("\(name) \(format.rawValue)", budget)
      defer { progress.finish() }
      return try searchScore(kernel, against: oracle, budget, seed: seed, flush: flush) {
        progress.update($0, $1)
      }
    }
    return try run(format.type)
  }

  /// What a kernel of a name is in these formats; nil where there is none.
  static func description(_ name: String, _ signature: Signature) -> KernelDescription? {
    func named<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) -> KernelDescription? {
      try? Catalogue.kernel(named: name, from: X.self, to: Y.self).description
    }
    return named(signature.input.type, signature.output.type)
  }
}
