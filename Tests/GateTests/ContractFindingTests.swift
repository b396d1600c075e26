import Contracts
import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import Testing

@testable import Scoring

/// What a contract makes of a score, measure by measure: at its bound, beyond it, clearly within it.
@Suite struct ContractFindingTests {
  /// A sound score, and the contract that just holds it.
  static let (score, contract): (Score, Contract) = {
    do {
      let kernel = try Catalogue.kernel(named: "erfc", for: BFloat16.self)
      let score = try Scoring.score(
        kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
      return (score, Contract(holding: score, libm: "glibc 1"))
    } catch { fatalError("\(error)") }
  }()

  private func kind(
    _ what: String, libm: String = "glibc 1", _ contract: Contract = contract,
    _ change: (inout Score) -> Void
  ) -> Finding.Kind? {
    var score = Self.score
    change(&score)
    return contract.check(score, libm: libm).first { $0.what == what }?.kind
  }

  @Test func aBoundIsHeldAtItselfAndBrokenBeyond() throws {
    let bound = try #require(Self.contract.maxUlp)
    #expect(kind("max_ulp") { $0.maxUlp = bound } == .holds)
    #expect(kind("max_ulp") { $0.maxUlp = bound.nextUp } == .broken)
    #expect(kind("max_ulp") { $0.maxUlp = .nan } == .broken)
    #expect(kind("max_ulp") { $0.maxUlp = bound * 0.9 } == .holds)
    #expect(kind("max_ulp") { $0.maxUlp = bound * 0.89 } == .tighten)
    #expect(kind("max_steps") { $0.maxSteps += 1 } == .broken)
    #expect(kind("not_correctly_rounded") { $0.correctlyRounded -= 1 } == .broken)
    // Nothing of a class that may not be: holds, and asks for no tightening.
    #expect(kind("wrong_sign") { _ in } == .holds)
    #expect(kind("wrong_sign") { $0.classes.wrongSign = 1 } == .broken)
  }

  @Test func aBoundIsNeverBelowWhatWasMeasured() {
    for x in [0.5000001, 1.2345649, 1.23456501, 99_999_949, 0x1p-1060, 3] {
      #expect(roundedUp(x, digits: 6) >= x && roundedUp(x, digits: 6) <= x * 1.00001 + 0x1p-1070)
    }
  }

  @Test func anotherLibmIsAllowedMore() throws {
    let bound = try #require(Self.contract.maxUlp)
    #expect(kind("max_ulp", libm: "musl 1") { $0.maxUlp = bound * 1.5 } == .holds)
    #expect(kind("max_ulp", libm: "musl 1") { $0.maxUlp = bound * 1.5 + 0.51 } == .broken)
    #expect(kind("max_ulp", libm: "musl 1") { $0.maxUlp = 0 } == .holds)
  }

  /// A special value that breaks, one that is known to be broken, one that was repaired.
  @Test func specials() throws {
    let place = try #require(Self.score.specials.firstIndex { $0.ok })
    let input = Self.score.specials[place].input
    let what = "special:\(input)"
    #expect(kind(what) { _ in } == nil)
    #expect(kind(what) { $0.specials[place].ok = false } == .broken)
    var known = Self.contract
    known.brokenSpecials = [input]
    #expect(kind(what, known) { $0.specials[place].ok = false } == nil)
    #expect(kind(what, known) { _ in } == .tighten)
    #expect(!known.check(Self.score, libm: "glibc 1").holds)
  }

  @Test func waivers() {
    var waived = Self.contract
    waived.allowed = [.init(what: "max_ulp", reason: "known")]
    #expect(kind("max_ulp", waived) { $0.maxUlp = 9 } == .waived)
    // Not needed: neither where the measure holds nor where it asks to be tightened.
    for factor in [1, 0.5] {
      var score = Self.score
      score.maxUlp *= factor
      let findings = waived.check(score, libm: "glibc 1")
      #expect(findings.contains { $0.kind == .needlessWaiver } && !findings.holds)
    }
  }
}
