import FloatingPointFormats
import TestSupport
import Testing

@testable import Oracle

/// The oracle against tables that mpmath made: as enclosures, and digit by digit.
@Suite struct GoldenTests {
  @Test(arguments: GoldenTable.all) func agrees(_ table: GoldenTable) throws {
    let rows = try table.rows()
    #expect(rows.count >= 500)
    let failures = try Self.failures(table.oracle, table, rows)
    #expect(failures.isEmpty, "\(failures)")
  }

  /// Disagreements of an oracle with a table.
  static func failures(
    _ oracle: Oracle, _ table: GoldenTable, _ rows: some Sequence<GoldenTable.Row>
  ) throws -> Failures {
    var failures = Failures()
    for row in rows {
      let problem = try disagreement(oracle, row)
      failures.check(
        problem == nil,
        "\(table.name) (derivative \(table.derivative)) at \(row.x.hexFloat) [\(row.tag)]: "
          + "\(problem ?? "")")
    }
    return failures
  }

  /// What is wrong between the oracle and a row, or nil.
  static func disagreement(_ oracle: Oracle, _ row: GoldenTable.Row) throws -> String? {
    let own = try oracle.decimal(at: row.x, digits: 60)
    let enclosure = oracle.enclosure(at: row.x, precision: 256).interval
    let both = "oracle \(own), table \(row.value)"
    switch row.value {
    case "0":
      // 0·x has the sign of x.
      let p = oracle.function.branch(at: row.x).polynomial?.derivative(oracle.derivative)
      let isNegative = row.x < 0 && (p?.numerators.count ?? 1) > 1 && p?.isConstant == true
      return own == (isNegative ? "-0" : "0") && enclosure.isPoint && enclosure.lo.isZero
        ? nil : both
    case "-0":
      // Negative and below 1e-20000: the oracle may give figures, or only the sign.
      let power = own.split(separator: "e").last.flatMap { Double($0) } ?? 0
      let small = own == "-0" || own.hasPrefix("-") && own.contains("e") && power < -20_000
      let bounded = Interval(from: -0x1p-1000, to: 0, precision: 64).contains(enclosure)
      return small && bounded && row.x.magnitude > 65_536 ? nil : both
    default:
      guard let golden = Decimal60(row.value) else { return "cannot read \(row.value)" }
      if !golden.interval.overlaps(enclosure) { return "enclosures apart: \(both)" }
      return Decimal60(own) == golden ? nil : both
    }
  }
}
