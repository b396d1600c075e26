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
    check.longCalls = 2
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
      guard limit < .max else { continue }
      let finding = try #require(report.findings.first)
      #expect(finding.length == limit + 1 && finding.referenceLength == limit, "\(finding.line)")
    }
    #expect(PositionCheck.usual.longest >= 1 << 20)
  }

  /// The first long call is right, and a later one is not.
  @Test(arguments: [2, 3]) func aLaterLongCall(_ bad: Int) throws {
    let calls = Atomic(0)
    let report = try PositionTests.longReport { x, y in
      let isLong = x.count == 1 << 15
      let call = isLong ? calls.wrappingAdd(1, ordering: .relaxed).newValue : 0
      for i in x.indices { y[i] = call == bad && i == 20_000 ? 0.5 : x[i] }
    }
    #expect(report.counts == ["call": 1], "\(report.counts)")
    #expect(report.findings.first?.length == 1 << 15 && report.findings.first?.index == 20_000)
  }

  private static func longReport(
    _ batch: @escaping @Sendable (Inputs, Outputs) -> Void
  ) throws -> PositionReport {
    var check = PositionCheck()
    (check.longest, check.offsets, check.lengths) = (1 << 15, [], [])
    let description = KernelDescription(
      name: "test", Target(.gelu), formula: "", arithmetic: "", usedBy: "")
    return try check.report(BatchKernel<Float>(description, batch: batch), inputs: inputs)
  }

  /// What the verdict says was varied, was: for each kind of kernel.
  @Test func theVerdictsScope() {
    var tried = TriedCalls()
    (tried.lengths, tried.offsets) = ([1, 17, 8192, 1 << 20], Set(0...15))
    for change in [PositionPass.Change.nothing, .neighbours] { tried.add(change) }
    func line(_ form: CallForm, _ takesGradient: Bool = false) -> String {
      PositionScope(tried, form, takesGradient: takesGradient).line
    }
    #expect(
      line(.buffers(alignment: 1))
        == "do not depend on length (1 to 1048576), alignment (16 places after 64 bytes), "
        + "neighbours or call")
    #expect(
      line(.batches(512)) == "do not depend on position, neighbours or call; "
        + "not varied: length (batches of 512), alignment")
    #expect(line(.values) == "do not depend on the inputs called before or call")
    #expect(line(.buffers(alignment: 1), true).hasSuffix("neighbours or call; not varied: dy (1)"))
    (tried.dy, tried.offsets, tried.lengths) = (true, [0], [8192])
    tried.neighbours = false
    #expect(
      line(.buffers(alignment: 64), true)
        == "do not depend on call, and are linear in dy (1 and 2); not varied: length (8192), "
        + "alignment (64 bytes), neighbours")
    #expect(PositionCheck.usual.offsets(alignedTo: 16, width: 4) == [0, 4, 8, 12])
  }

  /// A kernel that takes long is called less often, and the verdict says no more than was tried.
  @Test(arguments: [0.3, 1]) func theTimeIsBounded(_ seconds: Double) throws {
    let description = KernelDescription(
      name: "test", Target(.gelu), formula: "", arithmetic: "", usedBy: "")
    let kernel = BatchKernel<Float>(
      description,
      batch: { x, y in
        usleep(UInt32(20 * x.count))
        for i in x.indices { y[i] = x[i] }
      })
    var check = PositionCheck.usual
    check.seconds = seconds
    let began = ContinuousClock.now
    let report = try check.report(kernel, inputs: Array(Self.inputs[..<2000]))
    #expect(ContinuousClock.now - began < .seconds(seconds + 3))
    #expect(report.isClean && report.scope.varied.contains("call"), "\(report.line)")
    #expect(!report.line.contains("1048576"))
    #expect(seconds > 0.5 || report.line.contains("not varied: alignment"), "\(report.line)")
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
