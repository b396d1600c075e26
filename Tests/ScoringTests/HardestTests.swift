import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Reference/Hardest through the oracle again.
@Suite struct HardestTests {
  static func cases(_ oracle: Oracle) throws -> HardCases {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/Hardest/\(GoldenTable.name(of: oracle)).json")
    return try JSONDecoder().decode(HardCases.self, from: Data(contentsOf: path))
  }

  /// The entries that the oracle contradicts.
  static func wrong(_ cases: [HardCase], _ oracle: Oracle, isMidpoint: Bool) throws -> [HardCase] {
    try cases.filter { entry in
      let x = try #require(UInt32(entry.input.dropFirst(2), radix: 16))
      return try HardCase(oracle, at: Float(bitPattern: x), isMidpoint: isMidpoint) != entry
    }
  }

  @Test(arguments: HardCases.oracles) func replay(_ oracle: Oracle) throws {
    let cases = try Self.cases(oracle)
    #expect(cases.midpoints.count == HardestSweep.kept && cases.floats.count == HardestSweep.kept)
    #expect(try Self.wrong(cases.midpoints, oracle, isMidpoint: true).isEmpty)
    #expect(try Self.wrong(cases.floats, oracle, isMidpoint: false).isEmpty)
    for list in [cases.midpoints, cases.floats] {
      let distances = list.map(\.distance.magnitude)
      #expect(distances == distances.sorted() && Set(list.map(\.input)).count == list.count)
    }
  }

  /// The recommended kernels round all of them right; erfc in float32 does not.
  @Test func bestKernelsRoundThem() throws {
    var wrong: [String: Int] = [:]
    for description in Catalogue.descriptions(for: .float32) {
      let name = description.name
      guard name.hasPrefix("best") || name == "erfc",
        let function = Function.tabulated.first(where: { $0.name == description.function })
      else { continue }
      let cases = try Self.cases(Oracle(function, derivative: description.derivative))
      let kernel = try Catalogue.kernel(named: name, for: Float.self)
      let all = cases.midpoints + cases.floats
      let x = try all.map {
        Float(bitPattern: try #require(UInt32($0.input.dropFirst(2), radix: 16)))
      }
      var y = x
      try x.withUnsafeBufferPointer { x in
        try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
      }
      wrong[name] = zip(y, all).filter { $0.hexBits != $1.nearest }.count
    }
    #expect(wrong.count == 9 && wrong.filter { $0.value > 0 }.map(\.key) == ["erfc"], "\(wrong)")
  }

  @Test func plantedErrorsAreSeen() throws {
    let oracle = Oracle(.gelu)
    var cases = try Self.cases(oracle).midpoints
    cases[3].nearest =
      Float(bitPattern: UInt32(cases[3].nearest.dropFirst(2), radix: 16)! ^ 1).hexBits
    cases[5].distance *= 1 + 0x1p-26
    let expected = [cases[3], cases[5]]
    #expect(try Self.wrong(cases, oracle, isMidpoint: true) == expected)
  }

  /// A part of the sweep finds what the file has there.
  @Test func sweepFindsThem() throws {
    let oracle = Oracle(.gelu)
    let sweep = try HardestSweep(oracle)
    let x = try #require(UInt32(try Self.cases(oracle).midpoints[0].input.dropFirst(2), radix: 16))
    let place = Float(bitPattern: x).ordinal
    let found = try sweep.candidates(in: place - 3000...place + 3000)
    let best = try #require(found.midpoints.min { $0.distance.magnitude < $1.distance.magnitude })
    #expect(best.input.ordinal == place)
  }
}
