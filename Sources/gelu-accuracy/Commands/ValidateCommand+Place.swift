import FloatingPointFormats
import ForeignKernels
import Foundation
import GELUAccuracy
import Kernels
import Oracle
import Scoring

extension ValidateCommand {
  /// Every dy with every x.
  func validate<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: any MixedKernel<X, Y>, _ served: ServedKernel?, _ oracle: Oracle,
    _ inputs: InputSet, _ gradients: [X], _ gate: Gate?
  ) throws -> Validated {
    let flush = try Parse.flush(flush)
    let began = ContinuousClock.now
    let scores = try gradients.map { dy in
      var run = MixedForeignRun<X, Y>(
        oracle: Oracle(oracle.function, derivative: 1, factor: dy.double), inputs: inputs,
        flush: [flush], threads: try Parse.threads(threads), dy: dy)
      run.keepsProcess = true
      return page.named(try run.scores(kernel)[0])
    }
    let place = try placeReport(after: kernel, served, .now - began, dy: gradients[0])
    Printing.gradients(scores, dy: gradients.map(\.double), json, place)
    return Validated(
      all: scores.map { Validation(score: $0) },
      isClean: gate.holds(scores.map { ("dy \($0.dy ?? "1")", $0) }, json)
        && place?.isClean ?? true,
      isArray: true)
  }
}

extension ValidateCommand {
  /// Values in a call at most: three buffers of them must fit in memory.
  private static let longest = 1 << 26

  func checkPlaceOptions() throws {
    guard let length else { return }
    guard (1...Self.longest).contains(length) else {
      throw Failure("--length takes 1 to \(Self.longest) values, not \(length)")
    }
    guard hasLibrary, !scalar else {
      throw Failure("--length goes with a library's batch function")
    }
    guard !noPlace else { throw Failure("--length and --no-place exclude each other") }
  }

  /// That what is to be said beside the score can be.
  func checkVerdicts() throws {
    guard !paste.replacesText || dy == nil && second == nil && parts.shard == nil else {
      throw Failure(
        "--issue and --snippet take no --dy, --second or --shard: they are of a whole score of a kernel of x"
      )
    }
    guard verdicts.allclose else { return }
    guard dy == nil, second == nil, try search == nil, parts.file == nil else {
      throw Failure(
        "--allclose takes no --dy, --second, --resume, --shard or search: it calls the kernel once for each input"
      )
    }
  }

  /// The check of places after a scoring that took so long: as long, and two seconds in any case.
  func positionCheck(_ time: Duration) -> PositionCheck {
    var check = PositionCheck.usual
    check.seconds = max(2, time / .seconds(1))
    if let length { (check.longest, check.mustBeLong) = (length, true) }
    return check
  }

  /// What the check of places found, and what changed from call to call while a kernel was scored; nil
  /// where the check is left out.
  func placeReport<X: BinaryFormat, Y: BinaryFormat>(
    after scored: any MixedKernel<X, Y>, _ served: ServedKernel?, _ time: Duration, dy: X? = nil
  ) throws -> PositionReport? {
    guard !noPlace else { return nil }
    let progress = Progress("\(scored.description.name) \(Y.name.rawValue) places")
    defer { progress.finish() }
    let check = positionCheck(time)
    func report<K: MixedKernel>(_ kernel: K) throws -> PositionReport {
      try check.report(kernel, inputs: PositionCheck.usualInputs(for: kernel)) {
        progress.update($0, $1)
      }
    }
    // A process of its own: its first call is the first that it answers.
    let fresh = try kernel(X.self, Y.self, served?.inOtherProcess)
    let command = dy.flatMap { dy in
      (fresh as? CommandKernel<X>).map { FixedGradient($0, dy: dy) }
    }
    var place = try beside(served) { try command.map(report) ?? report(fresh) }
    for change in (scored as? MixedLibraryKernel<X, Y>)?.changes ?? [] { place.add(change) }
    return place
  }

  /// A check in a second process of a command. Where that cannot be started, as where one process has a device for
  /// itself, the first ends before; where it still cannot, that is what the check found.
  func beside(
    _ served: ServedKernel?, _ check: () throws -> PositionReport
  ) throws -> PositionReport {
    guard let served else { return try check() }
    do { return try check() } catch is KernelFailure { try served.finish() }
    do {
      let found = try check()
      try served.finish()
      return found
    } catch let failure as KernelFailure {
      var found = PositionReport()
      found.add(
        .failure(
          "\(failure.kind.rawValue) when it was called in a second process: \(failure.detail)",
          first: failure.batch?.first ?? "", length: failure.batch?.count ?? 0))
      return found
    }
  }

  /// How a kernel treats subnormals. One that fails at that, as where it needs an alignment, has its score
  /// all the same.
  func probe<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: any MixedKernel<X, Y>, _ place: PositionReport?
  ) throws -> (FlushProbe?, PositionReport?) {
    do { return (try FlushProbe(kernel), place) } catch let failure as KernelFailure {
      var found = place ?? PositionReport()
      if found.isClean {
        found.add(
          .failure(
            "\(failure.kind.rawValue) when it was called for its subnormals: \(failure.detail)",
            first: failure.batch?.first ?? "", length: failure.batch?.count ?? 0))
      }
      return (nil, found)
    }
  }
}
