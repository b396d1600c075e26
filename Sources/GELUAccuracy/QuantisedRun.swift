import FloatingPointFormats
import ForeignKernels
import Functions
import Kernels
import Scoring

/// A kernel that reads or writes codes, run and scored: on all codes, or all inputs of 16 bits, or a sample of a wider
/// format.
public struct QuantisedRun: Sendable {
  /// Without a factor or a second input.
  public var target: Target
  /// One of them is quantised at least.
  public var input, output: EndFormat
  /// Nil for all of up to 16 bits, and a sample of a wider format.
  public var inputs: InputSet?
  /// Of outputs that are numbers.
  public var flush = FlushModel.none
  public var threads = Parallel.cores
  /// Told from any thread how many inputs have been scored, and of how many.
  public var progress: @Sendable (Int, Int) -> Void = { _, _ in }

  public init(_ target: Target, input: EndFormat, output: EndFormat) {
    (self.target, self.input, self.output) = (target, input, output)
  }

  /// - Throws: `ScoringError`, where the kernel has other formats or inputs cannot all be tried; `OracleError`; what
  ///   the kernel throws.
  public func result<K: StoredKernel>(_ kernel: K) throws -> QuantisedResult {
    guard K.Input.storedName == input.storedName, K.Output.storedName == output.storedName else {
      throw ScoringError(
        "\(kernel.description.name) is \(K.Input.storedName.rawValue) to \(K.Output.storedName.rawValue), "
          + "not \(input) to \(output)")
    }
    try QuantisedJudging.check(input, output)
    let (set, bits) = try given()
    let x = bits.map { K.Input(bits: $0) }
    let piece = 1 << 12
    let outputs = try Parallel.map(0..<(x.count + piece - 1) / piece, threads: threads) { i in
      try kernel.outputs(x[i * piece..<min((i + 1) * piece, x.count)])
    }
    var result = try QuantisedJudging(
      target: target, input: input, output: output, flush: flush, threads: threads,
      progress: progress
    ).result(
      kernel.description.name, x: bits, y: outputs.joined().map(\.bits), inputs: set)
    result.environment = kernel.environment
    return result
  }

  /// What is put in, as encodings.
  private func given() throws -> (InputSet, [UInt64]) {
    if input.storedName.width <= 16, inputs ?? .exhaustive == .exhaustive {
      return (.exhaustive, input.allBits)
    }
    guard case .float(let format) = input else {
      throw ScoringError("codes are few and all tried; leave the sample out")
    }
    let set = inputs ?? .usual(for: format)
    guard set != .exhaustive else {
      throw ScoringError(
        "not all inputs of \(format.rawValue) are tried where outputs are codes; take sample:N")
    }
    var positions = try samplePositions(set, target, Signature(format))
    if case .quantised(let name, let q) = output {
      // Landmarks of the codes beside those of the function.
      let edges = try CodeEdges(CodeQuestion(target, input, name, q)).positions(
        among: positions, threads: threads)
      positions = Set(positions + edges).sorted()
    }
    return (set, positions.map { input.bits(position: $0) })
  }
}

extension StoredKernel {
  /// The outputs of some inputs.
  fileprivate func outputs(_ inputs: ArraySlice<Input>) throws -> [Output] {
    try inputs.withUnsafeBufferPointer { x in
      try [Output](unsafeUninitializedCapacity: x.count) { y, count in
        try evaluate(x, into: UnsafeMutableBufferPointer(rebasing: y[..<x.count]))
        count = x.count
      }
    }
  }
}
