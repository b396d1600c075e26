import FloatingPointFormats
import Kernels

extension PositionCheck {
  /// What `validate` and `check` do: calls longer than any buffer that a kernel may have in mind, and
  /// fewer calls of each short length.
  package static var usual: PositionCheck {
    var check = PositionCheck()
    (check.callsOfALength, check.longest, check.kept) = (64, 1 << 20, 5)
    check.seconds = 10
    return check
  }

  /// The usual inputs, as many as a kernel of this kind has time for: a command's take long. Codes come in an order
  /// that is not theirs, each as often as any other.
  package static func usualInputs<K: StoredKernel>(for kernel: K) -> [K.Input] {
    let count = kernel.callForm.usualCount
    func numbers<T: BinaryFormat>(_: T.Type) -> [T] { usualInputs(count: count) }
    if let format = K.Input.self as? any BinaryFormat.Type {
      return numbers(format) as? [K.Input] ?? []
    }
    // An odd step meets every code of 8 bits, and codes all over those of 16.
    return (0..<UInt64(count)).map { K.Input(bits: $0 &* 40503) }
  }

  /// Where activations bend, three in four; between them encodings of all magnitudes, so that large,
  /// tiny, infinite and NaN inputs stand beside usual ones, a NaN, an infinity and a subnormal in each 256 at
  /// least.
  /// - Precondition: `count` is a power of two from 1024 on.
  package static func usualInputs<T: BinaryFormat>(count: Int = 8192) -> [T] {
    let digits = (count / 4).trailingZeroBitCount
    let step = UInt64(1) << UInt64(max(0, T.width - digits))
    return (0..<count).map { i in
      switch i % 256 {
      case 62: return .smallestSubnormal
      case 126: return .quietNaN
      case 254: return i % 512 == 254 ? T.beyond : T.beyond.negated
      default: break
      }
      guard i % 4 == 3 else { return T(nearest: -12 + 24 * Double(i) / Double(count)) }
      // Every 2^(width − digits)-th encoding, or all in turn, from infinity's on or the NaNs'.
      let k = UInt64(i / 4) * step &+ T.largestFinite.bits &+ 1
      return T(bitPattern: T.Bits(truncatingIfNeeded: k))
    }
  }
}

extension BinaryFormat {
  /// Infinity, or the largest number where there is none.
  fileprivate static var beyond: Self { infinityIfAny ?? largestFinite }
}

extension CallForm {
  /// How many inputs a kernel of this form has time for: a command's calls take long.
  fileprivate var usualCount: Int {
    switch self {
    case .batches, .frames: 2048
    case .values, .buffers: 8192
    }
  }
}
