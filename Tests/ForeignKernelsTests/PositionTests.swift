import FloatingPointFormats
import Foundation
import Functions
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
      name: "test", Target(.gelu), formula: "", arithmetic: "", usedBy: "")
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

  /// One call in seven is another, by chance: named so, and not by the place where it showed.
  @Test func chance() throws {
    let state = Atomic(UInt64(99))
    let report = try report { x, y in
      var random = SplitMix64(seed: state.wrappingAdd(1, ordering: .relaxed).newValue)
      let isOdd = random.next() % 7 == 0
      for i in x.indices { y[i] = isOdd && i % 3 == 0 ? -x[i] : x[i] }
    }
    #expect(report.counts.keys.sorted() == ["call"], "\(report.counts)")
  }

  /// Also where only the call before matters, and where only the first call of all is another.
  @Test func earlierCalls() throws {
    let last = Atomic(UInt32(0))
    let carried = try report { x, y in
      let carry = Float(bitPattern: last.exchange((x.last ?? 0).bitPattern, ordering: .relaxed))
      for i in x.indices { y[i] = x[i] + (carry > 0 ? 0 : 1) }
    }
    #expect(carried.counts.keys.sorted() == ["call"], "\(carried.counts)")
    let calls = Atomic(0)
    let first = try report { x, y in
      let isFirst = calls.wrappingAdd(1, ordering: .relaxed).newValue == 1
      for i in x.indices { y[i] = isFirst ? -x[i] : x[i] }
    }
    #expect(first.counts.keys.sorted() == ["call"], "\(first.counts)")
  }

  @Test func longCalls() throws {
    var check = PositionCheck()
    (check.longest, check.offsets, check.lengths, check.kept) = (1 << 17, [], [], 2)
    let description = KernelDescription(
      name: "test", Target(.gelu), formula: "", arithmetic: "", usedBy: "")
    for limit in [Int.max, 50_000, 100_000] {
      let kernel = BatchKernel<Float>(
        description,
        batch: { x, y in
          for i in x.indices { y[i] = x.count > limit && x[i] == 7 ? 0 : x[i] }
        })
      let report = try check.report(kernel, inputs: Self.inputs)
      #expect(report.counts == (limit == .max ? [:] : ["position": 1]), "\(report.counts)")
      if limit < .max { #expect(report.findings.first?.length == 1 << 17) }
    }
    #expect(PositionCheck.usual.longest >= 1 << 20)
  }

  /// A NaN, or a large input, that spreads over its vector: the usual inputs have both.
  @Test(arguments: [true, false]) func whatSpreads(_ isNaN: Bool) throws {
    let description = KernelDescription(
      name: "test", Target(.gelu), formula: "", arithmetic: "", usedBy: "")
    let kernel = BatchKernel<BFloat16>(
      description,
      batch: { x, y in
        for i in x.indices {
          let group = (i / 8 * 8)..<min(x.count, i / 8 * 8 + 8)
          let spreads = group.contains { isNaN ? x[$0].isNaNValue : abs(x[$0].double) > 1e30 }
          y[i] = spreads ? .quietNaN : x[i]
        }
      })
    var check = PositionCheck.usual
    (check.longest, check.lengths, check.offsets) = (0, [1, 17], [])
    let report = try check.report(kernel, inputs: PositionCheck.usualInputs())
    #expect(report.counts["neighbours"] ?? 0 > 0 || report.counts["position"] ?? 0 > 0)
  }

  /// What the verdict says was varied, was: for each kind of kernel.
  @Test func theVerdictsScope() {
    let check = PositionCheck.usual
    let buffers = check.scope(.buffers(alignment: 1), width: 4, count: 8192).line
    #expect(
      buffers == "length (1 to 1048576), alignment (16 places after 64 bytes), neighbours or call")
    let aligned = check.scope(.gradients(alignment: 64), width: 4, count: 8192).line
    #expect(aligned.hasSuffix("neighbours or call; not varied: alignment (64 bytes), dy (1)"))
    #expect(check.offsets(alignedTo: 16, width: 4) == [0, 4, 8, 12])
    let command = check.scope(.batches(512), width: 4, count: 8192).line
    #expect(
      command == "position, neighbours or call; not varied: length (batches of 512), alignment")
    #expect(
      check.scope(.values, width: 4, count: 8192).line == "the inputs called before or call")
  }

  /// A command's lengths are all the same, whatever was asked for.
  @Test func aCommandsBatchesAreOfOneLength() throws {
    let scratch = try Scratch()
    let sizes = scratch.file("sizes")
    let command =
      "while head -c 2048 > '\(sizes).x' && [ -s '\(sizes).x' ]; do wc -c < '\(sizes).x' >> "
      + "'\(sizes)'; cat '\(sizes).x'; done"
    let kernel = CommandKernel<Float>(
      command, target: Target(.gelu), options: .init(callBatch: 512))
    let report = try PositionCheck().report(kernel, inputs: Array(Self.inputs.prefix(512)))
    #expect(report.isClean && report.scope.fixed.contains("length (batches of 512)"))
    let seen = try String(contentsOfFile: sizes, encoding: .utf8).split(separator: "\n")
    #expect(Set(seen.map { $0.trimmingCharacters(in: .whitespaces) }) == ["2048"])
    #expect(seen.count == report.calls && report.calls < 20)
  }

  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func libraries() throws {
    var check = PositionCheck()
    (check.lengths, check.offsets, check.longest, check.kept) = ([1, 17], [3], 1 << 16, 2)
    for (symbol, kinds) in [("first_call_differs", ["call"]), ("long_calls_differ", ["position"])] {
      let kernel = LibraryKernel<Float>(
        try #require(Compiled.kernels), symbol: symbol, target: Target(.gelu), launcher: .forTests,
        options: .init(workers: 1))
      let report = try check.report(kernel, inputs: Self.inputs)
      #expect(report.counts.keys.sorted() == kinds, "\(symbol): \(report.counts)")
    }
  }

  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func aLibrarysAlignmentIsTheOneAskedFor() throws {
    var check = PositionCheck()
    check.lengths = [1, 17]
    for (symbol, kinds) in [
      ("identity", []), ("tail_differs", ["position"]), ("peels", ["position"]),
    ] {
      let kernel = LibraryKernel<Float>(
        try #require(Compiled.kernels), symbol: symbol, target: Target(.gelu), launcher: .forTests,
        options: .init(workers: 1))
      let report = try check.report(kernel, inputs: Self.inputs)
      #expect(report.counts.keys.sorted() == kinds, "\(symbol): \(report.counts)")
    }
  }

  @Test func aChildProcess() throws {
    var check = PositionCheck()
    (check.lengths, check.offsets) = ([1, 17], [])
    let identity = CommandKernel<Float>("cat", target: Target(.gelu))
    #expect(try check.report(identity, inputs: Array(Self.inputs.prefix(300))).isClean)
  }
}
