import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Scoring
import TestSupport
import Testing

@testable import Reporting

/// The table of what to ship: its figures are those of the committed report, and its code has the bits of the kernels
/// whose figures it shows.
@Suite struct ShipTableTests {
  private let data: ReportData

  init() throws {
    data = try ReportStore(CompiledC.root.appending(path: "Reports").path).data
  }

  private func table(_ root: String?) throws -> String {
    try #require(
      ShipTable(scores: data.scores, costs: data.costs, root: root).markdown)
  }

  /// 'gelu-accuracy render --ship' prints it.
  @Test func theREADMEHasIt() throws {
    let readme = try String(
      contentsOf: CompiledC.root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("\n\(try table(""))\n"))
    #expect(readme.components(separatedBy: "| do not ship |").count == 2)
  }

  /// Elsewhere there are no sources to link to.
  @Test func linksAreOfTheProject() throws {
    #expect(try table("../").contains("[gelu_fast.h](../Kernels/gelu_fast.h)"))
    #expect(try !table(nil).contains("Kernels/"))
  }

  @Test func aKernelWithoutAScore() {
    for missing in ["fast", "erfc+f64", "erf-backward"] {
      let scores = data.scores.filter { $0.kernel != missing }
      #expect(ShipTable(scores: scores, costs: [], root: nil).markdown == nil)
    }
    #expect(ShipTable(scores: data.scores, costs: [], root: nil).markdown != nil)
  }

  @Test(.enabled(if: CompiledC.isThere)) func theCodeHasTheBitsOfTheKernel() throws {
    let ways = ShipChoice.all.flatMap { choice in choice.ways.map { (choice, $0) } }
    let compiled = try CompiledC(
      including: ["Kernels/gelu_fast.h", "Kernels/gelu_double.h"],
      functions: ways.enumerated().map { i, way in
        ("k\(i)", way.1.code.contains("0.5f") ? "float" : "double", way.1.code)
      })
    var random = SplitMix64(seed: 7)
    let inputs = (0..<1 << 15).map { i in
      Double(Float(bitPattern: UInt32(i) << 17 | UInt32.random(in: 0...0x1ffff, using: &random)))
    }
    for (i, (choice, way)) in ways.enumerated() {
      guard case .kernel(let name) = way.source else { continue }
      func differences<T: BinaryFormat>(_: T.Type) throws -> Int {
        let all =
          T.width > 16
          ? inputs : (0..<UInt64(1) << UInt64(T.width)).map { T(bits: $0) }.map(\.double)
        let x = all.filter(\.isFinite).map { T(nearest: $0) }.filter(\.isFiniteValue)
        let kernel = try Catalogue.kernel(named: name, for: T.self)
        var right = x
        try x.withUnsafeBufferPointer { x in
          try right.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
        }
        // That of a bfloat16 gives its bits.
        let isBits = way.code.contains("to_bfloat16")
        return try zip(compiled("k\(i)", x.map(\.double)), right).count { y, right in
          (isBits ? UInt64(y) : T(nearest: y).bits) != right.bits
        }
      }
      #expect(try differences(choice.format.type) == 0, "\(way.code) in \(choice.format)")
    }
  }
}
