import FloatingPointFormats
import Synchronization

/// Outputs in their format, and as float32.
struct Outputs<Y: BinaryFormat> {
  let own: UnsafePointer<Y>
  let float: UnsafePointer<Float>

  /// Those from the i-th on.
  func from(_ i: Int) -> Outputs { Outputs(own: own + i, float: float + i) }
}

/// Outputs of a format of at most 16 bits as float32, which has all their numbers: by a table, since
/// consecutive inputs have few different outputs, which stay in the cache.
struct Widened<Y: BinaryFormat> {
  private let buffer: UnsafeMutableBufferPointer<Float>
  private let table: [Float]

  /// - Precondition: the format has at most 16 bits, or is float32.
  init(capacity: Int) {
    let isNarrow = Y.width <= 16
    precondition(isNarrow || Y.self == Float.self, "float32 does not hold the format")
    buffer = .allocate(capacity: isNarrow ? capacity : 0)
    table = isNarrow ? WidenedTables.table(of: Y.self) : []
  }

  func deallocate() { buffer.deallocate() }

  /// The outputs themselves where they are float32; else valid until the next call.
  func floats(_ y: UnsafePointer<Y>, _ count: Int) -> UnsafePointer<Float> {
    let raw = UnsafeRawPointer(y)
    guard let floats = buffer.baseAddress, Y.width <= 16 else {
      return raw.assumingMemoryBound(to: Float.self)
    }
    table.withUnsafeBufferPointer { table in
      if Y.width == 8 {
        let bits = raw.assumingMemoryBound(to: UInt8.self)
        for i in 0..<count { floats[i] = table[Int(bits[i])] }
      } else if Y.self == BFloat16.self {
        let bits = raw.assumingMemoryBound(to: BFloat16.self)
        for i in 0..<count { floats[i] = bits[i].float }
      } else {
        let bits = raw.assumingMemoryBound(to: UInt16.self)
        for i in 0..<count { floats[i] = table[Int(bits[i])] }
      }
    }
    return UnsafePointer(floats)
  }
}

/// The values of a format by encoding, made once a process.
private enum WidenedTables {
  private static let tables = Mutex<[FormatName: [Float]]>([:])

  static func table<Y: BinaryFormat>(of _: Y.Type) -> [Float] {
    if let known = tables.withLock({ $0[Y.name] }) { return known }
    let made = (0..<1 << Y.width).map { Float(Y(bits: UInt64($0)).double) }
    tables.withLock { $0[Y.name] = made }
    return made
  }
}
