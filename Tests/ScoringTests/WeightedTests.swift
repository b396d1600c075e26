import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Weighted errors against sums that Python made with mpmath, and against sums input by input.
@Suite struct WeightedTests {
  private struct Row: Decodable, CustomTestStringConvertible {
    let weights, format, kernel: String
    let expected: [String: String]
    var testDescription: String { "\(kernel) in \(format) under \(weights)" }
  }

  private static let rows: [Row] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Reference/Weighted/weighted.json")
    do { return try JSONDecoder().decode([Row].self, from: Data(contentsOf: path)) } catch {
      fatalError("\(error)")
    }
  }()

  static let histogram = InputWeights.histogram(
    try! InputHistogram(
      [(-4, -1, 1), (-1, -0.25, 5), (-0.25, 0.5, 10), (1, 3.3, 2.5)].map {
        InputHistogram.Bin(low: $0.0, high: $0.1, weight: $0.2)
      }, of: "a test"))

  private static func weights(_ name: String) throws -> InputWeights {
    name == "histogram" ? histogram : try InputWeights(name)
  }

  /// The kernels of the script, by its names.
  private func kernel<T: BinaryFormat>(_ name: String, _: T.Type) throws -> any Kernel<T> {
    if name == "relu" { return try Catalogue.kernel(named: "relu", for: T.self) }
    let oracle = Oracle(.gelu)
    let description = try Catalogue.kernel(named: "best", for: T.self).description
    let isCut = name == "truncated"
    return BatchKernel<T>(description) { x, y in
      for i in x.indices {
        guard x[i].isFiniteValue else {
          y[i] = x[i].double == -.infinity ? T(bitPattern: T.signBit) : x[i]
          continue
        }
        let g = try oracle.rounded(
          at: x[i].double, to: T.name, isCut ? .towardZero : .nearestEven)
        y[i] = name == "band" && (1..<1.5).contains(x[i].double) ? .quietNaN : T(nearest: g)
      }
    }
  }

  private func score<T: BinaryFormat>(_ row: Row, _: T.Type) throws -> WeightedScore {
    var options = ScoringOptions(inputs: .exhaustive)
    options.weights = try Self.weights(row.weights)
    let score = try Scoring.score(
      kernel(row.kernel, T.self), against: Oracle(.gelu), options)
    return try #require(score.weighted)
  }

  @Test(arguments: rows.filter { $0.format != "float32" }) private func mpmath(_ row: Row) throws {
    let found =
      row.format == "float16" ? try score(row, Float16.self) : try score(row, BFloat16.self)
    let all: [String: WeightedScore.Bounds] = [
      "right": found.right, "faithful": found.faithful, "no_number": found.noNumber,
      "mean_ulp": found.meanUlp, "mean_magnitude_ulp": found.meanMagnitudeUlp,
      "mean_abs": found.meanAbs, "mean_magnitude_abs": found.meanMagnitudeAbs,
    ]
    #expect(Set(all.keys) == Set(row.expected.keys) && found.mass == .init(low: 1, high: 1))
    for (key, bounds) in all {
      let expected = try #require(row.expected[key].flatMap(Double.init))
      // The script prints 17 digits.
      let off = expected.magnitude * 1e-15
      #expect(
        bounds.low - off <= expected && expected <= bounds.high + off,
        "\(key): \(bounds), \(expected)")
      #expect(bounds.high - bounds.low <= 1e-9 + 1e-7 * expected.magnitude, "\(key): \(bounds)")
    }
  }

  /// What blocks give and what each input gives, where both hold, have numbers in common.
  @Test(arguments: [
    -9...(-8.9995), -0.7519...(-0.7516), 0.9999...1.0005, 1.9999...2.0003,
    -0x1p-7 * 1.0005...(-0x1p-7 * 0.9995),
    0.24999...0.25001, -0x1p-125...0x1p-130, 3.299...3.3003, -5.54262...(-5.5421),
  ]) func blocks(_ region: ClosedRange<Double>) throws {
    let sound = try Catalogue.kernel(named: "erf", for: Float.self)
    for (kernel, weights) in [
      (sound as any Kernel<Float>, InputWeights.usual), (riddled(sound), .normal(sigma: 2)),
      (riddled(sound), Self.histogram), (sound, Self.histogram),
    ] {
      var options = ScoringOptions(inputs: .exhaustive, region: narrowed(region))
      options.weights = weights
      let fast = try Scoring.score(kernel, against: Oracle(.gelu), options).weighted
      options.usesHotLoop = false
      let slow = try Scoring.score(kernel, against: Oracle(.gelu), options).weighted
      guard let fast, let slow, fast.mass.high > 0 else { continue }
      for key in [
        \WeightedScore.right, \.faithful, \.noNumber, \.meanUlp, \.meanMagnitudeUlp, \.meanAbs,
        \.meanMagnitudeAbs,
      ] {
        let (a, b) = (fast[keyPath: key], slow[keyPath: key])
        #expect(a.low <= b.high && b.low <= a.high, "\(region) \(weights.name): \(a), \(b)")
      }
      #expect(fast.mass == slow.mass)
      // Not so wide that anything would do.
      if slow.meanUlp.low > 0, slow.meanUlp.high.isFinite {
        #expect(fast.meanUlp.high <= 1.02 * slow.meanUlp.high, "\(fast.meanUlp), \(slow.meanUlp)")
      }
    }
  }

  /// Few enough inputs for a debug run.
  private func narrowed(_ region: ClosedRange<Double>) -> ClosedRange<Double> {
    let (a, b) = (Float(region.lowerBound), Float(region.upperBound))
    guard b.ordinal - a.ordinal > 9000 else { return region }
    return region.lowerBound...Float(ordinal: a.ordinal + 9000).double
  }

  /// Tails by way of gelu(−z) = −z·Φ(−z), which the oracle rounds correctly.
  @Test func massesAreEnclosed() throws {
    let oracle = Oracle(.gelu)
    func tail(_ z: Double) throws -> Double { z == 0 ? 0.5 : -(try oracle.rounded(at: -z)) / z }
    var random = SplitMix64(seed: 11)
    let distribution = Distribution(weights: .usual)
    for _ in 0..<4000 {
      let a = Double.random(in: 0...12, using: &random)
      let b = a * (1 + pow(2, Double.random(in: -24...1, using: &random))) + 0x1p-40
      let (near, far) = (try tail(a), try tail(b))
      for found in [distribution.mass(a, b), distribution.mass(-b, -a)] {
        let off = (found.centre - (near - far)).magnitude
        #expect(off <= found.radius + near * 0x1p-51, "\(a), \(b): \(found)")
        #expect(found.radius <= near * (a * a + 7) * 0x1p-49)
      }
      let density = distribution.density(a, b)
      let mean = (near - far) / (b - a), blur = near * 0x1p-51 / (b - a)
      #expect(density.low <= mean + blur && mean - blur <= density.high, "\(a), \(b)")
    }
  }

  /// All inputs have all of the mass, and each zero half of what rounds to zero.
  @Test(arguments: [FormatName.float16, .bfloat16, .float8E4M3FN, .float8E5M2])
  func massesAddUp(_ format: FormatName) {
    for weights in [InputWeights.usual, .normal(sigma: 30), Self.histogram] {
      let inputs = WeightedInputs(weights, format)
      let finite = (0..<UInt64(1) << UInt64(format.width)).filter {
        format.value(bits: $0).isFinite
      }
      let sum = finite.reduce(0.0) { $0 + inputs.mass($1).centre }
      #expect((sum - 1).magnitude < 1e-12, "\(weights.name): \(sum)")
    }
    let inputs = WeightedInputs(.usual, format)
    #expect(inputs.mass(0) == inputs.mass(1 << UInt64(format.width - 1)))
  }

  /// Without being asked, formats of up to 16 bits are weighed by N(0, 1); a sample is never.
  @Test func whatIsWeighed() throws {
    let half = try Catalogue.kernel(named: "best", for: Float16.self)
    let usual = try Scoring.score(half, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
    #expect(usual.weighted?.weights == "N(0,1)")
    var options = ScoringOptions(inputs: .sample(count: 100, seed: 1))
    #expect(try Scoring.score(half, against: Oracle(.gelu), options).weighted == nil)
    options.weights = .usual
    #expect(throws: ScoringError.self) {
      try Scoring.score(half, against: Oracle(.gelu), options)
    }
    let single = try Catalogue.kernel(named: "relu", for: Float.self)
    let region = ScoringOptions(inputs: .exhaustive, region: 1...1.0001)
    #expect(try Scoring.score(single, against: Oracle(.relu), region).weighted == nil)
  }

  @Test func sumsDoNotDependOnOrder() {
    var random = SplitMix64(seed: 5)
    let terms = (0..<500).map { _ in
      Double.random(in: -1...1, using: &random)
        * pow(2, Double.random(in: -95...40, using: &random))
    }
    func sum(_ order: [Double]) -> FixedSum {
      var parts = order.map { term in
        var one = FixedSum()
        one.add(term)
        one.addUp(term.magnitude)
        return one
      }
      while parts.count > 1 {
        let last = parts.removeLast()
        parts[Int(random.next() % UInt64(parts.count))].merge(last)
      }
      return parts[0]
    }
    let one = sum(terms)
    #expect(one == sum(terms.reversed()) && one == sum(terms.shuffled()))
    let exact = terms.reduce(0) { $0 + $1 + $1.magnitude }
    #expect((one.value - exact).magnitude <= 1e-9 * exact.magnitude)
  }

  @Test func digitsThatBothBoundsHave() {
    func bounds(_ low: Double, _ high: Double) -> WeightedScore.Bounds {
      .init(low: low, high: high)
    }
    #expect(bounds(0.3141592, 0.3141593).digits == "0.314159")
    #expect(
      bounds(0.31411, 0.31419).digits == "0.3141" || bounds(0.31411, 0.31419).digits == "0.314")
    #expect(bounds(0.1, 0.2).digits == "between 0.1 and 0.2")
    #expect(
      bounds(0.61903, 0.61904).percent == "61.9 %" || bounds(0.61903, 0.61904).percent == "61.90 %")
    #expect(bounds(1, 1).percent == "100 %" && bounds(0, 0).percent == "0 %")
    #expect(bounds(1 - 1e-9, 1).percent == "more than 99.9999 %")
    #expect(bounds(0, 1e-9).percent == "less than 0.0001 %")
    #expect(bounds(-.infinity, .infinity).digits == "any number")
  }
}
