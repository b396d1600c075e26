import FloatingPointFormats
import Functions
import Kernels
import Testing

@testable import Identification

/// What `identify` says of kernels, in 8 bits on all inputs and in wider formats on some.
@Suite struct IdentifierTests {
  private static let bytes = Identifier(Signature(.float8E4M3FN))

  /// A handful of float32 candidates: a debug build takes its time over all of them.
  private static func few(_ names: [String]) throws -> Identifier {
    let all = Candidate.all(for: Signature(.float32))
    return Identifier(
      Signature(.float32), all.filter { names.contains($0.name) || $0.isPiece }, threads: 2)
  }

  private static let names = ["erf", "erf-div", "erfc", "tanh", "tanh-factored", "quick", "relu"]

  private static let inputs: [Float] = stride(from: -14.0, through: 14, by: 1.0 / 64).map {
    Float($0)
  }

  private static func kernel(_ body: @escaping @Sendable (Float) -> Float) -> BatchKernel<Float> {
    BatchKernel(KernelDescription(name: "made", Target(.gelu)), scalar: body)
  }

  @Test func everyKernelOf8BitsIsNamed() throws {
    let confusion = try Confusion(.float8E4M3FN, threads: 2)
    #expect(confusion.rows.count > 60)
    for row in confusion.rows { #expect(row.isRight, "\(row.kernel): \(row.named)") }
    // Its twins are the same whoever is asked.
    for row in confusion.rows {
      let other = confusion.rows.first { $0.kernel == row.named[0] }
      #expect(other?.named == row.named)
    }
  }

  @Test func certaintySaysWhatWasCompared() throws {
    let all = (0..<1 << 8).map { Float8E4M3FN(position: $0) }
    let relu = try Catalogue.kernel(named: "relu", for: Float8E4M3FN.self)
    func observed(_ kernel: some Kernel<Float8E4M3FN>, _ x: [Float8E4M3FN]) throws -> Observations {
      try Observations(of: kernel, at: x)
    }
    #expect(try Self.bytes.identify(observed(relu, all)).certainty == .everyInput)
    #expect(
      try Self.bytes.identify(observed(relu, Array(all[40..<60]))).certainty == .severalFunctions)
    let identifier = try Self.few(Self.names)
    let erf = try Catalogue.kernel(named: "erf", for: Float.self)
    func single(_ kernel: some Kernel<Float>) throws -> Observations {
      try Observations(of: kernel, at: Self.inputs)
    }
    func few(_ kernel: some Kernel<Float>) throws -> Observations {
      try Observations(of: kernel, at: Self.inputs.filter { (-3 ... -1).contains($0) })
    }
    #expect(try identifier.identify(few(erf)).certainty == .fewInputs)
    let found = try identifier.identify(single(erf))
    #expect(found.certainty == .everyInputTried)
    #expect(found.same.map(\.kernel) == ["erf"])
    #expect(found.sentence.contains("to the bit at all \(Self.inputs.count) inputs tried"))
    // The runner-up is another one, and the input where they part shows it.
    let parting = try #require(found.parting)
    #expect(parting.kernels.first == "erf")
    #expect(Set(parting.outputs).count == 2)
    #expect(parting.observed == parting.outputs[0])
  }

  /// One output that differs is enough not to be that kernel.
  @Test func oneBitIsEnough() throws {
    let erf = try Catalogue.kernel(named: "erf", for: Float.self)
    func outputs(_ kernel: some Kernel<Float>) throws -> [Float] {
      try kernel.outputs(at: Self.inputs)
    }
    var y = try outputs(erf)
    let i = try #require(Self.inputs.firstIndex(of: 1.5))
    y[i] = y[i].nextUp
    let found = try Self.few(Self.names).identify(Observations("changed", Self.inputs, y))
    #expect(found.same.isEmpty)
    #expect(found.nearest.first?.kernel == "erf")
    #expect(found.nearest.first?.same == Self.inputs.count - 1)
  }

  @Test func patchedKernelsAreMixtures() throws {
    let erf = try Catalogue.kernel(named: "erf", for: Float.self)
    func outputs(_ kernel: some Kernel<Float>) throws -> [Float] {
      try kernel.outputs(at: Self.inputs)
    }
    let y = zip(Self.inputs, try outputs(erf)).map { x, y in x > 3 ? x : x < -4 ? 0 : y }
    let found = try Self.few(Self.names).identify(Observations("patched", Self.inputs, y))
    #expect(found.certainty == .mixture)
    #expect(found.parts.map { $0.kernels[0] } == ["0", "erf", "x"])
    #expect(found.parts[1].from.hasPrefix("-4 ("))
    #expect(found.sentence.hasPrefix("a mixture: 0 from -14 ("))
  }

  @Test func otherCallsAreOtherKernels() throws {
    let kernel = BatchKernel<Float8E4M3FN>(KernelDescription(name: "made", Target(.relu))) { x, y in
      for i in x.indices {
        let v = x[i].double
        y[i] = Float8E4M3FN(nearest: x.count == 1 && v == -2 ? -1 : v < 0 ? 0 : v)
      }
    }
    let found = try Self.bytes.identify(kernel, singles: 300)
    let variation = try #require(found.calls.first)
    #expect(found.calls.count == 1)
    #expect(variation.calls == "calls of one value")
    #expect(variation.differing == 1)
    #expect(variation.input.hasPrefix("-2 ("))
    let sound = try Catalogue.kernel(named: "relu", for: Float8E4M3FN.self)
    func calls(_ kernel: some Kernel<Float8E4M3FN>) throws -> Int {
      try Self.bytes.identify(kernel, singles: 300).calls.count
    }
    #expect(try calls(sound) == 0)
  }

  /// A band of NaN to its last input, wherever it lies between those that were tried.
  @Test func edgesAreSharp() throws {
    let band = Float(1.2345)...Float(2.3456)
    let kernel = Self.kernel { band.contains($0) || $0 > 3e30 ? .nan : $0 < 0 ? 0 : $0 }
    let identifier = Identifier(Signature(.float32), [], threads: 2)
    let observed = try identifier.observed(kernel, singles: 8).outputs
    let bad = observed.x.indices.filter {
      observed.x[$0].isFinite && observed.y[$0].isNaN && observed.x[$0] < 100
    }
    #expect(observed.x[try #require(bad.first)] == Double(band.lowerBound))
    #expect(observed.x[try #require(bad.last)] == Double(band.upperBound))
    #expect(observed.x.contains(Double(band.lowerBound.nextDown)))
    #expect(observed.x.contains(Double(Float(3e30).nextUp)))
  }

  /// Two kernels that differ between two neighbours of the usual inputs alone.
  @Test func twinsArePartedWhereTheyDiffer() throws {
    func inputs(_ candidates: [Candidate]) throws -> [Float] {
      try DiscriminatingSet.inputs(
        Float.self, Signature(.float32), telling: candidates, threads: 2)
    }
    let usual = try inputs([]).filter { (4...8).contains($0) }.sorted()
    let gap = try #require(zip(usual, usual.dropFirst()).max { $0.1 - $0.0 < $1.1 - $1.0 })
    let relu = Self.kernel { $0 < 0 ? 0 : $0 }
    let other = Self.kernel { x in x > gap.0 && x < gap.1 ? x.nextUp : x < 0 ? 0 : x }
    let found = try inputs([Candidate(relu), Candidate(other)])
    let parting = found.filter { $0 > gap.0 && $0 < gap.1 }
    #expect(!parting.isEmpty)
    #expect(found.count == (try inputs([])).count + parting.count)
  }
}
