import FloatingPointFormats

extension PositionCheck {
  /// What `validate` and `check` do: a call longer than any buffer that a kernel may have in mind, and
  /// fewer calls of each short length.
  package static var usual: PositionCheck {
    var check = PositionCheck()
    (check.callsOfALength, check.longest, check.kept) = (64, 1 << 20, 5)
    return check
  }

  /// Where activations bend, three in four; between them encodings of all magnitudes, so that large,
  /// tiny, infinite and NaN inputs stand beside usual ones.
  package static func usualInputs<T: BinaryFormat>() -> [T] {
    let count = 8192
    let step = UInt64(1) << UInt64(max(0, T.width - 11))
    return (0..<count).map { i in
      guard i % 4 == 3 else { return T(nearest: -12 + 24 * Double(i) / Double(count)) }
      // 2048 of them: every 2^(width − 11)-th encoding, or all in turn, from infinity's on or the NaNs'.
      let k = UInt64(i / 4) * step &+ T.largestFinite.bits &+ 1
      return T(bitPattern: T.Bits(truncatingIfNeeded: k))
    }
  }
}
