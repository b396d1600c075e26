import FloatingPointFormats
import Kernels
import Oracle
import Scoring

/// A kernel whose outputs are the correct roundings: what others can be held to.
package struct RoundedTruth<Input: BinaryFormat, Output: BinaryFormat>: MixedKernel {
  package let description: KernelDescription
  private let results: ExactResults

  /// - Throws: as `ExactResults`.
  package init(_ oracle: Oracle) throws {
    results = try ExactResults(
      oracle.target, Signature(input: Input.name, output: Output.name))
    description = KernelDescription(name: "truth", oracle.target)
  }

  package func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    try ExactResults.run {
      for i in inputs.indices {
        outputs[i] = Output(nearest: try results.rounded(at: inputs[i].bits))
      }
    }
  }
}
