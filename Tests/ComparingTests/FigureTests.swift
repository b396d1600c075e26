import Contracts
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Comparing

/// Scores and contracts, figure by figure.
@Suite struct ComparedFigureTests {
  private static func score(
    _ name: String, against function: Function = .gelu, flush: FlushModel = .none
  ) throws -> Score {
    try Scoring.score(
      Catalogue.kernel(named: name, for: BFloat16.self), against: Oracle(function),
      ScoringOptions(inputs: .exhaustive, flush: flush))
  }

  @Test func scoresSideBySide() throws {
    let (a, b) = (try Self.score("erfc"), try Self.score("erf"))
    let worse = try Comparison(a, b)
    let breaches = try worse.breaches(of: .noWorse)
    #expect(breaches.first == "max_ulp 254.933609 at 0xc10a, in A 0.5", "\(breaches)")
    #expect(breaches.contains("flushed 161 at 0xc152, in A 0") && worse.bound == .exact)
    #expect(try !worse.breaches(of: .same).isEmpty && worse.breaches(of: .none).isEmpty)
    // The other way round nothing is worse, and with itself all is the same.
    let better = try Comparison(b, a)
    #expect(try better.breaches(of: .noWorse).isEmpty)
    #expect(better.figures.filter { $0.change == .worse }.isEmpty)
    #expect(better.figures.filter { $0.change == .better }.count > 8)
    let same = try Comparison(a, a)
    #expect(try same.breaches(of: .same).isEmpty)
    #expect(throws: ScoringError.self) { try same.breaches(of: .noInputWorse) }
  }

  /// More is better of what is right, and an infinite error is no better than itself.
  @Test func changes() {
    #expect(Figure("correctly_rounded", 5, 6, moreIsBetter: true).change == .better)
    #expect(Figure("correctly_rounded", 6, 5, moreIsBetter: true).change == .worse)
    #expect(Figure("max_ulp", 5, 6).change == .worse && Figure("max_ulp", 6, 5).change == .better)
    #expect(Figure("max_ulp", .infinity, .infinity).change == .same)
    // What has no bound may be anything.
    #expect(Figure("max_ulp", 5, nil).change == .worse && Figure("m", nil, 5).change == .better)
    #expect(Figure("correctly_rounded", 5, nil, moreIsBetter: true).change == .worse)
  }

  @Test func otherQuestionsAreRefused() throws {
    let a = try Self.score("erfc")
    for (other, words) in [
      (try Self.score("tanh", against: .geluTanh), "function gelu and gelu-tanh"),
      (try Self.score("erfc", flush: .ftz), "flush model none and ftz"),
    ] {
      let error = #expect(throws: ScoringError.self) { try Comparison(a, other) }
      #expect(error?.description == "the scores answer different questions: \(words)")
    }
  }

  @Test func contractsSideBySide() throws {
    let a = Contract(holding: try Self.score("erfc"), libm: nil)
    var b = Contract(holding: try Self.score("erf"), libm: nil)
    let comparison = try Comparison(a, b)
    #expect(comparison.bound == nil && comparison.outputs == nil)
    #expect(try comparison.breaches(of: .noWorse).first == "max_ulp 254.934, in A 0.5")
    #expect(comparison.description.contains("bounds of contracts"))
    b = a
    b.maxUlp = nil
    #expect(
      try Comparison(a, b).breaches(of: .noWorse) == [
        "max_ulp –, in A 0.5", "max_finite_ulp –, in A 0.5",
      ])
    #expect(try Comparison(b, a).breaches(of: .noWorse).isEmpty)
  }
}
