import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Synchronization
import Testing

@testable import ForeignKernels

/// A Python program for `python3 -c`, quoted for the shell.
func python(_ program: String) -> String {
  "python3 -c '" + program.replacingOccurrences(of: "'", with: "'\\''") + "'"
}

let hasPython: Bool =
  (try? Spawned(
    "python3", ["-c", ""], environment: ProcessInfo.processInfo.environment,
    descriptors: [-1, -1, -1], ownsGroup: false
  ).end(within: 20)) == .exited(0)

@Suite struct GradientTests {
  @Test func theUsualSetHasEachValueOnce() {
    let set = GradientSet<BFloat16>.usual(random: 20, seed: 3)
    #expect(Set(set.values.map(\.bitPattern)).count == set.values.count)
    #expect(set.values.count == 39)
    #expect(set.values == GradientSet<BFloat16>.usual(random: 20, seed: 3).values)
  }

  /// dy·x in place of dy·f′(x): shows that each dy meets each x, in their places.
  static let product = """
    import os, sys, array
    n = int(os.environ["GELU_ACCURACY_BATCH"])
    assert os.environ["GELU_ACCURACY_INPUTS"] == "dy,x"
    while block := sys.stdin.buffer.read(n):
      half = len(block) // 2
      dy, x = array.array("f", block[:half]), array.array("f", block[half:])
      sys.stdout.buffer.write(array.array("f", [a * b for a, b in zip(dy, x)]).tobytes())
      sys.stdout.buffer.flush()
    """

  @Test(.enabled(if: hasPython, "python3 is not installed"))
  func aChildGetsEveryPair() throws {
    let kernel = CommandKernel<Float>(
      python(Self.product), target: Target(.gelu, derivative: 1),
      options: .init(timeout: 20, streamBatch: 300, callBatch: 64))
    let x: [Float] = (0..<1000).map { Float($0) / 8 - 50 }
    let plan = InputPlan(samples: x, order: .shuffled(seed: 1))
    try GradientSet<Float>([1, -3, 0.5]).forEach(kernel) { dy, fixed in
      var y = x
      try x.withUnsafeBufferPointer { x in
        try y.withUnsafeMutableBufferPointer { try fixed.evaluate(x, into: $0) }
      }
      #expect(y == x.map { dy * $0 })
      let streamed = Mutex<[Int: Float]>([:])
      try kernel.stream(plan, dy: dy, chunk: 77, threads: 2) { first, outputs in
        streamed.withLock { found in
          for (k, output) in outputs.enumerated() { found[first + k] = output }
        }
      }
      let found = streamed.withLock { $0 }
      #expect((0..<1000).allSatisfy { found[$0] == dy * plan.input(at: $0) })
    }
  }
}
