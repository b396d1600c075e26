import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Scoring

/// Answers values from standard input on standard output.
struct Filter<X: BinaryFormat, Y: BinaryFormat> {
  let kernels: [any MixedKernel<X, Y>]

  /// Values that are answered at a time.
  private static var batch: Int { 1 << 16 }

  /// Value by value, to the end of the input.
  /// - Throws: `Failure`, where it ends inside a value; what cannot be written.
  func run() throws {
    while true {
      let bytes = try read(Self.batch * MemoryLayout<X>.stride)
      guard !bytes.isEmpty else { return }
      let rest = bytes.count % MemoryLayout<X>.stride
      try StandardStreams.write(answers(kernels[0], to: bytes.prefix(bytes.count - rest)))
      guard rest == 0 else {
        throw Failure(
          "the input ends inside a value: \(rest) of the \(MemoryLayout<X>.stride) bytes of a "
            + "\(X.name.rawValue) came")
      }
    }
  }

  /// Batch by batch, each with its header: the second version of the protocol.
  func serve() throws {
    let served = kernels.map {
      Handshake.Served(
        name: $0.description.name, function: $0.description.target.function.name,
        derivative: $0.description.target.derivative)
    }
    let machine = KernelEnvironment(
      framework: "gelu-accuracy", device: "cpu", instructionSet: processorInstructionSet)
    try StandardStreams.write(Data(Handshake(environment: machine, kernels: served).line))
    while true {
      let bytes = try read(FrameHeader.size)
      guard !bytes.isEmpty else { return }
      guard bytes.count == FrameHeader.size, let frame = FrameHeader(bytes: Array(bytes)),
        kernels.indices.contains(frame.kernel)
      else { throw Failure("a batch begins with no header") }
      guard frame.arrays == 1 else {
        throw Failure("built-in kernels take x alone, and no second input")
      }
      let values = try read(frame.count * MemoryLayout<X>.stride)
      guard values.count == frame.count * MemoryLayout<X>.stride else {
        throw Failure("the input ends inside a batch of \(frame.count) values")
      }
      try StandardStreams.write(bytes + answers(kernels[frame.kernel], to: values) + bytes)
    }
  }

  /// So many bytes, or those before the end of the input.
  private func read(_ count: Int) throws -> Data {
    var bytes = Data()
    while bytes.count < count {
      guard let more = try FileHandle.standardInput.read(upToCount: count - bytes.count),
        !more.isEmpty
      else { break }
      bytes += more
    }
    return bytes
  }

  private func answers(_ kernel: any MixedKernel<X, Y>, to bytes: Data) throws -> Data {
    let count = bytes.count / MemoryLayout<X>.stride
    let x = [X](unsafeUninitializedCapacity: count) { buffer, filled in
      bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      filled = count
    }
    let y = try x.withUnsafeBufferPointer { x in
      try [Y](unsafeUninitializedCapacity: count) { buffer, filled in
        try kernel.evaluate(x, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
        filled = count
      }
    }
    return y.withUnsafeBytes { Data($0) }
  }
}
