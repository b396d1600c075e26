import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Identification
import Oracle
import Scoring
import Synchronization

/// Outputs that a kernel wrote to a file for inputs of `emit-inputs`, scored as they are read: memory
/// does not grow with the file.
public struct FileRun: Sendable {
  public var inputs, outputs: String
  /// Nil for y, or dx of a gradient, in a .safetensors file, and a .csv file's only column.
  public var tensor: String?
  /// Nil for the sidecar's.
  public var function: Function?
  /// 0 for the value, 1 for the derivative. Nil for the sidecar's.
  public var derivative: Int?
  public var flush: [FlushModel] = [.none]
  /// How likely inputs are; nil for the usual weights, which all inputs of up to 16 bits have.
  public var weights: InputWeights?
  public var threads = Parallel.cores
  /// Told from any thread how many outputs have been scored, and of how many.
  public var progress: @Sendable (Int, Int) -> Void = { _, _ in }

  public init(inputs: String, outputs: String, tensor: String? = nil) {
    (self.inputs, self.outputs, self.tensor) = (inputs, outputs, tensor)
  }

  /// The scores under each flush model.
  /// - Throws: `FileError`, `ScoringError`, `OracleError`: one line each.
  public func scores() throws -> [Score] {
    guard let sidecar = try Sidecar.read(beside: inputs) else {
      guard FileManager.default.fileExists(atPath: inputs) else {
        throw FileError(inputs, "no such file")
      }
      throw FileError(
        inputs, "has no sidecar \(inputs).json; 'gelu-accuracy emit-inputs' writes both")
    }
    return try scores(sidecar.signature.input.type, sidecar.signature.output.type, sidecar)
  }

  private func scores<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ sidecar: Sidecar
  ) throws -> [Score] {
    let (plan, reader) = try opened(X.self, Y.self, sidecar)
    let set: InputSet =
      plan.isExhaustive
      ? .exhaustive : .positions((0..<plan.count).map { plan.canonicalInput($0).position })
    let scorer = try MixedOutputScorer<X, Y>(
      outputs, against: Oracle(target(sidecar)), inputs: set, flush: flush,
      weights: weights)
    // A window of a shuffle has consecutive inputs; they come together.
    let chunk = plan.order.base == .shuffled ? 1 << 16 : 1 << 18
    try reader.stream(chunk: chunk, threads: threads) { first, values in
      try plan.forEachRun(values, from: first) { try scorer.add(from: $0, $1) }
      progress(scorer.added, scorer.count)
    }
    return try scorer.scores()
  }

  /// The outputs as a kernel, where they are for all inputs of a small format.
  package func recorded<T: BinaryFormat>(_: T.Type) throws -> RecordedKernel<T>? {
    guard T.name.keepsAllTruths, let sidecar = try Sidecar.read(beside: inputs) else { return nil }
    let (plan, reader) = try opened(T.self, T.self, sidecar)
    guard plan.isExhaustive else { return nil }
    let rows = Mutex<[(UInt64, T)]>([])
    try reader.stream(chunk: 1 << 16, threads: 1) { first, values in
      plan.forEachRun(values, from: first) { rank, run in
        rows.withLock { $0 += run.enumerated().map { (UInt64(rank + $0.offset), $0.element) } }
      }
    }
    return RecordedKernel(outputs, target(sidecar), rows.withLock { $0 })
  }

  /// The outputs beside their inputs: all, or about so many, chosen by a hash of their place.
  /// - Throws: `FileError`, where there is no sidecar too.
  package func observations(atMost most: Int = 1 << 20) throws -> Observations {
    guard let sidecar = try Sidecar.read(beside: inputs) else {
      throw FileError(inputs, "has no sidecar \(inputs).json")
    }
    func rows<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Observations {
      let (plan, reader) = try opened(X.self, Y.self, sidecar)
      let step = UInt64((plan.count + most - 1) / most)
      let rows = Mutex<[(X, Y)]>([])
      try reader.stream(chunk: 1 << 16, threads: 1) { first, values in
        plan.forEachRun(values, from: first) { rank, run in
          let some = run.indices.filter { i in
            var hash = SplitMix64(seed: UInt64(rank + i))
            return step <= 1 || hash.next() % step == 0
          }
          rows.withLock { $0 += some.map { (plan.canonicalInput(rank + $0), run[$0]) } }
        }
      }
      let all = rows.withLock { $0 }
      var observed = Observations(outputs, all.map(\.0), all.map(\.1))
      observed.left = plan.count - all.count
      return observed
    }
    return try rows(sidecar.signature.input.type, sidecar.signature.output.type)
  }

  private func target(_ sidecar: Sidecar) -> Target {
    Target(
      function ?? sidecar.target.function, derivative: derivative ?? sidecar.target.derivative)
  }

  /// The inputs' order and what reads the outputs, both checked.
  private func opened<X: BinaryFormat, Y: BinaryFormat>(
    _: X.Type, _: Y.Type, _ sidecar: Sidecar
  ) throws -> (InputPlan<X>, TensorReader<Y>) {
    try sidecar.verify(inputReader(X.self))
    let plan = try sidecar.plan(X.self, path: inputs, inputs: inputReader(X.self).readAll())
    guard plan.count > 0 else {
      throw FileError(inputs, "holds no inputs; there is nothing to score")
    }
    let reader = try outputReader(Y.self, target(sidecar).derivative == 1 ? "dx" : "y")
    try sidecar.checkOutputs(
      outputs, count: reader.count, sidecar: try Sidecar.read(beside: outputs))
    return (plan, reader)
  }

  private func inputReader<T: BinaryFormat>(_: T.Type) throws -> TensorReader<T> {
    let isNamed = try TensorFileKind(path: inputs) == .safetensors
    return try TensorReader<T>(inputs, tensor: isNamed ? "x" : nil)
  }

  private func outputReader<T: BinaryFormat>(_: T.Type, _ usual: String) throws -> TensorReader<T> {
    let kind = try TensorFileKind(path: outputs)
    guard tensor == nil || kind == .safetensors || kind == .csv else {
      throw FileError(outputs, "has one tensor only; one is named of a .safetensors or .csv file")
    }
    return try TensorReader<T>(outputs, tensor: tensor ?? (kind == .safetensors ? usual : nil))
  }
}
