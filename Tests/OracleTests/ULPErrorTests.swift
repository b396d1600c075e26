import CMPFR
import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// The ULP error, from its definition and the golden tables' digits: e = (y − G)/ulp(G) with
/// ulp(G) = 2^(max(⌊log2|G|⌋, emin) − p + 1).
@Suite struct ULPErrorTests {
  /// e from the table's decimal, enclosed.
  static func expected(_ y: Double, _ g: Interval, precision p: Int, emin: Int) -> Interval? {
    let (a, b) = (g.lo.exponentFloor, g.hi.exponentFloor)
    guard a == b else { return nil }
    return (Interval(y, precision: 400) - g).scaled(by: -(max(a, emin) - p + 1))
  }

  static func failures<T: BinaryFormat>(
    _: T.Type, _ table: GoldenTable, precision: Int, emin: Int
  ) throws -> Failures {
    var failures = Failures()
    var random = SplitMix64(seed: 71)
    // Few of the slow tail, all kinds of tags.
    let rows = try table.rows().filter { $0.x.magnitude < 20 && $0.x.magnitude > 1e-9 }
    for row in rows where Int.random(in: 0..<8, using: &random) == 0 {
      guard let golden = Decimal60(row.value)?.interval else { continue }
      let right = T(nearest: golden.doubles.lo)
      for y in TruthTests.outputs(right, &random) {
        guard let want = expected(y.double, golden, precision: precision, emin: emin) else {
          continue
        }
        let (lo, hi) = try table.oracle.ulpError(of: y.double, at: row.x, in: T.parameters)
        let name = "\(table.name) \(T.name) at \(row.x.hexFloat), output \(y.hexFloat)"
        failures.check(
          Interval(from: lo, to: hi, precision: 64).overlaps(want),
          "\(name): \(lo)…\(hi), \(want.doubles)")
        failures.check(
          hi - lo <= 0x1p-45 * max(hi.magnitude, lo.magnitude, 0x1p-20), "\(name): wide")
        // Errors are not known to more than 2^−65.
        for limit in [0.5, 1, hi.magnitude * 0.99, hi.magnitude * 1.01] where limit > 0x1p-40 {
          let size = max(lo.magnitude, hi.magnitude)
          guard abs(size - limit) > 0x1p-30 * limit else { continue }
          let isWithin = try table.oracle.isError(
            of: y.double, at: row.x, in: T.parameters, within: limit)
          failures.check(isWithin == (size < limit), "\(name): within \(limit)")
        }
      }
    }
    return failures
  }

  /// relu′ is 0 or 1 and left to `exactTruths`.
  @Test(arguments: GoldenTable.all.filter { $0.derivative < 2 && $0.name != "relu-derivative" })
  func agreesWithTheTables(_ table: GoldenTable) throws {
    let half = try Self.failures(Float16.self, table, precision: 11, emin: -14)
    #expect(half.isEmpty, "\(half)")
    let brain = try Self.failures(BFloat16.self, table, precision: 8, emin: -126)
    #expect(brain.isEmpty, "\(brain)")
    let single = try Self.failures(Float.self, table, precision: 24, emin: -126)
    #expect(single.isEmpty, "\(single)")
    let double = try Self.failures(Double.self, table, precision: 53, emin: -1022)
    #expect(double.isEmpty, "\(double)")
  }

  /// Another emin or precision is another unit.
  @Test func wrongUnitsAreCaught() throws {
    let table = GoldenTable(function: .gelu, derivative: 0)
    #expect(try Self.failures(Float16.self, table, precision: 12, emin: -14).count > 100)
    #expect(try Self.failures(Float16.self, table, precision: 11, emin: -126).count > 10)
  }

  @Test func exactTruths() throws {
    let relu = Oracle(.relu)
    let p = Float.parameters
    #expect(try relu.ulpError(of: 3, at: 3, in: p) == (0, 0))
    #expect(try relu.ulpError(of: Double(Float(3).nextUp), at: 3, in: p) == (1, 1))
    // ulp(0) is the smallest subnormal, and below a power of two the unit is that of the power.
    #expect(try relu.ulpError(of: 0x1p-149, at: -3, in: p) == (1, 1))
    #expect(try relu.ulpError(of: Double(Float(4).nextDown), at: 4, in: p) == (-0.5, -0.5))
    // A flushed tail of gelu: its own size in units of 2^−149.
    let (lo, hi) = try Oracle(.gelu).ulpError(of: 0, at: -14, in: p)
    let g = try Oracle(.gelu).rounded(at: -14, to: Double.self)
    #expect(lo <= -g * 0x1p149 * (1 + 0x1p-50) && hi >= -g * 0x1p149 * (1 - 0x1p-50))
    #expect(try relu.isError(of: Double(Float(4).nextDown), at: 4, in: p, within: 0.5))
    #expect(try !relu.isError(of: Double(Float(4).nextDown), at: 4, in: p, within: 0.5.nextDown))
    let slope = Oracle(.relu, derivative: 1)
    #expect(try slope.ulpError(of: 1, at: 3, in: p) == (0, 0))
    #expect(try slope.ulpError(of: 1, at: 0, in: p) == (0x1p149, 0x1p149))
  }

  /// An odd subnormal: the correct rounding is off by less than half a unit, however little less.
  @Test func tiesThatAreNone() throws {
    let p = Double.parameters
    let least = Double.leastNonzeroMagnitude
    #expect(try Oracle(.gelu).isError(of: least, at: least, in: p, within: 0.5))
    #expect(try !Oracle(.gelu).isError(of: 0, at: least, in: p, within: 0.5))
    #expect(try Oracle(.gelu).isError(of: -0.0, at: -least, in: p, within: 0.5))
    #expect(try !Oracle(.gelu).isError(of: -least, at: -least, in: p, within: 0.5))
  }

  /// Beside a power of two the enclosure must settle which binade the exact value is in.
  @Test func binadesAreSettled() throws {
    // gelu(x) < x for x > 0: beside 2^e the unit is that of the binade below.
    for x in [32.0, 64, 0x1p100] {
      #expect(
        try Oracle(.gelu).ulpExponent(at: x, in: Double.parameters) == Int(x.exponent) - 1 - 52)
      #expect(try Oracle(.relu).ulpExponent(at: x, in: Double.parameters) == Int(x.exponent) - 52)
    }
    // gelu′(x) > 1 there.
    #expect(try Oracle(.gelu, derivative: 1).ulpExponent(at: 64, in: Float.parameters) == -23)
    #expect(try Oracle(.gelu).ulpExponent(at: -1e4, in: Float.parameters) == -149)
    #expect(try Oracle(.relu).ulpExponent(at: -1, in: BFloat16.parameters) == -133)
  }
}
