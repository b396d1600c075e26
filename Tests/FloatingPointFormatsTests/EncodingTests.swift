import FloatingPointFormats
import Foundation
import TestSupport
import Testing

/// What is printed reads back as the same value, by a reader that is not ours.
@Suite struct EncodingTests {
  static let doubles: [Double] = {
    var random = SplitMix64(seed: 8)
    let any = (0..<5000).map { _ in Double(bitPattern: random.next()) }
    let subnormal = (0..<500).map { _ in Double(bitPattern: random.next() >> 12) }
    let edges: [Double] = [
      0, .leastNonzeroMagnitude, .leastNormalMagnitude, .leastNormalMagnitude.nextDown,
      .greatestFiniteMagnitude, 1, .infinity, .nan,
    ]
    return any + subnormal + edges + edges.map { -$0 }
  }()

  static let floats = doubles.map { Float(bitPattern: UInt32($0.bitPattern >> 32)) }

  private func everyValue<T: BinaryFormat>(_: T.Type) -> [T] where T.Bits == UInt16 {
    (0...UInt16.max).map { T(bitPattern: $0) }
  }

  /// - Parameter read: the value that a text denotes, exactly or correctly rounded to `T`.
  private func check<T: BinaryFormat>(
    _ values: [T], _ text: (T) -> String, read: (String) -> T?
  ) -> Failures {
    var failures = Failures()
    for x in values {
      let shown = text(x)
      let back = read(shown)
      failures.check(
        back.map { x.isNaNValue ? $0.isNaNValue : $0.bitPattern == x.bitPattern } ?? false,
        "\(T.name) \(String(x.bitPattern, radix: 16)): '\(shown)'")
    }
    return failures
  }

  @Test func hexBitsReadBack() {
    func bits<T: BinaryFormat>(_ values: [T]) {
      var failures = Failures()
      for x in values {
        let text = x.hexBits
        failures.check(
          text.count == 2 + T.Bits.bitWidth / 4 && text.hasPrefix("0x")
            && T.Bits(text.dropFirst(2), radix: 16) == x.bitPattern, "\(T.name) '\(text)'")
      }
      #expect(failures.isEmpty, "\(failures)")
    }
    bits(everyValue(Float16.self))
    bits(everyValue(BFloat16.self))
    bits(Self.floats)
    bits(Self.doubles)
    #expect(Float(0x1.8p+1).negated.hexBits == "0xc0400000")
  }

  /// Every hex float is exact, so strtod's value must be the value itself.
  @Test func hexFloatsReadBack() {
    func exactly<T: BinaryFormat>(_ text: String) -> T? {
      let d = strtod(text, nil)
      let y = T(nearest: d)
      return d.isNaN || y.double == d ? y : nil
    }
    let half = check(everyValue(Float16.self), \.hexFloat, read: exactly)
    #expect(half.isEmpty, "\(half)")
    let brain = check(everyValue(BFloat16.self), \.hexFloat, read: exactly)
    #expect(brain.isEmpty, "\(brain)")
    let single = check(Self.floats, \.hexFloat, read: exactly)
    #expect(single.isEmpty, "\(single)")
    let double = check(Self.doubles, \.hexFloat, read: exactly)
    #expect(double.isEmpty, "\(double)")
  }

  @Test func hexFloatsAreCanonical() {
    #expect(Float(-3).hexFloat == "-0x1.8p+1")
    #expect(Float(1).hexFloat == "0x1p+0")
    #expect(Double(-0.0).hexFloat == "-0x0p+0")
    #expect(Double.leastNonzeroMagnitude.hexFloat == "0x1p-1074")
    #expect((3 * Double.leastNonzeroMagnitude).hexFloat == "0x1.8p-1073")
    #expect(BFloat16(bitPattern: 0x8003).hexFloat == "-0x1.8p-132")
    #expect(Float16.greatestFiniteMagnitude.hexFloat == "0x1.ffcp+15")
    #expect(Double.greatestFiniteMagnitude.hexFloat == "0x1.fffffffffffffp+1023")
    #expect(Float.infinity.negated.hexFloat == "-inf" && Float.nan.hexFloat == "nan")
  }

  /// A digit left out or a sign dropped does not read back.
  @Test func wrongTextsAreCaught() {
    let values = everyValue(Float16.self)
    let short = check(values, { String(format: "%.3g", $0.double) }, read: { Float16($0) })
    #expect(short.count > 10_000)
    let unsigned = check(values, { $0.hexFloat.replacingOccurrences(of: "-", with: "") }) {
      Float16(nearest: strtod($0, nil))
    }
    #expect(unsigned.count > 31_000)
  }

  /// In binary64 to the same real number, whatever the format.
  @Test func exactDecimalsAreTheNumber() {
    func check<T: BinaryFormat>(_ values: [T]) {
      var failures = Failures()
      for x in values {
        let text = x.exactDecimal
        let isRight =
          x.isNaNValue ? text == "nan" : Double(text)?.bitPattern == x.double.bitPattern
        failures.check(isRight && !text.hasSuffix(".0"), "\(x.hexBits): '\(text)'")
      }
      #expect(failures.isEmpty, "\(failures)")
    }
    check(everyValue(Float16.self))
    check(everyValue(BFloat16.self))
    check(Self.floats)
    check(Self.doubles)
    #expect(BFloat16(bitPattern: 0xc10a).exactDecimal == "-8.625")
  }
}
