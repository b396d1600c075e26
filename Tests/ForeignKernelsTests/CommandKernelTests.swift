import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Synchronization
import Testing

@testable import ForeignKernels

@Suite struct CommandKernelTests {
  private func kernel<T: BinaryFormat>(
    _ command: String, _ type: T.Type = T.self, timeout: Double = 20, batch: Int = 1 << 12
  ) -> CommandKernel<T> {
    CommandKernel<T>(
      command, target: Target(.gelu),
      options: .init(
        timeout: timeout, startTimeout: timeout < 5 ? 0.2 : 60, streamBatch: batch, callBatch: 512))
  }

  /// All outputs of a stream, by place.
  private func outputs<T: BinaryFormat>(
    _ kernel: CommandKernel<T>, _ plan: InputPlan<T>, dy: T? = nil, chunk: Int = 1000,
    threads: Int = 3
  ) throws -> [T] {
    let found = Mutex<[Int: [T]]>([:])
    try kernel.stream(plan, dy: dy, chunk: chunk, threads: threads) { first, values in
      let copy = Array(values)
      found.withLock { $0[first] = copy }
    }
    return found.withLock { parts in parts.keys.sorted().flatMap { parts[$0] ?? [] } }
  }

  @Test(arguments: InputPlanTests.orders)
  func anIdentityComesBack(_ order: InputOrder) throws {
    let plan = InputPlan<BFloat16>(exhaustive: order, padding: Padding(multiple: 999, bits: 7))
    let found = plan.canonical(try outputs(kernel("cat"), plan))
    #expect(found.enumerated().allSatisfy { $1.position == UInt64($0) })
  }

  @Test(arguments: [1, 511, 512, 513, 70_000]) func calls(_ count: Int) throws {
    let identity = kernel("cat", Double.self)
    let x = (0..<count).map { Double($0) - 9.5 }
    for _ in 0..<2 {
      var y = [Double](repeating: 0, count: count)
      try x.withUnsafeBufferPointer { x in
        try y.withUnsafeMutableBufferPointer { try identity.evaluate(x, into: $0) }
      }
      #expect(x == y)
    }
  }

  @Test func callsFromSeveralThreads() {
    let identity = kernel("cat", Float.self)
    let wrong = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { t in
      let x = (0..<3000).map { Float($0 + 10_000 * t) }
      var y = [Float](repeating: 0, count: x.count)
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { try? identity.evaluate(x, into: $0) }
      }
      if x != y { wrong.wrappingAdd(1, ordering: .relaxed) }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  /// Commands that fail, the kind of failure, and what its line says.
  static let failing: [(String, KernelFailure.Kind, String)] = [
    ("head -c 1000", .shortOutput, "500 of 65536 values were answered; the next input is 0x01f4"),
    ("head -c 1001", .shortOutput, "500 of 65536 values"),
    ("cat > /dev/null", .shortOutput, "0 of 65536"),
    ("head -c 20000; exec >&-; sleep 0.1", .shortOutput, "10000 of 65536"),
    ("cat; echo", .excessOutput, "1 byte too many: does it print to standard output?"),
    ("cat; sleep 0.2; echo done", .excessOutput, "5 bytes too many"),
    ("echo hello there; cat", .excessOutput, "12 bytes too many"),
    ("yes", .excessOutput, "bytes too many"),
    (
      "tee /dev/stdout", .excessOutput,
      "2 times too many bytes, 262144 for 131072: float32 for 16-bit values?"
    ),
    ("head -c 1000; cat > /dev/null", .shortOutput, "130072 bytes too few"),
    ("head -c 65536; cat > /dev/null", .shortOutput, "2 times too few bytes, 65536 for 131072"),
    ("sleep 60", .hang, "0 of 65536 values were answered; the next input is 0x0000"),
    ("sh -c 'sleep 60; cat'", .hang, "did not answer its first batch within 0.2 s"),
    ("cat; sleep 60", .hang, "65536 of 65536"),
    (
      "echo out of memory >&2; exit 3", .exit,
      "status 3 before its last answer; its last message: out of memory"
    ),
    ("cat; exit 4", .exit, "status 4 after its last answer"),
    ("head -c 4096; kill -SEGV $$", .crash, "SIGSEGV"),
    ("kill -ABRT $$", .crash, "SIGABRT"),
    ("sh -c 'kill -BUS $$'; exit $?", .crash, "SIGBUS"),
    ("no-such-command-anywhere", .exit, "not found"),
  ]

  @Test(arguments: failing)
  func failures(_ command: String, _ kind: KernelFailure.Kind, _ says: String) throws {
    let plan = InputPlan<Float16>(exhaustive: .bits)
    let start = ContinuousClock.now
    let consumed = Atomic(0)
    let failure = #expect(throws: KernelFailure.self) {
      try kernel(command, Float16.self, timeout: kind == .hang ? 1 : 20).stream(
        plan, chunk: 999, threads: 2
      ) {
        consumed.wrappingAdd($1.count, ordering: .relaxed)
      }
    }
    let text = "\(try #require(failure))"
    #expect(failure?.kind == kind, "\(text)")
    #expect(text.hasPrefix(command) && text.contains(says) && isOneLine(text), "\(text)")
    if kind != .excessOutput {
      #expect(text.contains("\(consumed.load(ordering: .relaxed)) of 65536"), "\(text)")
    }
    #expect(ContinuousClock.now - start < .seconds(40))
  }

