import FloatingPointFormats
import Functions
import Kernels
import Scoring

/// Compares outputs with every built-in kernel of their formats.
public struct Identifier: Sendable {
  package let signature: Signature
  package let candidates: [Candidate]
  public var threads: Int
  /// The outputs of all candidates on the inputs that tell them apart, where they are kept for several kernels.
  private var kept: (inputs: [UInt64], outputs: [[UInt64]])?

  public init(_ signature: Signature, threads: Int = Parallel.cores) {
    self.init(signature, Candidate.all(for: signature), threads: threads)
  }

  package init(_ signature: Signature, _ candidates: [Candidate], threads: Int = Parallel.cores) {
    (self.signature, self.candidates, self.threads) = (signature, candidates, threads)
  }

  /// The same for several kernels: what is found out of the candidates once is kept.
  package func keepingOutputs() throws -> Identifier {
    func kept<X: BinaryFormat>(_: X.Type) throws -> Identifier {
      let inputs = try DiscriminatingSet.inputs(
        X.self, signature, telling: candidates, threads: threads)
      // In the order of observations.
      let bits = Observations("", inputs, inputs).inputs
      var other = self
      other.kept = try (
        bits,
        Parallel.map(0..<candidates.count, threads: threads) { try candidates[$0].outputs(bits) }
      )
      return other
    }
    return try kept(signature.input.type)
  }

  /// The inputs that tell the candidates apart.
  package func inputs<X: BinaryFormat>(_: X.Type) throws -> [X] {
    if let kept { return kept.inputs.map { X(bits: $0) } }
    return try DiscriminatingSet.inputs(
      X.self, signature, telling: candidates, threads: threads)
  }

  /// A fit within so many bits of a format's noise names the function.
  static let fitted = 3.0
  /// Fewer inputs than these do not tell kernels apart.
  static let few = 256

  /// What the outputs come from.
  /// - Throws: what a kernel throws; none of the built-in ones does.
  public func identify(_ observed: Observations) throws -> Identification {
    if let kept, kept.inputs == observed.inputs {
      return identify(observed, outputs: kept.outputs)
    }
    // On a few inputs first: most candidates are far off.
    let step = observed.inputs.count / Identifier.firstLook
    let few = stride(from: 0, to: observed.inputs.count, by: max(1, step)).map { $0 }
    let glance = try compared(observed.some(few), Array(candidates.indices))
    guard step > 1 else { return identification(observed, glance) }
    let near = glance.sorted { $0.agreement.distance < $1.agreement.distance }
      .prefix(Identifier.looked).map(\.number)
    let first = Set(near + glance.filter(\.agreement.isIdentical).map(\.number))
    let looked = try compared(observed, first.sorted())
    if looked.contains(where: { $0.agreement.isIdentical && !candidates[$0.number].isPiece }) {
      return identification(observed, looked)
    }
    let rest = try compared(observed, candidates.indices.filter { !first.contains($0) })
    return identification(observed, (looked + rest).sorted { $0.number < $1.number })
  }

  /// How many inputs every candidate is compared on first, and how many candidates then on all of them.
  private static let (firstLook, looked) = (2048, 16)

  private func compared(_ observed: Observations, _ numbers: [Int]) throws -> [Compared] {
    let line = OrderedLine(signature.output)
    return try FloatingPointEnvironment.standard.run {
      try Parallel.map(0..<numbers.count, threads: threads) { i in
        let outputs = try candidates[numbers[i]].outputs(observed.inputs)
        return Compared(
          number: numbers[i], outputs: outputs,
          agreement: Agreement(observed.outputs, outputs, on: line))
      }
    }
  }

  /// The same of candidates' outputs that are known.
  private func identify(_ observed: Observations, outputs: [[UInt64]]) -> Identification {
    let line = OrderedLine(signature.output)
    return identification(
      observed,
      outputs.enumerated().map {
        Compared(
          number: $0, outputs: $1, agreement: Agreement(observed.outputs, $1, on: line))
      })
  }

