import Contracts
import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Testing

/// Tests of the tester: each planted defect breaks the contract of the kernel it is planted in, by
/// the measure that names it.
@Suite struct TesterTests {
  private func contract(_ name: String) throws -> Contract {
    try ContractFile(path: repository.appending(path: "Reference/Contracts/\(name).json").path)
      .read()
  }

  private func broken<T: BinaryFormat>(
    _ name: String, _ plant: (any Kernel<T>) throws -> any Kernel<T>
  ) throws -> Set<String> {
    let contract = try contract(name)
    let kernel = try Catalogue.kernel(named: contract.kernel, for: T.self)
    let findings = contract.check(try contract.score(try plant(kernel)))
    return Set(findings.filter { $0.kind == .broken }.map(\.what))
  }

  @Test func soundKernelBreaksNothing() throws {
    let found: Set<String> = try broken("bfloat16/erfc") { (k: any Kernel<BFloat16>) in k }
    #expect(found == [])
  }

  @Test func oneUlpAtOneInputIsFound() throws {
    let found = try broken("bfloat16/erfc") { (k: any Kernel<BFloat16>) in
      let one = BFloat16(nearest: 1).ordinal
      return Mutants.displaced(k, steps: 1, at: one...one)
    }
    #expect(found.isSuperset(of: ["max_ulp", "not_correctly_rounded"]))
  }

  @Test func oneUlpInFloat32IsFound() throws {
    let found = try broken("float32/relu") { (k: any Kernel<Float>) in
      Mutants.displaced(k, steps: 1, at: Float(1).ordinal...Float(1.01).ordinal)
    }
    #expect(found.isSuperset(of: ["max_ulp", "max_steps", "exceeds_input"]))
  }

  @Test func truncatingConversionIsFound() throws {
    let found = try broken("bfloat16/erfc") { (_: any Kernel<BFloat16>) in
      Mutants.truncatingErfc
    }
    #expect(found.isSuperset(of: ["max_ulp", "not_correctly_rounded"]))
  }

  @Test func flushedTailIsFound() throws {
    let found = try broken("bfloat16/erfc") { (k: any Kernel<BFloat16>) in
      Mutants.flushedTail(k, below: -5)
    }
    #expect(found.isSuperset(of: ["flushed", "max_ulp", "max_steps"]))
  }

  @Test func nanIsFound() throws {
    let found = try broken("float16/erfc") { (k: any Kernel<Float16>) in
      Mutants.nan(k, at: Float16(-13).ordinal...Float16(-13).ordinal)
    }
    #expect(found == ["max_ulp", "nan_for_number", "not_correctly_rounded"])
  }

  @Test func swappedVariantIsFound() throws {
    let found = try broken("bfloat16/erf") { (k: any Kernel<BFloat16>) in
      let tanh = try Catalogue.kernel(named: "tanh", for: BFloat16.self)
      return Mutants.swapped(tanh, labelled: k.description)
    }
    #expect(found.contains("not_correctly_rounded"))
  }

  @Test func infinityIsFound() throws {
    let found = try broken("float32/erfc") { (k: any Kernel<Float>) in
      Mutants.infinite(k, at: Float(3).ordinal...Float(4).ordinal)
    }
    #expect(found.isSuperset(of: ["infinite_for_finite", "max_ulp", "exceeds_input"]))
  }

  @Test func gradientOfWrongSignIsFound() throws {
    let found = try broken("bfloat16/erfc-backward") { (k: any Kernel<BFloat16>) in
      Mutants.wrongSign(k)
    }
    #expect(found.isSuperset(of: ["wrong_sign", "max_ulp"]))
  }

  @Test func numberForNaNIsFound() throws {
    let found = try broken("float16/relu") { (k: any Kernel<Float16>) in Mutants.numberForNaN(k) }
    #expect(found.contains("number_for_nan"))
  }

  @Test func lostSignOfZeroIsFound() throws {
    let found = try broken("float16/erfc") { (k: any Kernel<Float16>) in Mutants.lostZeroSign(k) }
    #expect(found.contains("lost_zero_sign"))
  }

  @Test func flushedSubnormalsAreFound() throws {
    let found = try broken("bfloat16/erfc") { (k: any Kernel<BFloat16>) in
      Mutants.flushedSubnormals(k)
    }
    #expect(found.contains("flushed_subnormal"))
  }

  @Test func brokenMonotonicityIsFound() throws {
    let found = try broken("bfloat16/erfc") { (k: any Kernel<BFloat16>) in
      Mutants.shifted(
        k, steps: -3, at: BFloat16(nearest: 1).ordinal...BFloat16(nearest: 1.5).ordinal)
    }
    #expect(found.contains("not_monotone"))
  }

  @Test func clearlyBetterAsksToTighten() throws {
    var loose = try contract("bfloat16/erfc")
    loose.maxUlp = try #require(loose.maxUlp) * 2
    loose.classes.flushed = 3
    let findings = loose.check(try loose.scoreOfItsKernel())
    #expect(!findings.holds)
    #expect(Set(findings.filter { $0.kind == .tighten }.map(\.what)) == ["max_ulp", "flushed"])
  }

  @Test func waiverIsUsedOnlyWhileNeeded() throws {
    var contract = try contract("bfloat16/erf")
    let score = try contract.scoreOfItsKernel()
    contract.classes.flushed = 0
    #expect(!contract.check(score).holds)
    contract.allowed = [.init(what: "flushed", reason: "1+erf cancels; see the repair")]
    #expect(contract.check(score).holds)
    contract.classes.flushed = score.classes.flushed
    let needless = contract.check(score).filter { $0.kind == .needlessWaiver }
    #expect(needless.map(\.what) == ["flushed"])
  }

  @Test func anotherLibmIsNamed() throws {
    let contract = try contract("bfloat16/erf")
    let findings = contract.check(try contract.scoreOfItsKernel(), libm: "other 1.0")
    #expect(findings.holds)
    #expect(findings[0].text.contains("bound from") && findings[0].text.contains("other 1.0"))
    var strict = contract
    strict.maxUlp = 1
    #expect(!strict.check(try contract.scoreOfItsKernel(), libm: "other 1.0").holds)
  }

  @Test func regionBudgetsAreHeld() throws {
    var contract = try contract("bfloat16/erf")
    let score = try contract.scoreOfItsKernel()
    contract.regions = ["deep tail": 10, "no such region": 1]
    let broken = contract.check(score).filter { $0.kind == .broken }.map(\.what)
    #expect(Set(broken).isSuperset(of: ["region:deep tail", "region:no such region"]))
  }
}