  @Test(arguments: [
    ("dd bs=1024 count=2 2>/dev/null", KernelFailure.Kind.shortOutput), ("sleep 60", .hang),
    ("kill -SEGV $$", .crash),
    ("printf '123456789012345678901234567890'; cat", .excessOutput),
  ])
  func callsThatFailNameTheBatch(_ command: String, _ kind: KernelFailure.Kind) throws {
    let broken = kernel(command, Float16.self, timeout: kind == .hang ? 1 : 20)
    let x = InputPlan<Float16>(exhaustive: .bits)
    var inputs = [Float16](repeating: 0, count: 3000)
    inputs.withUnsafeMutableBufferPointer { x.fill($0, from: 0) }
    var y = inputs
    // Twice: a new child answers after a failure.
    for _ in 0..<2 {
      let failure = #expect(throws: KernelFailure.self) {
        try inputs.withUnsafeBufferPointer { x in
          // Called until what was printed in excess has shown.
          for _ in 0..<200 {
            try y.withUnsafeMutableBufferPointer { try broken.evaluate(x, into: $0) }
          }
        }
      }
      #expect(failure?.kind == kind, "\(failure.map { "\($0)" } ?? "")")
      if command.hasPrefix("dd") {
        let batch = failure?.batch
        #expect(batch?.earlier == 2 && batch?.first == "0x0400" && batch?.last == "0x05ff")
      }
    }
  }

  @Test func aConsumersErrorEndsTheStream() throws {
    struct Stop: Error {}
    let plan = InputPlan<Float>(exhaustive: .bits)
    #expect(throws: Stop.self) {
      try kernel("cat", Float.self).stream(plan, threads: 2) { first, _ in
        if first > 1 << 20 { throw Stop() }
      }
    }
  }

  @Test func messagesOnStandardErrorDoNotBlock() throws {
    let command = "(yes a warning that is repeated | head -c 3000000) >&2; cat"
    let plan = InputPlan<Float16>(exhaustive: .bits)
    #expect(try outputs(kernel(command), plan).count == 65_536)
  }

  @Test func theEnvironmentSaysWhatIsWanted() throws {
    let wanted = "float32 silu 1 8192 dy,x"
    let command =
      "[ \"$GELU_ACCURACY_FORMAT $GELU_ACCURACY_FUNCTION $GELU_ACCURACY_DERIVATIVE "
      + "$GELU_ACCURACY_BATCH $GELU_ACCURACY_INPUTS\" = '\(wanted)' ] || exit 9; head -c 4; cat"
    let asked = CommandKernel<Float>(
      command, target: Target(.silu, derivative: 1), options: .init(timeout: 5, streamBatch: 1024))
    // cat answers dy too: twice as much as was asked, and no exit 9.
    let plan = InputPlan<Float>(samples: (0..<2000).map { Float($0) })
    let failure = #expect(throws: KernelFailure.self) { _ = try outputs(asked, plan, dy: 2) }
    #expect(failure?.kind == .excessOutput, "\(failure.map { "\($0)" } ?? "")")
    #expect(failure?.detail.contains("2 times too many bytes") == true)
    #expect(failure?.detail.contains("does it answer dy too?") == true)
  }
}
