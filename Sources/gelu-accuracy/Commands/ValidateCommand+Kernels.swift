import FloatingPointFormats
import ForeignKernels
import Functions
import GELUAccuracy
import Kernels

extension ValidateCommand {
  /// Whether all kernels that were asked for keep what they should. One that fails costs no other its score.
  func validateAll(_ signature: Signature, _ gate: Gate?) throws -> Bool {
    let kernels = try kernels(StoredSignature(signature))
    guard kernels.count == 1 || dy == nil && page.name == nil && parts.file == nil else {
      throw Failure("--dy, --name, --resume and --shard take one --kernel")
    }
    try checkPages(kernels)
    var total = Validated(isArray: kernels.count > 1)
    for served in kernels {
      do {
        if let problem = served?.problem { throw Failure(problem) }
        let one = try validateOne(signature, served, gate)
        total.all += one.all
        total.isClean = total.isClean && one.isClean
        if total.failure != nil { one.failure.map { complain("\($0)") } }
        total.failure = total.failure ?? one.failure
        total.isArray = total.isArray || one.isArray
      } catch  where kernels.count > 1 {
        let failure = Failure("\(served?.name ?? ""): \(error)")
        if total.failure != nil { complain("\(failure)") }
        total.failure = total.failure ?? failure
      }
    }
    try total.write(json)
    // What a process says at its end counts.
    do { try kernels.first??.finish() } catch {
      total.failure = total.failure ?? Failure("\(error)")
    }
    if let failure = total.failure { throw failure }
    return total.isClean
  }

  /// Those of the command that are asked for; one without a name for a library.
  func kernels(_ signature: StoredSignature) throws -> [ServedKernel?] {
    guard let command else {
      guard served == nil else { throw Failure("--kernel goes with --command") }
      return [nil]
    }
    guard library == nil, symbol == nil else { throw Self.noKernel }
    return try ServedKernel.choose(command, served, signature, target(nil), time.limits)
  }

  private func validateOne(
    _ signature: Signature, _ served: ServedKernel?, _ gate: Gate?
  ) throws -> Validated {
    guard second == nil else { return try validatePairs(signature.output.type, served, gate) }
    func validate<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Validated {
      try self.validate(X.self, Y.self, served, gate)
    }
    return try validate(signature.input.type, signature.output.type)
  }
}
