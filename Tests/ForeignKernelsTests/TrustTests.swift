import FloatingPointFormats
import Foundation
import Functions
import Testing

@testable import ForeignKernels

/// What a kernel writes over the messages of its worker is refused, and this process stays.
@Suite(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
struct TrustTests {
  static let library = Compiled.library("hostile.c", ["-O1"])
  static let x: [Float] = (0..<1001).map { Float($0) + 0.5 }

  private func run(_ symbol: String) throws -> [Float] {
    let library = try #require(Self.library)
    let kernel = LibraryKernel<Float>(
      library, symbol: symbol, target: Target(.gelu), launcher: .forTests,
      options: .init(timeout: 20, batch: 1 << 12, workers: 1))
    var y = [Float](repeating: 0, count: Self.x.count)
    // Twice: what a first call left behind must not answer a second.
    for _ in 0..<2 {
      try Self.x.withUnsafeBufferPointer { x in
        try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
      }
    }
    return y
  }

  @Test(arguments: [
    ("zeroes_control", KernelFailure.Kind.crash), ("fills_control", .crash),
    ("fills_control_and_dies", .exit), ("stray_minimum", .brokeProtocol),
    ("stray_far", .brokeProtocol), ("unwritten_far", .brokeProtocol),
    ("unwritten_below", .brokeProtocol), ("differing_far", .brokeProtocol),
    ("differing_near", .brokeProtocol), ("counts_wildly", .brokeProtocol),
    ("other_status", .brokeProtocol), ("other_ticket", .brokeProtocol), ("ones", .brokeProtocol),
    ("few_bytes", .brokeProtocol),
  ]) func whatAWorkerSaysIsChecked(_ symbol: String, _ kind: KernelFailure.Kind) throws {
    let failure = try #require(#expect(throws: KernelFailure.self) { try run(symbol) })
    #expect(failure.kind == kind && isOneLine("\(failure)"), "\(failure)")
    #expect(failure.batch?.count == 1001, "\(failure)")
  }

  #if os(Linux)
    @Test(arguments: ["truncates", "grows"])
    func theSharedMemoryKeepsItsSize(_ symbol: String) throws { #expect(try run(symbol) == Self.x) }
  #endif

  /// Every field of a reply at the ends of its range and beside them, in 10,000 combinations: what is
  /// not refused indexes nothing outside.
  @Test func noReplyIndexesOutside() {
    let layout = SharedLayout(StoredSignature(Signature(.float32)), capacity: 4096)
    var request = WorkerRequest()
    (request.ticket, request.count) = (3, 1001)
    let values = [
      Int.min, Int.min + 1, -(1 << 40), -4097, -2, -1, 0, 1, 3, 1000, 1001, 1002, 4096, 1 << 40,
      Int.max - 1, Int.max,
    ]
    var generator = SplitMix64(seed: 7)
    func any() -> Int { values[Int(generator.next() % UInt64(values.count))] }
    for _ in 0..<10_000 {
      var reply = WorkerReply()
      reply.ticket = generator.next() % 8 == 0 ? any() : 3
      reply.status = generator.next() % 8 == 0 ? any() : 0
      (reply.unwritten, reply.unwrittenCount) = (any(), any())
      (reply.strayByte, reply.differing) = (any(), any())
      reply.stale = Int(generator.next() % 3)
      guard reply.fault(for: request, layout) == nil else { continue }
      #expect((-1..<1001).contains(reply.unwritten) && (-1..<1001).contains(reply.differing))
      #expect((0...1001).contains(reply.unwrittenCount) && reply.ticket == 3 && reply.stale < 2)
      #expect(reply.strayByte == .max || abs(reply.strayByte) <= layout.areaBytes)
    }
    var good = WorkerReply()
    good.ticket = 3
    #expect(good.fault(for: request, layout) == nil)
  }

  @Test func aWorkersArgumentsAreChecked() throws {
    for capacity in ["0", "-1", "9223372036854775807", "x"] {
      let worker = try Spawned(
        WorkerLauncher.forTests.executable, ["lib.so", "f", "batch", "float32", capacity],
        environment: [:], descriptors: [-1, -1, -1], ownsGroup: false)
      #expect(worker.end(within: 20) == .exited(64), "\(capacity)")
    }
  }
}
