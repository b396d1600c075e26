import CMPFR
import FloatingPointFormats
import Foundation
import Testing

@testable import Oracle

/// MPFR against mpmath, which shares no code with it: every row of Reference/Golden, to 60 digits.
@Suite struct GoldenTests {
  struct Table: Sendable, CustomTestStringConvertible {
    var name: String
    var oracle: Oracle
    var testDescription: String { name }
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Reference/Golden")

  static let tables: [Table] = Function.all.flatMap { f -> [Table] in
    let orders = f.isPiecewiseLinear ? 0...1 : 0...2
    return orders.map { order in
      let suffix = ["", "-derivative", "-second-derivative"][order]
      return Table(name: f.name + suffix, oracle: Oracle(f, derivative: order))
    }
  }

  struct Row {
    var x: Double
    var value, tag: String
  }

  static func rows(_ name: String) throws -> [Row] {
    let text = try String(contentsOf: folder.appending(path: "\(name).tsv"), encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: "\t").map(String.init)
      return Row(x: try #require(Double(cells[0])), value: cells[1], tag: cells[2])
    }
  }

  /// Nil if the enclosure and the decimal's own, ± one unit of its 60th digit, have a common point.
  static func disagreement(_ oracle: Oracle, _ row: Row) -> String? {
    let ours = oracle.enclosure(at: row.x, precision: 320).interval
    if row.value == "0" { return ours.lo.isZero && ours.hi.isZero ? nil : "not zero" }
    if row.value == "-0" {
      // Negative and below 1e-20000.
      let isTiny = ours.lo.sign < 0 && ours.hi.sign <= 0 && ours.lo.exponentFloor < -4000
      return isTiny ? nil : "not a negative underflow"
    }
    let theirs = Interval(decimal: row.value, precision: 320)
    let isNear = ours.overlaps(theirs)
    // An enclosure as wide as its value would agree with anything.
    let isNarrow =
      ours.isPoint || ours.hi.exponentFloor - (ours - ours).hi.exponentFloor > 200
    guard isNear, isNarrow else {
      return "x = \(row.x.hexFloat) (\(row.tag)): mpmath \(row.value), MPFR "
        + "\(ours.lo.decimal(digits: 62)) … \(ours.hi.decimal(digits: 62))"
    }
    return nil
  }

  @Test(arguments: tables) func agreesToSixtyDigits(_ table: Table) throws {
    let rows = try Self.rows(table.name)
    #expect(rows.count >= (table.oracle.derivative == 2 ? 200 : 500))
    let wrong = rows.compactMap { Self.disagreement(table.oracle, $0) }
    #expect(wrong.isEmpty, "\(table.name): \(wrong.count) of \(rows.count); \(wrong.prefix(3))")
  }

  /// The printed digits, where the value is neither a tie nor out of MPFR's reach.
  @Test(
    arguments: tables.filter { $0.oracle.derivative < 2 && !$0.oracle.function.isPiecewiseLinear })
  func printsTheSameDigits(_ table: Table) throws {
    for row in try Self.rows(table.name) where row.value != "-0" && row.value != "0" {
      let ours = try table.oracle.decimal(at: row.x, digits: 60)
      #expect(
        Interval(decimal: ours, precision: 320, units: 0)
          .overlaps(Interval(decimal: row.value, precision: 320, units: 0)),
        "\(table.name) at \(row.x.hexFloat): \(ours) and \(row.value)")
    }
  }

  /// A wrong 60th digit is found, and a constant off in its last place.
  @Test func plantedErrorsAreFound() throws {
    let rows = try Self.rows("gelu-tanh").filter { $0.value.count > 60 && $0.tag != "binade" }
    let altered = Function(
      .geluTanh, scale: .sqrtTwoOverPi, cubic: try #require(DecimalConstant("0.04471500001")))
    let missed = rows.filter {
      $0.x.magnitude > 1e-2 && $0.x > -20 && $0.x < 5
        && Self.disagreement(Oracle(altered), $0) == nil
    }
    #expect(missed.isEmpty)
    for row in rows.prefix(50) {
      var digits = Array(row.value)
      let last = (digits.firstIndex(of: "e") ?? digits.endIndex) - 2
      digits[last] = digits[last] == "5" ? "6" : "5"
      guard String(digits) != row.value else { continue }
      var wrong = row
      wrong.value = String(digits)
      #expect(Self.disagreement(Oracle(.geluTanh), wrong) != nil)
    }
  }
}

extension Interval {
  /// A decimal ± so many units of its 60th significant digit.
  init(decimal: String, precision: Int, units: Int = 1) {
    MPFloat.widenExponents()
    func read(_ rounding: mpfr_rnd_t) -> MPFloat {
      MPFloat(precision: precision) { p in
        _ = decimal.withCString { mpfr_strtofr(p, $0, nil, 10, rounding) }
      }
    }
    let value = Interval(lo: read(MPFR_RNDD), hi: read(MPFR_RNDU))
    guard units > 0 else {
      self = value
      return
    }
    // One unit of the 60th digit is at most 10^−59 of the value.
    let unit = MPFloat(precision: precision) { p in
      mpfr_set_ui(p, 10, MPFR_RNDU)
      mpfr_pow_si(p, p, -59, MPFR_RNDU)
      _ = value.lo.with { mpfr_mul(p, p, $0, MPFR_RNDA) }
      mpfr_abs(p, p, MPFR_RNDU)
    }
    self = value + Interval(lo: (-Interval(lo: unit, hi: unit)).lo, hi: unit)
  }
}
