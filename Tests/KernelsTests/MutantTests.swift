import FloatingPointFormats
import Testing

@testable import Kernels

/// Each mutant differs from its original exactly where it says.
@Suite struct MutantTests {
  let inputs = everyValue(of: Float16.self)
  let erfc = BatchKernel<Float16>(Erfc.self, .usual)

  private func changed(_ mutant: BatchKernel<Float16>) throws -> [Float16] {
    let (good, bad) = (try erfc.outputs(inputs), try mutant.outputs(inputs))
    return inputs.indices.filter { !same(good[$0], bad[$0]) }.map { inputs[$0] }
  }

  @Test func oneUlpAtOneInput() throws {
    let x: Float16 = 1.5
    let mutant = Mutants.displaced(erfc, at: x.ordinal...x.ordinal)
    #expect(try changed(mutant) == [x])
    #expect(try mutant.output(x).steps(to: try erfc.output(x)) == 1)
    #expect(mutant.description.name == "erfc+mutant")
    #expect(mutant.description.defects == ["mutant: moved by 1 steps at ordinals 15872...15872"])
  }

  @Test func oneUlpOverARange() throws {
    let ordinals = Float16(-2).ordinal...Float16(-1).ordinal
    #expect(try changed(Mutants.displaced(erfc, steps: -1, at: ordinals)).count == 1025)
  }

  @Test func flushedTail() throws {
    let flushed = try changed(Mutants.flushedTail(erfc, below: -3))
    #expect(flushed.count > 500)
    #expect(flushed.allSatisfy { $0 < -3 })
  }

  @Test func nanAndInfinity() throws {
    let at = Float16(2).ordinal
    let nan = Mutants.nan(erfc, at: at...at)
    #expect(try changed(nan) == [2])
    #expect(try nan.output(2).isNaN)
    let infinite = Mutants.infinite(erfc, at: at...at + 3)
    #expect(try changed(infinite).count == 4)
    #expect(try infinite.output(2) == .infinity)
    #expect(try Mutants.numberForNaN(erfc).output(.nan) == 0)
  }

  @Test func lostSignOfZeroAndSubnormals() throws {
    let lost = Mutants.lostZeroSign(erfc)
    #expect(try lost.output(-0.0).sign == .plus)
    #expect(try changed(lost).allSatisfy { $0 <= 0 })
    let flushed = try changed(Mutants.flushedSubnormals(erfc))
    #expect(flushed.count > 2000)
    #expect(try flushed.allSatisfy { try erfc.output($0).isSubnormal })
  }

  @Test func wrongSignNearTheGradientsTail() throws {
    let backward = BatchKernel<Float16>(ErfcBackward.self, .usual)
    let mutant = Mutants.wrongSign(backward)
    #expect(try mutant.output(-3.7) == -(try backward.output(-3.7)))
    #expect(try mutant.output(-3.3) == (try backward.output(-3.3)))
  }

  @Test func notMonotone() throws {
    let ordinals = Float16(1).ordinal...Float16(1.25).ordinal
    let mutant = Mutants.shifted(erfc, steps: 4, at: ordinals)
    let outputs = try mutant.outputs(
      (ordinals.lowerBound...ordinals.upperBound + 1).map {
        Float16(ordinal: $0)
      })
    #expect(zip(outputs, outputs.dropFirst()).contains { $0 > $1 })
  }

  @Test func exceedsItsInput() throws {
    let mutant = Mutants.exceedingInput(erfc, from: 10)
    #expect(try changed(mutant).allSatisfy { $0 >= 10 })
    #expect(try mutant.output(100) > 100)
  }

  @Test func swappedVariant() throws {
    let mutant = Mutants.swapped(BatchKernel<Float16>(Tanh.self, .usual), labelled: Erf.about)
    #expect(mutant.description.name == "erf")
    #expect(try mutant.outputs(inputs) != (try erfc.outputs(inputs)))
  }

  @Test func truncatedConversion() throws {
    let values = everyValue(of: BFloat16.self)
    let rounded = try BatchKernel<BFloat16>(Erfc.self, .usual).outputs(values)
    let truncated = try Mutants.truncatingErfc.outputs(values)
    #expect(differences(rounded, truncated) > 3000)
    #expect(
      zip(rounded, truncated).allSatisfy {
        $0.isNaNValue || $0.magnitudeBits >= $1.magnitudeBits
      })
  }
}
