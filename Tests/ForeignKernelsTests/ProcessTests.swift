import FloatingPointFormats
import Foundation
import Functions
import Synchronization
import Testing

@testable import ForeignKernels

/// Processes end with who started them, and messages are those that say something.
@Suite struct ProcessTests {
  /// Whether a process is there and more than a corpse that nobody has waited for.
  static func isAlive(_ id: pid_t) -> Bool {
    guard kill(id, 0) == 0 else { return false }
    guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let state = stat.split(separator: ")").last?.split(separator: " ").first
    else { return true }
    return state != "Z"
  }

  private func expectGone(_ id: pid_t) {
    for _ in 0..<500 where Self.isAlive(id) { usleep(10_000) }
    #expect(!Self.isAlive(id))
  }

  @Test func aGroupEndsWithItsChildren() throws {
    let (reading, writing) = try Descriptor.pipe()
    var process: Spawned? = try Spawned(
      "/bin/sh", ["-c", "sleep 600 & echo $!; exec sleep 600"],
      environment: ["PATH": "/usr/bin:/bin"],
      descriptors: [-1, writing.number, -1], ownsGroup: true)
    writing.close()
    var text = [UInt8](repeating: 0, count: 32)
    let count = read(reading.number, &text, text.count)
    let grandchild = try #require(
      pid_t(String(decoding: text.prefix(max(0, count)), as: UTF8.self).dropLast()))
    let child = try #require(process?.id)
    #expect(Self.isAlive(child) && Self.isAlive(grandchild))
    process = nil
    expectGone(child)
    expectGone(grandchild)
  }

  /// Also where the child ended well and left another behind.
  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func whatALibraryLeavesBehindEnds() throws {
    var kernel: LibraryKernel<Float>? = LibraryKernel<Float>(
      try #require(Compiled.kernels), symbol: "leaves_child", target: Target(.gelu),
      launcher: .forTests, options: .init(workers: 1))
    let x: [Float] = [1, 2, 3]
    var y: [Float] = [0, 0, 0]
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel?.evaluate(x, into: $0) }
    }
    let left = pid_t(y[0])
    #expect(left > 1 && Self.isAlive(left))
    kernel = nil
    expectGone(left)
  }

  @Test(arguments: [
    ("Traceback\n  File \"k.py\", line 3\nValueError: boom\n", "ValueError: boom"),
    ("k.py:3: RuntimeWarning: overflow\n  y = np.exp(x)\n", "k.py:3: RuntimeWarning: overflow"),
    ("  only this\n\n  \n", "only this"), ("last\r\n", "last"),
  ]) func theLastMessageIsNoLineOfSource(_ text: String, _ wanted: String) throws {
    let (reading, writing) = try Descriptor.pipe()
    _ = Array(text.utf8).withUnsafeBytes { write(writing.number, $0.baseAddress, $0.count) }
    var tail = ErrorTail(reading)
    #expect(tail.lastLine() == wanted)
  }

  @Test func aPoolWithoutThreadsConsumesAll() throws {
    for stack in [1 << 50, 8 << 20] {
      let sum = Atomic(0)
      let pool = ChunkPool<Float>(capacity: 4, buffers: 2, threads: 3, stack: stack) {
        first, values in
        sum.wrappingAdd(first + values.count, ordering: .relaxed)
      }
      for i in 0..<10 { pool.hand(try pool.free(), first: i, count: 3) }
      try pool.finish()
      #expect(sum.load(ordering: .relaxed) == 45 + 30)
    }
    struct Stop: Error {}
    let pool = ChunkPool<Float>(capacity: 4, buffers: 1, threads: 1, stack: 1 << 50) { _, _ in
      throw Stop()
    }
    pool.hand(try pool.free(), first: 0, count: 1)
    #expect(throws: Stop.self) { try pool.finish() }
  }
}
