import Digests
import FloatingPointFormats
import Foundation
import TestSupport
import Testing

/// What `Reference/Formats/float8.py` had from ml_dtypes, an implementation that is not ours.
@Suite struct Float8GoldenTests {
  private func rows(_ format: FormatName) throws -> [[Substring]] {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = package.appending(path: "Reference/Formats/\(format.rawValue).tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t") }
  }

  private func number(_ text: Substring) -> Double { strtod(String(text), nil) }

  @Test func everyPatternHasItsValue() throws {
    try check(Float8E4M3FN.self)
    try check(Float8E5M2.self)
  }

  private func check<T: SaturableFormat>(_: T.Type) throws {
    var failures = Failures()
    for row in try rows(T.name) where row[0] == "value" {
      let bits = try #require(UInt8(row[1], radix: 16))
      let want = number(row[2])
      for got in [T(bitPattern: bits).double, Saturating<T>(bitPattern: bits).double] {
        let isSame = want.isNaN ? got.isNaN : got.bitPattern == want.bitPattern
        failures.check(isSame, "\(row[1]): \(got), not \(want)")
      }
    }
    #expect(failures.isEmpty && failures.checked == 512, "\(failures)")
  }

  @Test func numbersRoundAlike() throws {
    try checkPoints(Float8E4M3FN.self)
    try checkPoints(Float8E5M2.self)
  }

  /// Numbers of float32: at every value and midpoint and beside them. A float64 number between two of them
  /// that round alike rounds so too.
  private func checkPoints<T: SaturableFormat>(_: T.Type) throws {
    var failures = Failures()
    var codes: [UInt32: UInt8] = [:]
    for row in try rows(T.name) where row[0] == "point" {
      let x = number(row[1])
      let (want, saturated) = (UInt8(row[2], radix: 16), UInt8(row[3], radix: 16))
      failures.check(T(nearest: x).bitPattern == want, "\(row[1]): not \(row[2])")
      failures.check(Saturating<T>(nearest: x).bitPattern == saturated, "\(row[1]): not \(row[3])")
      codes[Float(x).bitPattern] = want
    }
    for (bits, code) in codes where bits < 0x7f80_0000 {
      let x = Double(Float(bitPattern: bits))
      guard codes[bits + 1] == code else { continue }
      for y in [x.nextUp, (x + Double(Float(bitPattern: bits + 1))) / 2] {
        failures.check(T(nearest: y).bitPattern == code, "\(y.hexFloat): not \(code)")
      }
    }
    #expect(failures.isEmpty && failures.checked > 3500, "\(failures)")
  }

  @Test func everyNumberOfSixteenBitsRoundsAlike() throws {
    try checkAll(Float8E4M3FN.self)
    try checkAll(Float8E5M2.self)
  }

  private func checkAll<T: SaturableFormat>(_: T.Type) throws {
    var count = 0
    for row in try rows(T.name) where row[0] == "all" {
      let source = try #require(FormatName(rawValue: String(row[1])))
      let saturates = row[2] == "saturate"
      func codes<S: BinaryFormat>(_: S.Type) -> [UInt8] {
        (0..<65536).map {
          let x = S(bits: UInt64($0)).double
          return saturates ? Saturating<T>(nearest: x).bitPattern : T(nearest: x).bitPattern
        }
      }
      let digest = SHA256.hexDigest(of: Data(codes(source.type)))
      #expect(digest == row[3], "\(T.name.rawValue) \(row[1]) \(row[2])")
      count += 1
    }
    #expect(count == 4)
  }
}
