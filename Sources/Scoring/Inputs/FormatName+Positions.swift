import FloatingPointFormats

extension FormatName {
  /// The position of an ordinal; 0 is +0.
  func position(ordinal: Int) -> UInt64 {
    let zero: UInt64 = 1 << UInt64(width - 1)
    return ordinal < 0 ? zero &- 1 &- UInt64(ordinal.magnitude) : zero &+ UInt64(ordinal)
  }

  /// The position of the first value that is at least x, −0 for zero.
  func position(least x: Double) -> UInt64 {
    let p = position(ordinal: ordinal(below: x) + 1)
    return p == 1 << UInt64(width - 1) ? p - 1 : p
  }

  /// The position after the last value that is at most x.
  func position(above x: Double) -> UInt64 {
    guard x.isFinite else { return position(ordinal: type.lastOrdinal) + 1 }
    let o = ordinal(below: x.nextUp)
    return position(ordinal: o) + 1
  }

  /// The encoding at a position.
  func bits(position: UInt64) -> UInt64 {
    let sign: UInt64 = 1 << UInt64(width - 1)
    return position & sign == 0 ? ~position & (sign | (sign - 1)) : position ^ sign
  }
}
