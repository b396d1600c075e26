import Foundation
import GELUAccuracy
import Testing

/// Swift functions of codes.
@Suite struct QuantisedFunctionTests {
  private static func quantisation(_ scale: Float, _ zeroPoint: Int) throws -> Quantisation {
    try #require(Quantisation(scale: scale, zeroPoint: zeroPoint))
  }

  @Test func aTable() throws {
    let (x, y) = (try Self.quantisation(0.05, 3), try Self.quantisation(0.04, -128))
    let table = (-128...127).map { q -> Int8 in
      let x = x.scale * Double(q - 3)
      let v = (0.5 * x * erfc(-x * 0x1.6a09e667f3bcdp-1) / y.scale).rounded() - 128
      return Int8(min(max(v, -128), 127))
    }
    let good = try score("table", input: x, output: y) { (q: Int8) in table[Int(q) + 128] }
    #expect(good.wrongCodes == 0 && good.maxCodes <= 0.5 && good.bound == .exact)
    #expect(try CodeRequirement("wrong_codes=0,max_real=0.02").violations(of: good).isEmpty)
    try requireAccuracy("table", maxCodes: 0.5, input: x, output: y) { (q: Int8) in
      table[Int(q) + 128]
    }
    let failure = #expect(throws: CodeFailure.self) {
      try requireAccuracy("moved", maxCodes: 0.5, input: x, output: y) { (q: Int8) in
        table[(Int(q) + 129) & 255]
      }
    }
    #expect(failure?.violations == ["max_codes is 155.0 at code 127, at most 0.5"])
    #expect("\(failure!)".contains("gives the output of the next input"))
    let moved = try score("moved", input: x, output: y) { (q: Int8) in table[(Int(q) + 129) & 255] }
    #expect(moved.wrongCodes == 124 && moved.cause?.text == "gives the output of the next input")
    #expect(
      try CodeRequirement("wrong_codes=0,max_codes=0.5,off_by_more=40").violations(of: moved)
        == ["wrong_codes is 124 of 256, at most 0", "max_codes is 155.0 at code 127, at most 0.5"])
    #expect("\(try CodeRequirement("max_codes=1, wrong_codes=0"))" == "max_codes=1, wrong_codes=0")
  }

  /// Products with 20 are not quotients by 0.05f: that shows in the last places beside a change of the code, which
  /// a sample has.
  @Test func inputsBesideChangesOfTheCode() throws {
    let q = try Self.quantisation(0.05, 0)
    let sample = try InputSet("sample:2000")
    let product: @Sendable (Float) -> Int8 = { x in
      x.isNaN ? 0 : Int8(min((max(x, 0) * 20).rounded(), 127))
    }
    let quotient: @Sendable (Float) -> Int8 = { x in
      x.isNaN ? 0 : Int8(min((Double(max(x, 0)) / q.scale).rounded(), 127))
    }
    let found = try score("product", against: .relu, inputs: sample, output: q, product)
    let right = try score("quotient", against: .relu, inputs: sample, output: q, quotient)
    #expect(
      right.wrongCodes == 0 && right.scored == found.scored && right.scored > 3000, "\(right)")
    // Two inputs on either side of all 127 changes.
    let wrong = (0..<127).map { code in
      let last = Float((Double(code) + 0.5) * q.scale)
      let a = Double(last) > (Double(code) + 0.5) * q.scale ? last.nextDown : last
      return [a.nextDown, a, a.nextUp, a.nextUp.nextUp].count { product($0) != quotient($0) }
    }.reduce(0, +)
    #expect(wrong > 50 && found.offByOne == wrong && found.offByMore == 0, "\(wrong): \(found)")
    #expect(found.maxCodes < 0.50001 && found.besideTies < wrong && found.bound == .largestKnown)
  }

  @Test func oneEnd() throws {
    let q = try Self.quantisation(0.125, 10)
    let into = try score("relu", against: .relu, output: q) { (x: Float16) -> UInt8 in
      x.isNaN ? 0 : UInt8(min(max(x, 0) * 8, 245).rounded()) + 10
    }
    #expect(into.wrongCodes == 0 && into.scored == 65536 && into.numbers == 63490, "\(into)")
    let out = try score("relu", against: .relu, input: q) { (code: UInt8) in
      Float(max(Int(code) - 10, 0)) / 8
    }
    #expect(out.score.maxUlp == 0 && out.score.correctlyRounded == 256 && out.score.bound == .exact)
    let bad = try score("relu", against: .relu, input: q) { (code: UInt8) in
      Float(max(Int(code) - 10, 0)) / 8 + (code == 200 ? 1 : 0)
    }
    #expect(bad.maxUlpCode == 200 && "\(bad)".contains("the largest error at code 200"))
    #expect(throws: (any Error).self) {
      try score("f", input: Self.quantisation(1, 128), output: q) { (x: Int8) in UInt8(10) }
    }
  }
}
