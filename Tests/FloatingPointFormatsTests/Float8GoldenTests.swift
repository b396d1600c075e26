import Digests
import FloatingPointFormats
import Foundation
import TestSupport
import Testing

/// What `Reference/Formats/float8.py` had from ml_dtypes, an implementation that is not ours.
@Suite struct Float8GoldenTests {
  static let formats = FormatName.allCases.filter { $0.width == 8 }

  /// Whether a format has OFP8's saturating rule, which is a column of the other rule's table.
  private func saturates(_ format: FormatName) -> Bool { format.parameters.overflow == .largest }

  private func rows(_ format: FormatName, _ kind: String) throws -> [[Substring]] {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let table = saturates(format) ? format.rawValue.dropLast("_sat".count) : format.rawValue[...]
    let file = package.appending(path: "Reference/Formats/\(table).tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t") }.filter { $0[0] == kind }
  }

  private func number(_ text: Substring) -> Double { strtod(String(text), nil) }

  @Test(arguments: formats) func everyPatternHasItsValue(_ format: FormatName) throws {
    var failures = Failures()
    for row in try rows(format, "value") {
      let bits = try #require(UInt64(row[1], radix: 16))
      let (got, want) = (format.value(bits: bits), number(row[2]))
      let isSame = want.isNaN ? got.isNaN : got.bitPattern == want.bitPattern
      failures.check(isSame, "\(row[1]): \(got), not \(want)")
    }
    #expect(failures.isEmpty && failures.checked == 256, "\(failures)")
  }

  /// Numbers of float32: at every value and midpoint and beside them. A float64 number between two of them
  /// that round alike rounds so too.
  @Test(arguments: formats) func numbersRoundAlike(_ format: FormatName) throws {
    var failures = Failures()
    var codes: [UInt32: UInt64] = [:]
    for row in try rows(format, "point") {
      let (x, code) = (number(row[1]), row[saturates(format) ? 3 : 2])
      let want = try #require(UInt64(code, radix: 16))
      failures.check(format.bits(of: x) == want, "\(row[1]): not \(code)")
      codes[Float(x).bitPattern] = want
    }
    for (bits, code) in codes where bits < 0x7f80_0000 {
      let x = Double(Float(bitPattern: bits))
      guard codes[bits + 1] == code else { continue }
      for y in [x.nextUp, (x + Double(Float(bitPattern: bits + 1))) / 2] {
        failures.check(format.bits(of: y) == code, "\(y.hexFloat): not \(code)")
      }
    }
    #expect(failures.isEmpty && failures.checked > 2000, "\(failures)")
  }

  @Test(arguments: formats) func everyNumberOfSixteenBitsRoundsAlike(_ format: FormatName) throws {
    let rule = saturates(format) ? "saturate" : "round"
    let digests = try rows(format, "all").filter { $0[2] == rule }
    #expect(digests.count == 2)
    for row in digests {
      let source = try #require(FormatName(rawValue: String(row[1])))
      let codes = (0..<65536).map { UInt8(format.bits(of: source.value(bits: $0))) }
      #expect(SHA256.hexDigest(of: Data(codes)) == row[3], "\(format.rawValue) \(row[1]) \(rule)")
    }
  }
}