  private func identification(
    _ observed: Observations, _ compared: [Compared]
  ) -> Identification {
    let kernels = compared.filter { !candidates[$0.number].isPiece }
    let same = kernels.filter(\.agreement.isIdentical)
    let ranked = kernels.filter { !$0.agreement.isIdentical }
      .sorted { ($0.agreement.distance, $0.number) < ($1.agreement.distance, $1.number) }
    let parts =
      same.isEmpty
      ? mixture(observed, ranked, compared.filter { candidates[$0.number].isPiece }) : []
    let function = same.isEmpty ? nearestFunction(observed) : nil
    return Identification(
      certainty: certainty(observed, same, parts, function), name: observed.name,
      signature: signature, inputs: observed.inputs.count, same: same.map(match),
      nearest: ranked.prefix(3).map(match), parts: parts, function: function,
      parting: parting(observed, (same.prefix(1) + ranked.prefix(2)).prefix(2)),
      left: observed.left, ambiguous: observed.ambiguous)
  }

  /// A candidate's outputs, and how they compare.
  private struct Compared: Sendable {
    let number: Int
    let outputs: [UInt64]
    let agreement: Agreement
  }

  private func certainty(
    _ observed: Observations, _ same: [Compared], _ parts: [Identification.Part],
    _ function: FunctionMatch?
  ) -> Identification.Certainty {
    guard same.isEmpty else {
      let targets = Set(same.map { candidates[$0.number].description.target })
      guard targets.count == 1 else { return .severalFunctions }
      if observed.isComplete { return .everyInput }
      return observed.inputs.count < Identifier.few ? .fewInputs : .everyInputTried
    }
    guard parts.isEmpty else { return .mixture }
    let bits = Double(signature.output.parameters.precision)
    let isFitted = function?.fit.map { $0.distance < min(Identifier.fitted, bits - 7) } ?? false
    return function?.isSure == true || isFitted ? .function : .unknown
  }

  private func match(_ compared: Compared) -> Identification.KernelMatch {
    let (about, agreement) = (candidates[compared.number].description, compared.agreement)
    return Identification.KernelMatch(
      kernel: about.name, formula: about.formula, function: about.target.function.name,
      derivative: about.target.derivative, same: agreement.same, of: agreement.of,
      mostSteps: agreement.mostSteps, distance: agreement.distance)
  }

  private func mixture(
    _ observed: Observations, _ ranked: [Compared], _ pieces: [Compared]
  ) -> [Identification.Part] {
    guard observed.inputs.count >= Identifier.few else { return [] }
    let all = pieces + ranked
    let format = signature.input
    guard let found = Mixture.parts(observed.outputs, all.map(\.outputs)) else { return [] }
    // Pieces alone are no kernel's work.
    let isOfKernels = found.contains { part in
      part.candidates.allSatisfy { !candidates[all[$0].number].isPiece }
    }
    guard isOfKernels else { return [] }
    return found.map { part in
      Identification.Part(
        from: format.exactDecimal(hex: format.hex(observed.inputs[part.from])),
        through: format.exactDecimal(hex: format.hex(observed.inputs[part.through])),
        count: part.through - part.from + 1,
        kernels: part.candidates.prefix(3).map { candidates[all[$0].number].name })
    }
  }

  private func nearestFunction(_ observed: Observations) -> FunctionMatch? {
    let probes = Probes(observed)
    guard var match = FunctionMatch.of(observed) else { return nil }
    if let fit = ConstantFit.best(probes, order: match.hypothesis.target.derivative),
      fit.distance < match.distance + (fit.target == match.hypothesis.target ? 0.05 : -0.5)
    {
      match.fit = fit
    }
    return match
  }

  /// The input nearest to 1/16 in size from there on, or else the first, where two kernels part.
  private func parting(
    _ observed: Observations, _ two: some Collection<Compared>
  ) -> Identification.Parting? {
    let two = Array(two)
    guard two.count == 2 else { return nil }
    let differing = observed.inputs.indices.filter { two[0].outputs[$0] != two[1].outputs[$0] }
    let plain = differing.filter { observed.x[$0].magnitude >= 0x1p-4 && observed.x[$0].isFinite }
    guard
      let place = plain.min(by: { observed.x[$0].magnitude < observed.x[$1].magnitude })
        ?? differing.first
    else { return nil }
    let (input, output) = (signature.input, signature.output)
    return Identification.Parting(
      input: input.exactDecimal(hex: input.hex(observed.inputs[place])),
      observed: output.exactDecimal(hex: output.hex(observed.outputs[place])),
      kernels: two.map { candidates[$0.number].name },
      outputs: two.map { output.exactDecimal(hex: output.hex($0.outputs[place])) })
  }
}
