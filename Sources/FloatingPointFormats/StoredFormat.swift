/// What buffers and files hold: encodings of a fixed width, of a floating-point format or of integers.
///
/// What calls kernels and reads files needs no more than this; what scores needs a `BinaryFormat`, or the
/// quantisation of an `IntegerFormat`.
public protocol StoredFormat: Sendable, Hashable, BitwiseCopyable {
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable & BitwiseCopyable

  static var storedName: StoredName { get }
  /// What other programs call the format.
  static var foreignNames: ForeignNames { get }
  /// Other names that people write for it.
  static var aliases: [String] { get }
  /// What a value is in a call from C.
  static var cType: CType { get }
  /// What outputs hold before a kernel is called, so that it shows where it writes none: a NaN that
  /// arithmetic does not produce where the format has one, and a number, from which other results come.
  static var poisons: (Bits, Bits) { get }
  /// What a buffer is filled with before a call that does not look for outputs that were not written.
  static var filler: Self { get }

  init(bitPattern: Bits)
  var bitPattern: Bits { get }
  var isNaNValue: Bool { get }
  /// The nearest value, ties to even, rounded once.
  init(nearest x: Double)
}

extension StoredFormat {
  public static var aliases: [String] { [] }

  /// Width of an encoding in bits.
  @inlinable public static var width: Int { Bits.bitWidth }

  /// The encoding in the low bits of 64; those above are not looked at.
  @inlinable public init(bits: UInt64) { self.init(bitPattern: Bits(truncatingIfNeeded: bits)) }
  @inlinable public var bits: UInt64 { UInt64(truncatingIfNeeded: bitPattern) }

  /// The bits in hex at the format's full width, as in JSON and reports: `0xc1580000`.
  public var hexBits: String {
    let digits = String(bitPattern, radix: 16)
    return "0x" + String(repeating: "0", count: Self.width / 4 - digits.count) + digits
  }

  /// Whether an encoding is a NaN.
  static func isNaN(_ bits: UInt64) -> Bool { Self(bits: bits).isNaNValue }
}

/// The name of a floating-point format or of an integer type.
public enum StoredName: Sendable, Hashable {
  case float(FormatName)
  case integer(IntegerName)

  /// By the name that the command, JSON and messages use.
  package init?(rawValue: String) {
    if let float = FormatName(rawValue: rawValue) {
      self = .float(float)
    } else if let integer = IntegerName(rawValue: rawValue) {
      self = .integer(integer)
    } else {
      return nil
    }
  }

  public var rawValue: String {
    switch self {
    case .float(let name): name.rawValue
    case .integer(let name): name.rawValue
    }
  }

  package var type: any StoredFormat.Type {
    switch self {
    case .float(let name): name.type
    case .integer(let name): name.type
    }
  }

  package var width: Int { type.width }
  /// Digits of an encoding in hex.
  package var hexDigits: Int { type.width / 4 }
  package func isNaN(_ bits: UInt64) -> Bool { type.isNaN(bits) }

  package static var all: [StoredName] {
    FormatName.allCases.map { .float($0) } + IntegerName.allCases.map { .integer($0) }
  }
}

/// What a kernel reads and writes, as it lies in memory.
package struct StoredSignature: Hashable, Sendable {
  package var input, output: StoredName

  package init(input: StoredName, output: StoredName) {
    (self.input, self.output) = (input, output)
  }

  package init(_ signature: Signature) {
    self.init(input: .float(signature.input), output: .float(signature.output))
  }
}
