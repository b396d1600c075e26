import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// The largest absolute and relative errors, and the mean error in size, against sums over all inputs.
@Suite struct RealErrorTests {
  private struct Found: Equatable {
    var absolute = 0.0
    var absoluteInput = ""
    var relative = 0.0
    var relativeInput = ""
    var outward = 0.0
  }

  /// Every input by itself, in doubles, which hold differences of 16-bit values and their truths nearly exactly.
  private func bruteForce<T: BinaryFormat>(_ kernel: any Kernel<T>, _ oracle: Oracle) throws
    -> Found
  {
    let p = T.name.parameters
    let inputs = (0..<UInt64(1) << UInt64(T.width)).map { T(position: $0) }
    let outputs = try ClassRangeTests.outputs(kernel, inputs)
    var found = Found()
    var count = 0
    for (x, y) in zip(inputs, outputs) where x.isFiniteValue && y.isFiniteValue {
      let g: Double = try oracle.rounded(at: x.double)
      let unit = Double(
        sign: .plus,
        exponent: g == 0 ? p.minimumQuantum : p.ulpExponent(ofBinade: g.exponentFloor),
        significand: 1)
      let e = (y.double - g) / unit
      count += 1
      // The result at zero is a number; elsewhere one that prints as zero has a sign.
      let isZero = g == 0 && x.isZeroValue
      found.outward += isZero ? e.magnitude : g.sign == .minus ? -e : e
      guard e.magnitude >= 0x1p-6 else { continue }
      if (y.double - g).magnitude > found.absolute {
        (found.absolute, found.absoluteInput) = ((y.double - g).magnitude, x.hexBits)
      }
      let relative = (y.double - g).magnitude / g.magnitude
      if g.magnitude >= p.smallestNormal, relative > found.relative {
        (found.relative, found.relativeInput) = (relative, x.hexBits)
      }
    }
    found.outward /= Double(count)
    return found
  }

  private func compare<T: BinaryFormat>(_ kernel: any Kernel<T>, _ target: Target) throws {
    let oracle = Oracle(target)
    let score = try score(kernel, against: oracle, ScoringOptions(inputs: .exhaustive))
    let found = try bruteForce(kernel, oracle)
    func isNear(_ a: Double?, _ b: Double) -> Bool { ((a ?? .nan) - b).magnitude <= 1e-5 * b }
    #expect(isNear(score.maxAbs, found.absolute) && score.maxAbsInput == found.absoluteInput)
    #expect(isNear(score.maxRel, found.relative) && score.maxRelInput == found.relativeInput)
    let mean = try #require(score.meanMagnitudeUlp)
    #expect((mean - found.outward).magnitude <= 2e-6 * max(1, found.outward.magnitude))
  }

  @Test(arguments: ["erf", "tanh", "quick", "best"]) func catalogue(_ name: String) throws {
    try compare(Catalogue.kernel(named: name, for: Float16.self), Target(.gelu))
    try compare(Catalogue.kernel(named: name, for: BFloat16.self), Target(.gelu))
  }

  @Test func gradientAndRiddled() throws {
    try compare(
      Catalogue.kernel(named: "erf-backward", for: Float16.self), Target(.gelu, derivative: 1))
    try compare(riddled(Catalogue.kernel(named: "erfc", for: Float16.self)), Target(.gelu))
  }

  /// What is cut off in place of rounding tends toward zero, on both sides of it.
  @Test func truncation() throws {
    let score = try score(
      Mutants.truncatingErfc, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
    #expect(score.meanMagnitudeUlp == -score.meanUlp && score.meanUlp > 0.05)
    #expect(score.meanSignedUlp.magnitude < 0.6 * score.meanUlp)
    #expect(score.description.contains(", \(score.meanUlp) toward zero\n"))
    let error = "  error  largest absolute \(score.maxAbs ?? 0) at \(score.maxAbsInput ?? "")"
    #expect(score.description.contains(error))
  }

  /// Where no error reaches 1/64 ulp there is none to name.
  @Test func exactKernels() throws {
    let relu = try Catalogue.kernel(named: "relu", for: Float16.self)
    let score = try score(relu, against: Oracle(.relu), ScoringOptions(inputs: .exhaustive))
    #expect(score.maxAbs == nil && score.maxRel == nil && score.meanMagnitudeUlp == 0)
    #expect(
      !score.description.contains("  error  ") && !score.description.contains("zero\n  right"))
  }

  /// Parts joined in any order have the same largest errors, of equal ones the first.
  @Test func merging() {
    func candidate(_ position: UInt64) -> Candidate {
      Candidate(position: position, input: position, output: 1, size: 0)
    }
    let sizes: [Double] = [3, 5, 5, 1, 5]
    func peaks(_ order: [Int]) -> RealPeaks {
      var all = RealPeaks()
      for i in order {
        var one = RealPeaks()
        one.consider(RealError(absolute: sizes[i], relative: i == 0 ? nil : 1)) {
          candidate(UInt64(i))
        }
        all.merge(one)
      }
      return all
    }
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 1, 3]] {
      #expect(peaks(order).absolute?.position == 1 && peaks(order).absolute?.size == 5)
      #expect(peaks(order).relative?.position == 1)
    }
  }

  /// Results just above the smallest normal double, where an ulp is a subnormal number: the vectors find the same as
  /// the judge.
  @Test func smallResultsKeepTheirDigits() throws {
    let oracle = Oracle(.gelu)
    let inputs = (0..<4096).map { -37.615 + Double($0) * 0x1p-16 }
    let right = EveryFunctionScoreTests.kernel(oracle, Double.self)
    let kernel = BatchKernel<Double>(right.description) { x, y in
      try right.evaluate(x, into: y)
      for i in y.indices where i % 7 == 3 { y[i] = y[i].nextUp }
    }
    var options = ScoringOptions(inputs: .positions(inputs.map(\.position).sorted()))
    let fast = try score(kernel, against: oracle, options)
    options.usesHotLoop = false
    let slow = try score(kernel, against: oracle, options)
    #expect(fast.maxRelInput == slow.maxRelInput)
    #expect(fast.maxRel == slow.maxRel)
    #expect(fast.rungs.polynomial + fast.rungs.doubleDouble == inputs.count)
    #expect((fast.maxRel ?? 0) > 0x1p-53)
  }
}
