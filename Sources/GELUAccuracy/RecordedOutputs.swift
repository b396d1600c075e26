import Comparing
import FloatingPointFormats
import ForeignKernels
import Functions
import Kernels
import Scoring

/// Recorded outputs as a kernel of the inputs that they are for.
package struct RecordedOutputs<Input: BinaryFormat, Output: BinaryFormat>: MixedKernel {
  package let description: KernelDescription
  /// Of the inputs, ascending, none twice.
  package let positions: [UInt64]
  private let outputs: [Output]

  /// - Precondition: the arrays are equally long.
  /// - Throws: `FileError`, where an input has several outputs.
  package init(_ name: String, _ target: Target, _ x: [Input], _ y: [Output]) throws {
    precondition(x.count == y.count, "each input has an output")
    description = KernelDescription(name: name, target)
    var positions: [UInt64] = []
    var outputs: [Output] = []
    for i in x.indices.sorted(by: { x[$0].position < x[$1].position }) {
      guard positions.last == x[i].position else {
        positions.append(x[i].position)
        outputs.append(y[i])
        continue
      }
      let other = outputs[outputs.count - 1]
      guard other.bitPattern == y[i].bitPattern || other.isNaNValue && y[i].isNaNValue else {
        throw FileError(
          name,
          "has two outputs, \(other.hexBits) and \(y[i].hexBits), for the input \(x[i].hexBits); "
            + "a comparison takes one for each input")
      }
    }
    (self.positions, self.outputs) = (positions, outputs)
  }

  /// All inputs of the format, or those that there are.
  package var inputs: InputSet {
    Input.name.canTryAllInputs && positions.count == 1 << Input.width
      ? .exhaustive : .positions(positions)
  }

  /// - Throws: `ScoringError`, where there is no output for an input.
  package func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into results: UnsafeMutableBufferPointer<Output>
  ) throws {
    for i in inputs.indices {
      let position = inputs[i].position
      var (low, high) = (0, positions.count)
      while low < high {
        let middle = (low + high) / 2
        if positions[middle] < position { low = middle + 1 } else { high = middle }
      }
      guard low < positions.count, positions[low] == position else {
        throw ScoringError(
          "\(description.name) has no output for the input \(inputs[i].hexBits); give files and inputs "
            + "that go together")
      }
      results[i] = outputs[low]
    }
  }
}

extension DataRun {
  /// The formats of the inputs and outputs in the files.
  /// - Throws: `FileError`, one line.
  package func signature() throws -> Signature { try FoundTensors(self).signature }

  /// What tests with the default tolerances of libraries would say of the outputs, held to the correctly rounded
  /// results at finite inputs.
  /// - Throws: `FileError`, `OracleError`: one line.
  public func tolerances(against target: Target) throws -> [ToleranceVerdict] {
    let found = try FoundTensors(self)
    func verdicts<X: BinaryFormat, Y: BinaryFormat>(
      _: X.Type, _: Y.Type
    ) throws -> [ToleranceVerdict] {
      let (x, y) = (try found.input.values(X.self), try found.output.values(Y.self))
      try found.check(inputs: x.count, outputs: y.count, seconds: nil)
      let sweep = try ToleranceSweep<X, Y>(target)
      let chunk = 1 << 12
      try Parallel.forEach(0..<(x.count + chunk - 1) / chunk, threads: threads) { i in
        let range = i * chunk..<min((i + 1) * chunk, x.count)
        try x[range].withUnsafeBufferPointer { x in
          try y[range].withUnsafeBufferPointer { y in try sweep.add(x, y) }
        }
      }
      return try sweep.verdicts()
    }
    return try verdicts(found.signature.input.type, found.signature.output.type)
  }

  /// The outputs as a kernel of their inputs.
  /// - Throws: `FileError`, one line.
  package func recordedOutputs<X: BinaryFormat, Y: BinaryFormat>(
    _ name: String, _: X.Type, _: Y.Type
  ) throws -> RecordedOutputs<X, Y> {
    let found = try FoundTensors(self)
    guard found.second == nil else {
      throw FileError(inputs, "has a second input; a comparison takes kernels of one input")
    }
    let (x, y) = (try found.input.values(X.self), try found.output.values(Y.self))
    try found.check(inputs: x.count, outputs: y.count, seconds: nil)
    return try RecordedOutputs(name, found.target(self), x, y)
  }
}
