import FloatingPointFormats
import Foundation
import Functions
import Synchronization
import Testing

@testable import ForeignKernels

@Suite struct RoundTripTests {
  @Test(arguments: TensorFileKind.allCases.filter { $0 != .npz }, [1, 7, 1000])
  func whatIsWrittenIsRead(_ kind: TensorFileKind, _ piece: Int) throws {
    for format in FormatName.allCases { try roundTrip(format.type, kind, piece) }
  }

  private func roundTrip<T: BinaryFormat>(
    _ type: T.Type, _ kind: TensorFileKind, _ piece: Int
  ) throws {
    let scratch = try Scratch()
    let path = scratch.file("values")
    var generator = SplitMix64(seed: 7)
    let values = (0..<1003).map { _ in
      T(bitPattern: T.Bits(truncatingIfNeeded: generator.next()))
    }
    let writer = try TensorWriter<T>(path, as: kind, tensor: "x", count: values.count)
    for start in stride(from: 0, to: values.count, by: piece) {
      try Array(values[start..<min(start + piece, values.count)]).withUnsafeBufferPointer {
        try writer.write($0)
      }
    }
    try writer.finish()
    let reader = try TensorReader<T>(path, as: kind)
    #expect(reader.count == values.count)
    var found: [T] = []
    var buffer = [T](repeating: values[0], count: piece)
    while case let n = try buffer.withUnsafeMutableBufferPointer({ try reader.read(into: $0) }),
      n > 0
    {
      found += buffer[..<n]
    }
    #expect(bits(found) == bits(values))
  }

  @Test func severalTensorsInOneFile() throws {
    let path = try Scratch().path + ".safetensors"
    defer { unlink(path) }
    let writer = try TensorWriter<Float>(path, tensors: [("dy", 3), ("x", 3), ("dx", 2)])
    try [1, 2, 3, 4, 5].withUnsafeBufferPointer { try writer.write($0) }
    try [6, 7, 8].withUnsafeBufferPointer { try writer.write($0) }
    try writer.finish()
    #expect(try TensorReader<Float>(path, tensor: "dy").readAll() == [1, 2, 3])
    #expect(try TensorReader<Float>(path, tensor: "x").readAll() == [4, 5, 6])
    #expect(try TensorReader<Float>(path, tensor: "dx").readAll() == [7, 8])
  }

  @Test func anUnfinishedFileLeavesNothing() throws {
    let scratch = try Scratch()
    do {
      let writer = try TensorWriter<Float>(scratch.file("a.npy"), count: 4)
      try [1, 2].withUnsafeBufferPointer { try writer.write($0) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test func severalTensorsNeedSafetensors() throws {
    let text = message { _ = try TensorWriter<Float>("a.npy", tensors: [("x", 1), ("y", 1)]) }
    #expect(text?.contains("use .safetensors") == true)
  }

  @Test(arguments: [true, false]) func textWithOneColumn(_ hasHeader: Bool) throws {
    let scratch = try Scratch()
    let lines = !hasHeader ? "3F800000\n0xbf800000" : "y_hex\r\n0x3f800000\r\nBF800000\r\n"
    let path = try scratch.write(Array(lines.utf8), "y.csv")
    #expect(try TensorReader<Float>(path, tensor: "y").readAll() == [1, -1])
    #expect(try TensorReader<Float>(path).readAll() == [1, -1])
  }

  @Test(arguments: [1, 4]) func streaming(_ threads: Int) throws {
    let scratch = try Scratch()
    let plan = InputPlan<Float16>(exhaustive: .shuffled(seed: 6))
    try plan.write(to: scratch.file("x.npy")) {
      Sidecar(plan, Target(.gelu), sha256: $0)
    }
    let seen = Mutex([Bool](repeating: false, count: plan.count))
    try TensorReader<Float16>(scratch.file("x.npy")).stream(chunk: 1000, threads: threads) {
      first, values in
      let right = values.indices.filter {
        values[$0].bitPattern == plan.input(at: first + $0).bitPattern
      }
      seen.withLock { seen in for k in right { seen[first + k] = true } }
    }
    #expect(seen.withLock { !$0.contains(false) })
  }

  @Test func streamingErrors() throws {
    struct Stop: Error {}
    let scratch = try Scratch()
    let lines = (0..<5000).map { $0 == 4321 ? "3f80g000" : "3f800000" }.joined(separator: "\n")
    let path = try scratch.write(Array(lines.utf8), "x.csv")
    let count = Atomic(0)
    let text = message {
      try TensorReader<Float>(path).stream(chunk: 100, threads: 2) {
        count.wrappingAdd($1.count, ordering: .relaxed)
      }
    }
    #expect(text?.contains("line 4322: 'g' is not a hex digit") == true, "\(text ?? "")")
    #expect(count.load(ordering: .relaxed) == 4300)
    #expect(throws: Stop.self) {
      try TensorReader<Float>(path).stream(chunk: 10) { _, _ in throw Stop() }
    }
  }
}
