import FloatingPointFormats
import Foundation
import TestSupport
import Testing

@testable import ForeignKernels

/// What becomes of a path that values are written to.
@Suite struct TensorWriterTests {
  private func write(_ path: String, _ values: [Float] = [1, 2]) throws {
    let writer = try TensorWriter<Float>(path, count: values.count)
    try values.withUnsafeBufferPointer { try writer.write($0) }
    try writer.finish()
  }

  @Test func oneWriterAtATime() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.npy")
    do {
      let first = try TensorWriter<Float>(path, count: 1)
      let text = message { _ = try TensorWriter<Float>(path, count: 1) }
      #expect(text?.contains("is being written by another process") == true)
      // The second has not taken the first one's file away.
      try [3].withUnsafeBufferPointer { try first.write($0) }
      try first.finish()
    }
    #expect(try TensorReader<Float>(path).readAll() == [3])
    try write(path)
    #expect(try TensorReader<Float>(path).readAll() == [1, 2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["a.npy"])
  }

  /// Longer than what is written, so that a rest would show.
  @Test func whatAKilledProcessLeftIsTakenOver() throws {
    let scratch = try Scratch()
    _ = try scratch.write([UInt8](repeating: 9, count: 5000), "a.npy.partial")
    try write(scratch.file("a.npy"))
    #expect(try TensorReader<Float>(scratch.file("a.npy")).readAll() == [1, 2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["a.npy"])
  }

  @Test func somethingElseInTheWay() throws {
    let scratch = try Scratch()
    #expect(mkfifo(scratch.file("a.npy.partial"), 0o600) == 0)
    #expect(message { try write(scratch.file("a.npy")) }?.contains("cannot be written") == true)
    #expect(symlink("elsewhere", scratch.file("b.npy.partial")) == 0)
    #expect(message { try write(scratch.file("b.npy")) }?.contains("cannot be written") == true)
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
    #expect(left == ["a.npy.partial", "b.npy.partial"])
  }

  @Test func linksAndModesStay() throws {
    let scratch = try Scratch()
    let real = try scratch.write([], "real.npy")
    chmod(real, 0o604)
    #expect(symlink("real.npy", scratch.file("link.npy")) == 0)
    try write(scratch.file("link.npy"))
    #expect(try TensorReader<Float>(real).readAll() == [1, 2])
    var status = stat()
    #expect(lstat(scratch.file("link.npy"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(stat(real, &status) == 0 && status.st_mode & 0o777 == 0o604)
  }

  @Test func aPipeIsWrittenThrough() throws {
    let scratch = try Scratch()
    let path = scratch.file("p.bin")
    let got = try NamedPipe.read(path) { try write(path) }
    #expect(got == [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["p.bin"])
  }

  @Test func whatAFileIsNot() throws {
    let scratch = try Scratch()
    #expect(
      message { _ = try TensorReader<Float>(scratch.file("a.npy")) }?.hasSuffix(": no such file")
        == true)
    for (name, word) in [
      ("a.pt", "safetensors.torch.save_file"), ("a.pth", "safetensors.torch.save_file"),
      ("a.xyz", "use .npy"),
    ] {
      #expect(message { _ = try TensorFileKind(path: name) }?.contains(word) == true)
    }
    for text in ["x,y\n-1.5,2\n", "x_hex\n3f800000\n0.25\n", "-1.5\n", "1.5,2.5\n", "1e-3\n"] {
      let path = try scratch.write(Array(text.utf8), "a.csv")
      let said = message { _ = try TensorReader<Float>(path, tensor: "x").readAll() }
      #expect(said?.contains("has decimals") == true, "\(text): \(said ?? "")")
    }
  }
}
