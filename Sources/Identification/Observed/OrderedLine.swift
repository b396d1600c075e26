import FloatingPointFormats

/// Distances between the encodings of one format, without its type.
package struct OrderedLine: Sendable {
  private let sign, lastOrdered: UInt64

  package init(_ format: FormatName) {
    func made<T: BinaryFormat>(_: T.Type) -> OrderedLine {
      OrderedLine(sign: 1 << UInt64(T.width - 1), lastOrdered: UInt64(T.lastOrdinal))
    }
    self = made(format.type)
  }

  private init(sign: UInt64, lastOrdered: UInt64) {
    (self.sign, self.lastOrdered) = (sign, lastOrdered)
  }

  package func isNaN(_ bits: UInt64) -> Bool { bits & (sign &- 1) > lastOrdered }

  /// The ordinal of an encoding that is no NaN: its place on the line, zero at both zeros.
  package func ordinal(_ bits: UInt64) -> Int {
    let magnitude = Int(truncatingIfNeeded: bits & (sign &- 1))
    return bits & sign != 0 ? -magnitude : magnitude
  }

  /// How many steps apart two are; nil where one is NaN and the other is not.
  package func steps(_ a: UInt64, _ b: UInt64) -> UInt64? {
    let (isA, isB) = (isNaN(a), isNaN(b))
    guard !isA, !isB else { return isA == isB ? 0 : nil }
    let (i, j) = (ordinal(a), ordinal(b))
    return i < j ? UInt64(bitPattern: Int64(j &- i)) : UInt64(bitPattern: Int64(i &- j))
  }
}
