import FloatingPointFormats
import Foundation
import Kernels
import Synchronization
import Testing

@testable import ForeignKernels

@Suite struct PositionTests {
  typealias Inputs = UnsafeBufferPointer<Float>
  typealias Outputs = UnsafeMutableBufferPointer<Float>

  static let inputs: [Float] = (0..<3000).map { Float($0) / 64 - 20 }

  private func report(_ batch: @escaping @Sendable (Inputs, Outputs) -> Void) throws
    -> PositionReport
  {
    let description = KernelDescription(
      name: "test", function: "gelu", formula: "", policy: "", usedBy: "")
    return try PositionCheck().report(
      BatchKernel<Float>(description, batch: batch), inputs: Self.inputs)
  }

  @Test func aKernelOfItsInputAloneIsClean() throws {
    let report = try report { x, y in for i in x.indices { y[i] = x[i] / 3 } }
    #expect(report.isClean && report.counts.isEmpty)
    #expect(report.calls > 500 && report.compared > 50_000)
  }

  @Test func nansOfAnyPayloadAreEqual() throws {
    let report = try report { x, y in
      for i in x.indices { y[i] = Float(bitPattern: 0x7fc0_0000 | UInt32(i & 7)) }
    }
    #expect(report.isClean)
  }

  @Test func bodyAndTail() throws {
    // The tail rounds differently at some inputs.
    let report = try report { x, y in
      let body = x.count / 8 * 8
      for i in x.indices { y[i] = i < body ? x[i] * 0.1 : Float(Double(x[i]) * 0.1) }
    }
    let finding = try #require(report.findings.first)
    #expect(report.counts.keys.sorted() == ["position"])
    #expect(finding.reference != finding.output && finding.input.hasPrefix("0x"))
    #expect(finding.index >= finding.length / 8 * 8)
    #expect(report.findings.count == 20 && report.counts["position"] ?? 0 > 100)
    #expect(isOneLine(finding.line))
  }

  @Test func alignment() throws {
    // Up to the first multiple of 32 bytes, another formula.
    let report = try report { x, y in
      let address = Int(bitPattern: x.baseAddress)
      let peeled = (32 - address % 32) % 32 / 4
      for i in x.indices { y[i] = i < peeled ? -x[i] : x[i] }
    }
    #expect(report.counts.keys.sorted() == ["position"])
    #expect(report.findings.contains { $0.offset ?? 0 > 0 })
  }

  @Test func neighbours() throws {
    // A vector of four takes the slow path where one of them needs it.
    let report = try report { x, y in
      for i in x.indices {
        let group = (i / 4 * 4)..<min(x.count, i / 4 * 4 + 4)
        y[i] = group.contains { x[$0] > 5 } ? x[i] : x[i].nextUp
      }
    }
    #expect(report.counts.keys.sorted() == ["neighbours"])
  }

  @Test func fromCallToCall() throws {
    let calls = Atomic(0)
    let report = try report { x, y in
      let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
      for i in x.indices { y[i] = x[i] == 7 ? Float(call) : x[i] }
    }
    #expect(report.counts == ["call": 1])
    #expect(report.findings.first?.input == Float(7).hexBits)
  }

  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func aLibrarysAlignmentIsTheOneAskedFor() throws {
    var check = PositionCheck()
    check.lengths = [1, 17]
    for (symbol, kinds) in [
      ("identity", []), ("tail_differs", ["position"]), ("peels", ["position"]),
    ] {
      let kernel = LibraryKernel<Float>(
        try #require(Compiled.kernels), symbol: symbol, function: "gelu", launcher: .forTests,
        options: .init(workers: 1))
      let report = try check.report(kernel, inputs: Self.inputs)
      #expect(report.counts.keys.sorted() == kinds, "\(symbol): \(report.counts)")
    }
  }

  @Test func aChildProcess() throws {
    var check = PositionCheck()
    (check.lengths, check.offsets) = ([1, 17], [])
    let identity = CommandKernel<Float>("cat", function: "gelu")
    #expect(try check.report(identity, inputs: Array(Self.inputs.prefix(300))).isClean)
  }
}
