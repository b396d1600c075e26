import FloatingPointFormats
import Functions
import Kernels

/// Recorded outputs for all finite inputs of a format of up to 16 bits, as a kernel that can be called.
package struct RecordedKernel<Element: BinaryFormat>: Kernel {
  package let description: KernelDescription
  /// By position.
  private let outputs: [Element]

  /// - Returns: nil where a finite input has no output, or two different ones.
  package init?(_ name: String, _ target: Target, _ rows: [(position: UInt64, output: Element)]) {
    guard Element.name.keepsAllTruths else { return nil }
    var table = [Element?](repeating: nil, count: 1 << Element.width)
    for (position, y) in rows {
      if let other = table[Int(position)], other.bitPattern != y.bitPattern {
        guard other.isNaNValue, y.isNaNValue else { return nil }
      }
      table[Int(position)] = y
    }
    for (position, y) in table.enumerated() where y == nil {
      guard !Element(position: UInt64(position)).isFiniteValue else { return nil }
    }
    outputs = table.map { $0 ?? .quietNaN }
    description = KernelDescription(name: name, target)
  }

  package func evaluate(
    _ inputs: UnsafeBufferPointer<Element>, into results: UnsafeMutableBufferPointer<Element>
  ) throws {
    for i in inputs.indices { results[i] = outputs[Int(inputs[i].position)] }
  }
}
