import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Analysis

/// The parts of an error: known cases, and kernels with one planted error each.
@Suite struct ErrorSplitTests {
  static func split(_ name: String, _ format: FormatName, against: Function) throws -> ErrorSplit {
    func score<T: BinaryFormat>(_: T.Type) throws -> Score {
      let kernel = try Catalogue.kernel(named: name, for: T.self)
      return try Scoring.score(
        kernel, against: Oracle(against, derivative: kernel.description.target.derivative),
        ScoringOptions(inputs: .sample(count: 500, seed: 1)))
    }
    let found = try ErrorSplit.of(
      format == .float32 ? score(Float.self) : score(BFloat16.self), samples: 8)
    return try #require(found)
  }

  static func region(_ name: String, _ split: ErrorSplit) throws -> RegionSplit {
    try #require(split.regions.first { $0.region == name })
  }

  /// tanh against gelu is off by its formula, erf by its cancellation.
  @Test func whatDominates() throws {
    let tanh = try Self.region("tail", Self.split("tanh", .float32, against: .gelu))
    #expect(try #require(tanh.method).method.magnitude > 1e5)
    let own = try Self.region("tail", Self.split("tanh", .float32, against: .geluTanh))
    #expect(try #require(own.method).method.magnitude < 0.01)
    let erf = try Self.region("tail", Self.split("erf", .float32, against: .gelu))
    #expect(try #require(erf.method).method.magnitude < 0.01)
    #expect(try #require(erf.evaluation).evaluation.magnitude > 1e5)
  }

  /// The supremum of |tanh form − gelu| is certified elsewhere: 4.73·10⁻⁴; no sample exceeds it, and
  /// ours comes within a tenth.
  @Test func methodAgreesWithTheSupremum() throws {
    let split = try Self.split("tanh", .bfloat16, against: .gelu)
    let largest = split.regions.map(\.absoluteMethod).max() ?? 0
    #expect(largest > 0 && largest.isFinite)
    let worst = try split.regions.compactMap(\.method).map { parts -> Double in
      let bits = try #require(UInt16(parts.input.dropFirst(2), radix: 16))
      let x = BFloat16(bitPattern: bits).double
      let ulp = try Oracle(.gelu).ulpExponent(at: x, in: BFloat16.parameters)
      return parts.method.magnitude * Double(sign: .plus, exponent: ulp, significand: 1)
    }
    #expect(try #require(worst.max()) < 4.732e-4)
    let dip = try Self.region("dip", split)
    #expect(try #require(dip.method).method.magnitude > 0)
  }

  /// The parts add up to the error that the score has.
  @Test(arguments: ["erf", "quick", "sigma-div", "i-gelu"]) func sums(_ name: String) throws {
    let split = try Self.split(name, .bfloat16, against: .gelu)
    for parts in split.regions.flatMap({ [$0.method, $0.evaluation] }).compactMap({ $0 }) {
      let sum = parts.method + parts.evaluation + parts.rounding
      let size = max(1, parts.method.magnitude, parts.evaluation.magnitude)
      #expect((sum - parts.total).magnitude <= 0x1p-18 * size, "\(parts)")
      #expect(parts.rounding.magnitude <= 0.5 * (1 + size * 0x1p-10) || parts.method.magnitude > 1)
    }
  }

  /// A wrong constant is the method's, a rounded step the evaluation's.
  @Test func constantsAreMethod() throws {
    let split = try Self.split("tanh-factored-797884", .float32, against: .geluTanh)
    #expect(try #require(Self.region("bend", split).method).method.magnitude > 1)
    let right = try Self.split("tanh-factored", .float32, against: .geluTanh)
    #expect(try #require(Self.region("bend", right).method).method.magnitude < 0.01)
    let native = try Self.split("tanh+native", .bfloat16, against: .geluTanh)
    let wide = try Self.split("tanh+f64", .bfloat16, against: .geluTanh)
    let dips = try [native, wide].map {
      try #require(Self.region("dip", $0).evaluation).evaluation.magnitude
    }
    #expect(dips[0] > 4 && dips[1] == 0)
  }

  @Test func kernelsWithoutAFormula() throws {
    let best = try Catalogue.kernel(named: "best", for: Float.self)
    let score = try Scoring.score(
      best, against: Oracle(.gelu), ScoringOptions(inputs: .sample(count: 300, seed: 1)))
    #expect(try ErrorSplit.of(score) == nil)
  }
}
