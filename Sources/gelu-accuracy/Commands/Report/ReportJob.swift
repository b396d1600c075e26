import FloatingPointFormats
import Foundation
import Functions
import GELUAccuracy
import Kernels
import Oracle
import Scoring

/// One kernel in one format, scored against its own function and others, for the report.
struct ReportJob {
  var kernel: String
  var format: FormatName
  /// Its own first.
  var functions: [Function]
  /// Every input, and the structure with them.
  var isWhole: Bool

  /// All inputs can have weights; those of up to 16 bits have them unasked.
  var weights: InputWeights? { isWhole && format == .float32 ? .usual : nil }

  /// - Parameter options: for what is not whole.
  /// - Throws: `Failure` with status 130 where Ctrl-C ended it; what was done is in the folder.
  func run(
    _ options: ScoringOptions, keptIn folder: String?
  ) throws -> FinishedJob.Results {
    let path = folder.map { "\($0)/\(kernel)-\(format.rawValue)" }
    if isWhole, format == .float32 {
      var options = options
      options.weights = weights
      return try surveyed(functions, options, keptIn: path)
    }
    var options = options
    if isWhole { options.inputs = .exhaustive }
    let scores = try functions.map { try sampled($0, options, isWhole ? nil : path) }
    guard isWhole else { return (scores, nil) }
    return (scores, try checked(format.type))
  }

  private func sampled(
    _ function: Function, _ options: ScoringOptions, _ path: String?
  ) throws -> Score {
    // Another sample is another run.
    let inputs = options.inputs.text.replacing(":", with: "-")
    return try Measuring.part(
      kernel, Signature(format), against: function, options,
      keptIn: path.map { "\($0)-\(function.name)-\(inputs)" }, showingProgress: false
    ).score()
  }

  private func checked<T: BinaryFormat>(_: T.Type) throws -> Structure {
    let kernel = try Catalogue.kernel(named: kernel, for: T.self)
    return try structure(
      of: kernel, against: Oracle(kernel.description.target.with(functions[0])),
      threads: 1)
  }

  private func surveyed(
    _ functions: [Function], _ options: ScoringOptions, keptIn path: String?
  ) throws -> (scores: [Score], structure: Structure?) {
    let kernel = try Catalogue.kernel(named: kernel, for: Float.self)
    let oracles = functions.map { Oracle(kernel.description.target.with($0)) }
    var options = options
    options.shouldStop = { Interrupt.isRequested }
    if path != nil { Interrupt.listen() }
    let earlier = try path.flatMap { path in
      FileManager.default.fileExists(atPath: path) ? try Survey(readingFrom: path) : nil
    }
    let whole: Survey
    do {
      whole = try survey(
        kernel, structureOf: oracles[0], against: oracles, options, resuming: earlier
      ) { if let path { try $0.write(to: path) } }
    } catch let error as DifferentRun {
      throw Failure("\(path ?? "") \(DifferentRun.advice): \(error)")
    }
    if Interrupt.isRequested, let path {
      throw Failure("stopped; the same command goes on from \(path)", status: 130)
    }
    return (try whole.scores.map { try $0.score() }, try whole.structure(kernel, oracles[0]))
  }
}
