import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

/// Each rule catches a planted defect, and sound kernels break none.
@Suite struct StructureTests {
  typealias Change = @Sendable (_ x: Float16, _ y: Float16) -> Float16

  static func checked(_ name: String, _ change: @escaping Change = { $1 }) throws -> Structure {
    let sound = try Catalogue.kernel(named: name, for: Float16.self)
    let kernel = BatchKernel<Float16>(sound.description) { x, y in
      try sound.evaluate(x, into: y)
      for i in x.indices { y[i] = change(x[i], y[i]) }
    }
    let about = sound.description
    let oracle = Oracle(about.target)
    let one = try structure(of: kernel, against: oracle, threads: 1)
    #expect(try structure(of: kernel, against: oracle, threads: 3) == one)
    return one
  }

  @Test(arguments: [
    "best", "best-backward", "best-tanh", "best-silu-backward", "relu", "leaky-relu",
  ])
  func soundKernels(_ name: String) throws {
    let found = try Self.checked(name)
    #expect(found.isSound, "\(found.defects) \(found.landmarks)")
    #expect(found.inputs == 63488)
  }

  static let mutants: [(StructureRule, String, Change)] = [
    (.number, "best", { x, y in x == 2 ? .nan : y }),
    (.monotone, "best", { x, y in x == 2 ? y.nextDown.nextDown : y }),
    (.monotone, "best-backward", { x, y in x == -0.5 ? y - 0.25 : y }),
    (.sign, "best", { x, y in x == -2 ? -y : y }),
    (.sign, "best-backward", { x, y in x == -3 ? -y : y }),
    (.bounded, "best", { x, y in x == 20 ? x.nextUp : y }),
    (.symmetry, "best", { x, y in x == 1 ? y.nextUp.nextUp : y }),
    (.symmetry, "best-backward", { x, y in x == 1 ? y.nextUp.nextUp : y }),
  ]

  @Test(arguments: 0..<mutants.count) func everyRule(_ i: Int) throws {
    let (rule, name, change) = Self.mutants[i]
    let found = try Self.checked(name, change)
    let defect = try #require(found.defects.first { $0.rule == rule.rawValue }, "\(found.defects)")
    #expect(defect.inputs <= 2 && defect.ranges.count == defect.rangeCount)
  }

  @Test func landmarksMove() throws {
    let early = try Self.checked("best") { x, y in x >= 3 ? x : y }
    #expect(early.landmarks.map(\.ok) == [false, true, true])
    let late = try Self.checked("best") { x, y in x == -30 ? -1 : y }
    #expect(late.landmarks.map(\.ok) == [true, false, false])
  }

  /// Ranges across the borders of chunks, and more than are kept.
  @Test func ranges() throws {
    let found = try Self.checked("best") { x, y in
      x.bitPattern >= 0x0f00 && x.bitPattern < 0x1100 || x.bitPattern & 0xff8f == 0x4007 ? .nan : y
    }
    let defect = try #require(found.defects.first { $0.rule == StructureRule.number.rawValue })
    #expect(defect.inputs == 0x200 + 8 && defect.rangeCount == 9 && defect.ranges.count == 8)
    #expect(defect.ranges[0] == .init(from: "0x0f00", to: "0x10ff", count: 512, output: "0x7e00"))
  }

  @Test func float64IsRefused() throws {
    let kernel = try Catalogue.kernel(named: "erf", for: Double.self)
    #expect(throws: ScoringError.self) { try structure(of: kernel, against: Oracle(.gelu)) }
  }
}
