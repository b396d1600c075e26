import FloatingPointFormats
import Kernels
import Scoring

extension Identifier {
  /// What a kernel is that can be called: on every input of a format of up to 16 bits, else on inputs that tell the
  /// built-in kernels apart; and whether calls of one value, or of 2^20 values, make it another.
  ///
  /// - Parameter singles: how many inputs are given one by one.
  /// - Throws: what the kernel throws.
  public func identify<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: some MixedKernel<X, Y>, singles: Int = 512
  ) throws -> Identification {
    try observed(kernel, singles: singles).identity
  }

  /// The same, with the outputs of the usual calls.
  public func observed<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: some MixedKernel<X, Y>, singles: Int = 512
  ) throws -> (outputs: Observations, identity: Identification) {
    let inputs = try inputs(X.self)
    let usual = try kernel.outputs(at: inputs)
    let edges = try Edges.between(inputs, usual, kernel)
    let observations = Observations(
      kernel.description.name, inputs + edges.inputs, usual + edges.outputs)
    var found = try identify(observations)
    let again = try kernel.outputs(at: inputs)
    if let variation = try variation("a second call like the first", inputs, again, usual) {
      // What changes by itself tells nothing of lengths.
      found.calls.append(variation)
      return (observations, found)
    }
    let step = max(1, inputs.count / max(1, singles))
    let few = stride(from: 0, to: inputs.count, by: step).map { $0 }
    let alone = try kernel.outputs(at: few.map { inputs[$0] }, batch: 1)
    if let variation = try variation(
      "calls of one value", few.map { inputs[$0] }, alone, few.map { usual[$0] })
    {
      found.calls.append(variation)
    }
    // As often as it takes, so that one call is as long as those of production.
    let long = (0..<Identifier.longCall).map { inputs[$0 % inputs.count] }
    let answers = Array(try kernel.outputs(at: long, batch: long.count).prefix(inputs.count))
    if let variation = try variation(
      "a call of \(Identifier.longCall) values", inputs, answers, usual)
    {
      found.calls.append(variation)
    }
    return (observations, found)
  }

  static let longCall = 1 << 20

  /// What outputs of other calls are; nil where they are the usual ones.
  private func variation<X: BinaryFormat, Y: BinaryFormat>(
    _ calls: String, _ inputs: [X], _ outputs: [Y], _ usual: [Y]
  ) throws -> Identification.CallVariation? {
    let differing = inputs.indices.filter { outputs[$0].oneNaN != usual[$0].oneNaN }
    guard let first = differing.first else { return nil }
    let other = try identify(Observations("", inputs, outputs))
    let identity =
      other.certainty == .unknown
      ? "not known"
      : other.same.first.map { other.inputs < Identifier.few ? "perhaps \($0.kernel)" : $0.kernel }
        ?? other.function.map { "near \($0.name)" } ?? "not known"
    return Identification.CallVariation(
      calls: calls, differing: differing.count, of: inputs.count,
      input: X.name.exactDecimal(hex: inputs[first].hexBits),
      output: Y.name.exactDecimal(hex: outputs[first].hexBits),
      usual: Y.name.exactDecimal(hex: usual[first].hexBits), identity: identity)
  }
}
