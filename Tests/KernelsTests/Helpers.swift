import FloatingPointFormats
import Kernels

extension Kernel {
  /// The outputs for an array of inputs.
  func outputs(_ inputs: [Element]) throws -> [Element] {
    var outputs = inputs
    try inputs.withUnsafeBufferPointer { source in
      try outputs.withUnsafeMutableBufferPointer { try evaluate(source, into: $0) }
    }
    return outputs
  }

  func output(_ x: Element) throws -> Element { try outputs([x])[0] }
}

extension Catalogue {
  /// The outputs of a kernel of the catalogue at the inputs nearest to `xs`, as doubles.
  static func outputs<T: BinaryFormat>(
    _ name: String, _: T.Type, _ xs: [Double]
  ) throws -> [Double] {
    try kernel(named: name, for: T.self).outputs(xs.map { T(nearest: $0) }).map(\.double)
  }
}

/// Every value of a 16-bit format, in the order of its encodings.
func everyValue<T: BinaryFormat>(of _: T.Type) -> [T] where T.Bits == UInt16 {
  (0...UInt16.max).map { T(bitPattern: $0) }
}

/// Sameness of bits, except that all NaNs are one.
func same<T: BinaryFormat>(_ a: T, _ b: T) -> Bool {
  a.bitPattern == b.bitPattern || a.isNaNValue && b.isNaNValue
}

/// How many of the outputs of two kernels differ in their bits.
func differences<T: BinaryFormat>(_ a: [T], _ b: [T]) -> Int {
  zip(a, b).count { !same($0, $1) }
}

extension FormatName {
  /// The type, of a format that formulas are evaluated in.
  var kernelType: any KernelFormat.Type {
    guard let type = type as? any KernelFormat.Type else {
      preconditionFailure("no formula is evaluated in \(rawValue)")
    }
    return type
  }
}
