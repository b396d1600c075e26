import FloatingPointFormats
import TestSupport
import Testing

@testable import Functions
@testable import Oracle

/// The comparison of `GoldenTests` must see a wrong constant, a wrong digit and a wrong branch.
@Suite struct GoldenMutantTests {
  /// Rows where a constant shows: neither exact, nor saturated, nor x/2.
  private func rows(_ table: GoldenTable) throws -> [GoldenTable.Row] {
    try table.rows().filter { (0x1p-8...8).contains($0.x.magnitude) }
  }

  /// One unit in the 18th place of a constant.
  @Test func wrongConstants() throws {
    let cubic = try #require(DecimalConstant("0.04471500000000001"))
    let logistic = try #require(DecimalConstant("1.70200000000000001"))
    let slope = try #require(DecimalConstant("0.01000000000000001"))
    let mutants: [Function] = [
      Function(GELUTanh(cubic: .decimal(cubic))),
      Function(GELUSigmoid(scale: .decimal(logistic))),
      Function(LeakyReLU(slope: .decimal(slope))),
      Function(GELUTanh(scale: .twoOverSqrtPi)),
    ]
    for mutant in mutants {
      for table in GoldenTable.all where table.function.baseName == mutant.baseName {
        let rows = try rows(table).filter { mutant.baseName != "leaky-relu" || $0.x < 0 }
        let oracle = Oracle(mutant, derivative: table.derivative)
        let failures = try GoldenTests.failures(oracle, table, rows)
        #expect(failures.checked > 20 && failures.count == failures.checked, "\(table.name)")
      }
    }
  }

  /// The derivative of the next order, and the other approximation of GELU.
  @Test func wrongFunction() throws {
    let table = GoldenTable(function: .gelu, derivative: 1)
    let rows = try rows(table)
    for oracle in [Oracle(.gelu), Oracle(.gelu, derivative: 2), Oracle(.geluTanh, derivative: 1)] {
      let failures = try GoldenTests.failures(oracle, table, rows)
      #expect(failures.count > failures.checked * 9 / 10)
    }
  }

  /// One unit of the 60th digit, up or down, in rows whose value is not exact; every digit is
  /// compared, and the enclosure alone sees it too.
  @Test func wrongDigit() throws {
    for table in GoldenTable.all where table.derivative < 2 && !table.function.isPiecewiseLinear {
      for row in try rows(table).prefix(60)
      where row.value.contains("e") && !row.value.contains("00000000000000000") {
        var wrong = row
        var digits = Array(row.value)
        let last = try #require(digits.firstIndex(of: "e")) - 1
        let digit = try #require(digits[last].wholeNumberValue)
        digits[last] = Character("\(digit == 0 ? 1 : digit - 1)")
        wrong.value = String(digits)
        #expect(try GoldenTests.disagreement(table.oracle, row) == nil)
        let problem = try GoldenTests.disagreement(table.oracle, wrong)
        #expect(problem?.hasPrefix("enclosures apart") == true, "\(table.name) \(row.value)")
      }
    }
  }

  /// Lost signs, zeros that are not, numbers that should be zero.
  @Test func wrongKind() throws {
    let gelu = GoldenTable.Row(x: -3, value: "0", tag: "")
    #expect(try GoldenTests.disagreement(Oracle(.gelu), gelu) != nil)
    let tail = GoldenTable.Row(x: -70_000, value: "0", tag: "")
    #expect(try GoldenTests.disagreement(Oracle(.gelu), tail) != nil)
    let near = GoldenTable.Row(x: -3, value: "-0", tag: "")
    #expect(try GoldenTests.disagreement(Oracle(.gelu), near) != nil)
    let one = GoldenTable.Row(x: 1, value: "-1." + String(repeating: "0", count: 59), tag: "")
    #expect(try GoldenTests.disagreement(Oracle(.relu), one) != nil)
    var right = one
    right.value.removeFirst()
    #expect(try GoldenTests.disagreement(Oracle(.relu), right) == nil)
  }

  @Test func decimalsAreReadAlike() {
    let same = ["0.0125", "1.25e-2", "12.5e-3", "0.01250", "00.0125"].map { Decimal60($0) }
    #expect(Set(same).count == 1 && same[0]?.power == -2)
    #expect(Decimal60("-0.0125") != Decimal60("0.0125"))
    #expect(Decimal60("125") == Decimal60("1.25e2"))
    for bad in ["", "0", "-0", "1.2.3", "nan", "1e", "1ex", String(repeating: "1", count: 61)] {
      #expect(Decimal60(bad) == nil, "\(bad)")
    }
  }
}
