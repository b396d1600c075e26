import FloatingPointFormats
import Foundation
import TestSupport
import Testing

/// + − × ÷ on every pair of a few hundred values, against the exact result rounded once.
@Suite struct BFloat16ArithmeticTests {
  enum Operation: CaseIterable { case plus, minus, times, over }

  /// Zeros, subnormals, powers of two, odd significands at every scale, the largest, the infinities.
  static let values: [BFloat16] = {
    var random = SplitMix64(seed: 4)
    var patterns: [UInt16] = [0, 1, 2, 3, 0x7e, 0x7f, 0x80, 0x81, 0x3f80, 0x3f81, 0x7f7f, 0x7f80]
    patterns += (0..<16).map { UInt16($0) << 11 | 0x80 }
    patterns += (0..<60).map { _ in UInt16.random(in: 0..<0x7f80, using: &random) }
    // Close in size, where sums round and cancel.
    patterns += (0..<40).map { _ in UInt16.random(in: 0x3e00..<0x4100, using: &random) }
    return (patterns + patterns.map { $0 | 0x8000 }).map { BFloat16(bitPattern: $0) }
  }()

  /// The exact result of two finite values as a double rounded to odd, which a second rounding to
  /// 8 bits cannot tell from it.
  static func exact(_ operation: Operation, _ a: Double, _ b: Double) -> Double {
    switch operation {
    case .plus, .minus:
      let b = operation == .plus ? b : -b
      let s = a + b
      let back = s - a
      return odd(s, rest: (a - (s - back)) + (b - back))
    // 16 bits, between 2^−266 and 2^256.
    case .times: return a * b
    case .over:
      // a − q·b is exact; over b, it is what q lacks.
      let q = a / b
      return odd(q, rest: a.addingProduct(-q, b) / b)
    }
  }

  /// s + rest for a tiny rest, rounded to odd.
  private static func odd(_ s: Double, rest: Double) -> Double {
    guard rest != 0, s.bitPattern & 1 == 0 else { return s }
    return rest > 0 ? s.nextUp : s.nextDown
  }

  static func failures(
    _ operation: Operation, _ compute: (BFloat16, BFloat16) -> BFloat16
  ) -> Failures {
    var failures = Failures()
    for a in values {
      for b in values {
        let got = compute(a, b)
        let want = expected(operation, a, b)
        failures.check(
          got.bitPattern == want.bitPattern || got.isNaNValue && want.isNaNValue,
          "\(a.hexFloat) \(operation) \(b.hexFloat): got \(got.hexFloat), want \(want.hexFloat)")
      }
    }
    return failures
  }

  private static func expected(_ operation: Operation, _ a: BFloat16, _ b: BFloat16) -> BFloat16 {
    let (x, y) = (a.double, b.double)
    let plain =
      switch operation {
      case .plus: x + y
      case .minus: x - y
      case .times: x * y
      case .over: x / y
      }
    // NaN, infinities and zeros with their signs are the same in every format.
    guard plain.isFinite, plain != 0, x.isFinite, y.isFinite else {
      return plain.isNaN ? .quietNaN : BFloat16(plain, rounding: .nearestEven)
    }
    let bits = ReferenceFormat.bfloat16.rounded(exact(operation, x, y), .nearestEven)
    return BFloat16(bitPattern: UInt16(bits))
  }

  @Test func correctlyRounded() {
    let sum = Self.failures(.plus, +)
    #expect(sum.isEmpty, "\(sum)")
    let difference = Self.failures(.minus, -)
    #expect(difference.isEmpty, "\(difference)")
    let product = Self.failures(.times, *)
    #expect(product.isEmpty, "\(product)")
    let quotient = Self.failures(.over, /)
    #expect(quotient.isEmpty, "\(quotient)")
  }

  @Test func negationAndOrder() {
    var failures = Failures()
    for a in Self.values {
      failures.check((-a).bitPattern == a.bitPattern ^ 0x8000, "-\(a.hexFloat)")
      for b in Self.values {
        failures.check((a < b) == (a.double < b.double), "\(a.hexFloat) < \(b.hexFloat)")
      }
    }
    #expect(failures.isEmpty, "\(failures)")
    #expect(!(BFloat16.quietNaN < BFloat16(bitPattern: 0x3f80)))
  }

  /// The checker sees results cut off, and results from operands with flushed subnormals.
  @Test func mutantsAreCaught() {
    let cut = Self.failures(.plus) { BFloat16(truncating: $0.float + $1.float) }
    #expect(cut.count > 1000)
    let flushed = Self.failures(.times) { a, b in
      let flush = { (x: BFloat16) in x.isSubnormalValue ? BFloat16(bitPattern: 0) : x }
      return flush(a) * flush(b)
    }
    #expect(flushed.count > 1000)
    // Away from zero at ties only.
    let ties = Self.failures(.plus) { a, b in
      let s = a.float + b.float
      guard s.bitPattern & 0xffff == 0x8000, s.isFinite else { return BFloat16(s) }
      return BFloat16(bitPattern: UInt16(truncatingIfNeeded: s.bitPattern >> 16 + 1))
    }
    #expect(ties.count > 10)
  }
}
