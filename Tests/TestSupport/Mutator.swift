import FloatingPointFormats

/// Damages files in the ways that files are damaged, by a seed.
public struct Mutator {
  private var generator: SplitMix64

  public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  public mutating func below(_ n: Int) -> Int { Int(generator.next() % UInt64(max(1, n))) }

  /// Text that upsets parsers of numbers, strings and structure.
  private static let nasty = [
    "NaN", "Infinity", "-1", "1e400", "1e3", "99999999999999999999", "9223372036854775807",
    "4611686018427387904", "18446744073709551616", "0", "null", "true", "[]", "{}", "\"\"", "'",
    "\"", "(", ")", "[", "]", "{", "}", ",", ":", "\\", "\n", "\r", "\0", "é", "\u{2028}", "0x",
    "x",
    "<f2", "<f4", "<f8", ">f4", "<u2", "|V2", "F16", "BF16", "F32", "F64", "I32", "True", "None",
    "-0", " ", "1", "2", "3", "7", "16", "[[[[[[[[[[[[[[[[[[[[[[[[", "__metadata__",
    "-9223372036854775808", "-5", "\"nan\"", "\"inf\"", "1e308", "0.5", "false",
  ]

  /// One to three damages; `header` says how many bytes at the start are more interesting.
  public mutating func damaged(_ original: [UInt8], header: Int) -> [UInt8] {
    var bytes = original
    for _ in 0...below(3) {
      let place = below(4) == 0 ? below(bytes.count + 1) : below(min(header, bytes.count) + 1)
      switch below(9) {
      case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
      case 1 where place < bytes.count: bytes[place] = UInt8(below(256))
      case 2: bytes.removeLast(below(bytes.count + 1))
      case 3: bytes.append(contentsOf: (0...below(9)).map { _ in UInt8(below(256)) })
      case 4: bytes.insert(contentsOf: Mutator.nasty[below(Mutator.nasty.count)].utf8, at: place)
      case 5:
        let text = Array(Mutator.nasty[below(Mutator.nasty.count)].utf8)
        let end = min(bytes.count, place + text.count)
        bytes.replaceSubrange(place..<end, with: text.prefix(end - place))
      case 6: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(4)))
      case 7 where place < bytes.count:
        // A digit for a digit: shapes, offsets, lengths and widths that look right.
        let digits = bytes.indices.prefix(header).filter { (0x30...0x39).contains(bytes[$0]) }
        if !digits.isEmpty { bytes[digits[below(digits.count)]] = UInt8(0x30 + below(10)) }
      case 8 where bytes.count > 16:
        // The length fields at the start.
        bytes[6 + below(8)] = [0, 1, 0x7f, 0x80, 0xff][below(5)]
      default: break
      }
    }
    return bytes
  }
}

extension Mutator {
  /// A JSON text with one of its numbers, words or keys made another: damage that still parses.
  public mutating func damagedJSON(_ original: [UInt8]) -> [UInt8] {
    let text = String(decoding: original, as: UTF8.self)
    let pieces = text.ranges(of: /-?[0-9][0-9.e+-]*|"[^"]*"|true|false|null/)
    guard !pieces.isEmpty else { return original }
    var damaged = text
    let piece = pieces[below(pieces.count)]
    let other = pieces[below(pieces.count)]
    switch below(4) {
    case 0: damaged.replaceSubrange(piece, with: text[other])
    case 1: damaged.removeSubrange(piece)
    default: damaged.replaceSubrange(piece, with: Mutator.nasty[below(Mutator.nasty.count)])
    }
    return Array(damaged.utf8)
  }
}
