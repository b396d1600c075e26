import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// The text of a score says where each class occurs.
@Suite struct PlacesInWordsTests {
  private static func ends<T: BinaryFormat>(_ band: ClosedRange<Int>, _: T.Type) -> String {
    func number(_ ordinal: Int) -> String {
      let x = T(ordinal: ordinal)
      return "\(x.double) (\(x.hexBits))"
    }
    return "\(number(band.lowerBound)) to \(number(band.upperBound))"
  }

  /// A band of NaN or infinity, at −∞ too or not, in a format.
  private func isSaid<T: BinaryFormat>(
    _ from: Double, _ count: Int, alsoAtInfinity: Bool, _: T.Type
  ) throws {
    let first = T(nearest: from).ordinal
    let band = first...first + count - 1
    let sound = try Catalogue.kernel(named: "best", for: T.self)
    for (name, kernel) in [
      ("NaN for a number", Mutants.nan(sound, at: band)),
      ("infinity for a finite truth", Mutants.infinite(sound, at: band)),
    ] {
      let last = BatchKernel<T>(kernel.description) { x, y in
        try kernel.evaluate(x, into: y)
        for i in x.indices where alsoAtInfinity && x[i].double == -.infinity {
          y[i] = name.hasPrefix("NaN") ? .quietNaN : .overflowed(negative: false, .nearestEven)
        }
      }
      let region = from - 1...from + 1 + T(ordinal: band.upperBound).double - from
      let found = try score(
        last, against: Oracle(.gelu),
        ScoringOptions(
          inputs: .exhaustive, region: alsoAtInfinity ? -.infinity...region.upperBound : region))
      let line =
        "\(name): \(count) inputs in 1 range: \(Self.ends(band, T.self))"
        + (alsoAtInfinity ? "; and at -inf" : "")
      let text = found.description + "\n"
      #expect(text.contains("where  \(line)\n"), "\(text)")
      #expect(!text.contains("no NaN"))
    }
  }

  @Test(arguments: [(10.5, 20), (-3.25, 2), (0.001, 300)]) func bands(_ from: Double, _ count: Int)
    throws
  {
    for atInfinity in [false, true] {
      try isSaid(from, count, alsoAtInfinity: atInfinity, Float16.self)
      try isSaid(from, count, alsoAtInfinity: atInfinity, BFloat16.self)
    }
  }

  @Test func bandOfFloat32() throws {
    let kernel = Mutants.nan(
      try Catalogue.kernel(named: "relu", for: Float.self),
      at: Float(10.5).ordinal + 1...Float(10.75).ordinal - 1)
    let found = try score(
      kernel, against: Oracle(.relu), ScoringOptions(inputs: .exhaustive, region: 10.25...10.8))
    #expect(
      found.placesInWords(.nanForNumber)
        == "NaN for a number: 262143 inputs in 1 range: 10.500000953674316 (0x41280001) to "
        + "10.749999046325684 (0x412bffff)")
    let wide = Mutants.nan(
      try Catalogue.kernel(named: "relu", for: Float.self), at: Float(1).ordinal...Float(2).ordinal)
    let sample = try score(
      wide, against: Oracle(.relu), ScoringOptions(inputs: .sample(count: 20_000, seed: 1)))
    let places = try #require(sample.classRanges?["nan_for_number"])
    #expect(
      sample.placesInWords(.nanForNumber)?.hasPrefix(
        "NaN for a number: \(places.inputs) inputs of the sample in 1 range: ") == true)
  }

  @Test func infinitiesAlone() throws {
    let sound = try Catalogue.kernel(named: "best", for: Float16.self)
    let kernel = BatchKernel<Float16>(sound.description) { x, y in
      try sound.evaluate(x, into: y)
      for i in x.indices where x[i].isInfinite { y[i] = .nan }
    }
    let found = try score(kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
    #expect(found.placesInWords(.nanForNumber) == "NaN for a number: at -inf and inf alone")
    #expect(found.placesInWords(.wrongSign) == nil)
  }

  /// Of many ranges the first two and the last are said, and how many there are.
  @Test func manyRanges() throws {
    let sound = try Catalogue.kernel(named: "best", for: BFloat16.self)
    let one = BFloat16(nearest: 1).ordinal
    for count in [1, 3, 4, 40] {
      let kernel = BatchKernel<BFloat16>(sound.description) { x, y in
        try sound.evaluate(x, into: y)
        for i in x.indices where !x[i].isNaNValue {
          let k = x[i].ordinal - one
          if k >= 0, k < 2 * count, k % 2 == 0 { y[i] = .quietNaN }
        }
      }
      let found = try score(kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
      func at(_ k: Int) -> String {
        let x = BFloat16(ordinal: one + 2 * k)
        return "\(x.double == 1 ? "1" : "\(x.double)") (\(x.hexBits))"
      }
      let said = try #require(found.placesInWords(.nanForNumber))
      let most = min(count, 16)
      #expect(found.classRanges?["nan_for_number"]?.list.count == most)
      switch count {
      case 1: #expect(said == "NaN for a number: 1 input in 1 range: \(at(0))")
      case 3:
        #expect(said == "NaN for a number: 3 inputs in 3 ranges: \(at(0)), \(at(1)), \(at(2))")
      default:
        #expect(
          said == "NaN for a number: \(count) inputs in \(count) ranges: \(at(0)), \(at(1)) and "
            + "\(count - 2) more, the last \(at(count - 1))")
      }
    }
  }

  /// Whatever special value is broken, nothing beside it says that all is well.
  @Test func brokenSpecialValues() throws {
    let sound = try Catalogue.kernel(named: "best", for: Float16.self)
    let specials: [Float16] = [
      0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
      .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    for special in specials {
      let kernel = BatchKernel<Float16>(sound.description) { x, y in
        try sound.evaluate(x, into: y)
        for i in x.indices where x[i].bitPattern == special.bitPattern { y[i] = 0.5 }
      }
      let text = try score(kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
        .description
      #expect(text.contains("  special 1 of 11 special values wrong"), "\(special): \(text)")
      #expect(!text.contains("no NaN"), "\(special): \(text)")
    }
  }
}
