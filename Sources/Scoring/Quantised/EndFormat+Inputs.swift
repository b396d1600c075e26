import FloatingPointFormats
import Oracle

/// Encodings of an end, as a score of codes orders, evaluates and shows them.
extension EndFormat {
  /// The place of an encoding among all, in ascending order.
  func position(bits: UInt64) -> UInt64 {
    switch self {
    case .float(let name): name.position(bits: bits)
    case .quantised(let name, _):
      UInt64(name.code(bits: bits) - name.codes.lowerBound)
    }
  }

  /// The exact number that an encoding stands for; nil for a NaN.
  func argument(bits: UInt64) -> CodeArgument? {
    switch self {
    case .float(let name): name.isNaN(bits) ? nil : .number(name.value(bits: bits))
    case .quantised(let name, let q):
      .code(scale: q.scale, steps: name.code(bits: bits) - q.zeroPoint)
    }
  }

  /// A code in decimal; the bits of a floating-point number in hex.
  func text(bits: UInt64) -> String {
    switch self {
    case .float(let name): name.hex(bits)
    case .quantised(let name, _): "\(name.code(bits: bits))"
    }
  }

  /// All encodings in ascending order.
  /// - Precondition: at most 16 bits.
  package var allBits: [UInt64] {
    (0..<UInt64(1) << UInt64(storedName.width)).map { bits(position: $0) }
  }

  /// The encoding at a place.
  package func bits(position: UInt64) -> UInt64 {
    switch self {
    case .float(let name): name.bits(position: position)
    case .quantised(let name, _): name.bits(code: name.codes.lowerBound + Int(position))
    }
  }
}
