import FloatingPointFormats
import Foundation
import Functions
import Testing

@testable import ForeignKernels

/// A batch has its time, however the bytes come, and starting has its own.
@Suite struct TimeLimitTests {
  /// Streams 4,096 values of two bytes in four batches.
  private func stream(_ command: String, timeout: Double, start: Double) throws -> Duration {
    let kernel = CommandKernel<Float16>(
      command, target: Target(.gelu),
      options: .init(timeout: timeout, startTimeout: start, streamBatch: 1024))
    let plan = InputPlan<Float16>(samples: (0..<4096).map { Float16(bitPattern: UInt16($0)) })
    let begin = ContinuousClock.now
    do { try kernel.stream(plan) { _, _ in } } catch let failure as KernelFailure {
      #expect(failure.kind == .hang)
      throw failure
    }
    return .now - begin
  }

  private func complaint(_ command: String, timeout: Double, start: Double) -> String {
    message { _ = try stream(command, timeout: timeout, start: start) } ?? ""
  }

  @Test func aTrickleIsNoAnswer() {
    let begin = ContinuousClock.now
    let trickle = "head -c 2048; while :; do printf x; sleep 0.1; done"
    let text = complaint(trickle, timeout: 0.6, start: 60)
    #expect(text.contains("did not answer a batch within 0.6 s (--timeout)"), "\(text)")
    #expect(text.contains("of 2048 bytes came"), "\(text)")
    #expect(ContinuousClock.now - begin < .seconds(20))
  }

  @Test func startingHasItsOwnTime() throws {
    _ = try stream("sleep 1; exec cat", timeout: 0.6, start: 60)
    let text = complaint("sleep 60; exec cat", timeout: 0.3, start: 0.3)
    #expect(text.contains("0.3 s for its start (--start-timeout)"), "\(text)")
    #expect(text.contains("does it flush its output?"), "\(text)")
  }

  /// A child that is held up by a slow consumer takes no time of its own.
  @Test func aSlowConsumerIsNotTheChildsFault() throws {
    let kernel = CommandKernel<Double>(
      "cat", target: Target(.gelu),
      options: .init(timeout: 0.8, startTimeout: 60, streamBatch: 3 << 16))
    let plan = InputPlan<Double>(samples: (0..<5 << 17).map(Double.init))
    try kernel.stream(plan, chunk: 1 << 17, threads: 1) { first, _ in
      // Three chunks are on their way; the fourth finds no buffer.
      if first == 0 { usleep(1_200_000) }
    }
  }

  @Test func theClock() {
    var clock = BatchClock(batch: 5, start: 100)
    #expect(clock.isStarting && clock.left > .seconds(90))
    clock.begin(batch: 10)
    clock.count(9)
    #expect(clock.isStarting && clock.complaint(10).contains("9 of 10 bytes"))
    clock.count(3)
    #expect(!clock.isStarting && clock.left < .seconds(6))
    clock.extend(by: .seconds(50))
    #expect(clock.left > .seconds(40))
    clock.count(8)
    #expect(clock.left < .seconds(6) && clock.complaint(10).contains("(--timeout)"))
  }
}
