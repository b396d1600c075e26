/// Why a kernel could not go on.
package protocol KernelError: Error {
  /// Whether the outputs before it belong to their inputs.
  var leavesUsableOutputs: Bool { get }
}
