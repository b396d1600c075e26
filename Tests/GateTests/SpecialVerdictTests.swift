import FloatingPointFormats
import Kernels
import Oracle
import Scoring
import Testing

/// Every special input, wrong in turn: another sign, another value, no number.
@Suite struct SpecialVerdictTests {
  private func specials(_ change: @escaping @Sendable (BFloat16, BFloat16) -> BFloat16) throws
    -> [String: Bool]
  {
    let sound = try Catalogue.kernel(named: "best", for: BFloat16.self)
    let kernel = BatchKernel<BFloat16>(sound.description) { x, y in
      try sound.evaluate(x, into: y)
      for i in x.indices { y[i] = change(x[i], y[i]) }
    }
    let score = try Scoring.score(
      kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
    return Dictionary(uniqueKeysWithValues: score.specials.map { ($0.input, $0.ok) })
  }

  @Test func eachWrongSpecialIsFound() throws {
    let right = try specials { $1 }
    #expect(right.count == 11 && right.values.allSatisfy { $0 }, "\(right)")
    // A sign changed; a step of two; NaN; a number for NaN.
    let signs = try specials { $1.negated }
    let steps = try specials { x, y in
      y.isFiniteValue ? BFloat16(ordinal: y.ordinal + (y.isNegative ? -2 : 2)) : .largestFinite
    }
    let nans = try specials { x, y in x.isNaNValue ? BFloat16(nearest: 1) : .quietNaN }
    for (input, _) in right {
      let isNaN = input == "0x7fc0"
      #expect(signs[input] == isNaN, "sign at \(input)")
      #expect(steps[input] == false, "steps at \(input)")
      #expect(nans[input] == false, "nan at \(input)")
    }
  }
}
