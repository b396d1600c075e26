import FloatingPointFormats
import ForeignKernels
import Functions
import GELUAccuracy
import Kernels
import Scoring

/// Kernels of two inputs.
extension ValidateCommand {
  func checkSecond(_ signature: Signature) throws {
    guard seconds == nil || second != nil else { throw Failure("--seconds goes with --second") }
    guard let second else { return }
    _ = try SecondOption.parsed(second)
    guard signature.isUniform, !scalar, !backward, order.derivative == nil else {
      throw Failure(
        "--second takes no --input-format, --scalar, --backward or --derivative: such a kernel has one "
          + "format and a form of its own")
    }
  }

  /// The order of a function's arguments: of one with a second input (x, second, y, n) unless it is a dy, which
  /// comes first.
  func callOrder(_ form: LibraryForm) throws -> ArgumentOrder? {
    if let said = try signature.order(for: form) { return said }
    guard let second, try SecondOption.parsed(second).role != .dy else { return nil }
    return ArgumentOrder("xgdn", for: form)
  }

  /// One score of all pairs.
  func validatePairs<T: BinaryFormat>(
    _: T.Type, _ served: ServedKernel?, _ gate: Gate?
  ) throws -> Validated {
    let target = try target(served)
    let kernel = try kernel(T.self, T.self, served)
    guard let pairs = kernel as? any GradientKernel<T> else {
      throw Failure("--second goes with --library or --command")
    }
    var run = try PairRun<T>(
      target, seconds: seconds.map { try Parse.seconds($0, T.self) },
      inputs: inputs.map(Parse.inputs))
    (run.flush, run.threads) = (try Parse.flushModels(flush), try Parse.threads(threads))
    let name = page.name ?? kernel.description.name
    let progress = Progress("\(name) \(T.name.rawValue)")
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    let began = ContinuousClock.now
    let scores = try run.scores(pairs, named: name)
    progress.finish()
    let environment = kernel.environment
    let place = try noPlace ? nil : pairPlaces(target, served, .now - began, T.self)
    let all = scores.map { score in
      var score = score
      score.environment = environment
      return Validation(score: score, place: place)
    }
    Printing.models(all, json)
    return Validated(
      all: all,
      isClean: gate.holds(scores.map { ($0.flush.rawValue, $0) }, json) && place?.isClean ?? true)
  }

  /// The check of places with a second input of 1 throughout.
  private func pairPlaces<T: BinaryFormat>(
    _ target: Target, _ served: ServedKernel?, _ time: Duration, _: T.Type
  ) throws -> PositionReport {
    let check = positionCheck(time)
    func report<K: GradientKernel<T>>(_ kernel: K) throws -> PositionReport {
      let fixed = TwoInputs(kernel, target, second: T(nearest: 1))
      return try check.report(fixed, inputs: PositionCheck.usualInputs(for: fixed)) { _, _ in }
    }
    guard
      let fresh = try kernel(T.self, T.self, served?.inOtherProcess) as? any GradientKernel<T>
    else {
      throw Failure("--second goes with --library or --command")
    }
    return try beside(served) { try report(fresh) }
  }
}
