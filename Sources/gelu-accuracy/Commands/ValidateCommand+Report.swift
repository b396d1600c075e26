import Digests
import FloatingPointFormats
import ForeignKernels
import Foundation
import GELUAccuracy
import Kernels
import Oracle
import Reporting
import Scoring

/// The page that a validated kernel has in a report.
extension ValidateCommand {
  func checkReport(_ signature: Signature) throws {
    guard page.report != nil else { return try page.check(usual: usualName, derivative: nil) }
    guard signature.isUniform else {
      throw Failure("--report takes no --input-format: its pages are of kernels of one format")
    }
    guard dy == nil, second == nil else {
      throw Failure("--report takes no --dy or --second: its pages are of kernels of one input")
    }
    guard flush != "all" else {
      throw Failure("--report goes with one flush model, not with all")
    }
    guard parts.region == nil, parts.shard == nil else {
      throw Failure("--report takes no --region or --shard: its pages are of whole formats")
    }
  }

  /// Known before anything is scored: each kernel's page can be written, and is of one kernel.
  func checkPages(_ kernels: [ServedKernel?]) throws {
    guard page.report != nil else { return }
    var names: Set<String> = []
    for served in kernels {
      let usual = served?.name ?? usualName
      try page.check(usual: usual, derivative: target(served).derivative)
      guard names.insert(KernelName.made(of: page.name ?? usual).lowercased()).inserted else {
        throw Failure("several kernels would have the page of '\(usual)'; take one with --kernel")
      }
    }
  }

  var usualName: String { expression.expression ?? symbol ?? command ?? "" }

  /// Adds the kernel's page, after its score has been printed.
  /// - Parameter failure: what ended the score before its last input.
  func report<T: BinaryFormat>(
    _ score: Score, of kernel: any MixedKernel<T, T>, _ served: ServedKernel?,
    _ place: PositionReport?, _ behaviour: FlushProbe?, failure: (any Error)? = nil
  ) throws {
    guard page.report != nil else { return }
    let ran = (score.environment?.line).flatMap { $0.isEmpty ? nil : "; it ran in \($0.asCode)" }
    var about = ForeignRecord.About(
      source: source + (ran ?? ""), command: commandLine(score, served))
    about.failure = failure.map { "\($0)".asCode }
    if let place {
      about.calls = place.isClean ? [place.line] : place.findings.prefix(5).map(\.line)
    } else {
      let reason = failure == nil ? "--no-place leaves it out" : "the kernel failed"
      about.untried.append("whether outputs depend on their inputs alone: \(reason)")
    }
    if let behaviour {
      about.subnormals =
        behaviour.model == "undecided"
        ? "no flush model explains what was seen, or nothing was"
        : "as the flush model `\(behaviour.model)` has it"
    }
    if failure == nil {
      try addStructure(score, T.self, served, &about)
      try addCost(kernel, &about)
    } else {
      about.untried.append("structure and cost: the kernel failed")
    }
    try page.add(score, about, usual: served?.name ?? usualName, isQuiet: json == "-")
  }

  private func addStructure<T: BinaryFormat>(
    _ score: Score, _: T.Type, _ served: ServedKernel?, _ about: inout ForeignRecord.About
  ) throws {
    guard T.name.canTryAllInputs, score.question.inputs == .exhaustive else {
      let all =
        T.name.canTryAllInputs
        ? "`--inputs exhaustive` tries them" : "\(T.name.rawValue) has too many"
      about.untried.append(
        "structure (order, signs, size, symmetry and landmarks), which needs all inputs; \(all)")
      return
    }
    let progress = Progress("\(page.name ?? usualName) \(T.name.rawValue) structure")
    defer { progress.finish() }
    func found<K: MixedKernel>(_ kernel: K) throws -> Structure {
      try structure(
        of: kernel, against: Oracle(score.target), threads: Parse.threads(threads),
        progress: { progress.update($0, $1) })
    }
    let called = try kernel(T.self, T.self, served, inChunks: true)
    do { about.structure = try found(called) } catch let failure as KernelFailure {
      about.untried.append("structure: \("\(failure)".asCode)")
    }
  }

  private func addCost<T: BinaryFormat>(
    _ kernel: any MixedKernel<T, T>, _ about: inout ForeignRecord.About
  ) throws {
    guard let library = kernel as? LibraryKernel<T> else {
      about.untried.append(
        "cost: the time of a command is that of its pipes and its interpreter too")
      return
    }
    do {
      about.nanoseconds = try library.cost().nanoseconds
      about.processor = Environment.record["processor"]
    } catch let failure as KernelFailure { about.untried.append("cost: \("\(failure)".asCode)") }
  }
}
