import FloatingPointFormats
import Foundation
import Functions
import TestSupport
import Testing

@testable import Oracle

/// The table of bounds in Documentation/Proof.md against the cells themselves.
///
/// GELU_ACCURACY_EVERY_CELL=1 builds all cells, half a minute in a release build, and compares exactly.
@Suite struct BoundTableTests {
  /// Relative bounds as the exponents n of 2^−n, rounded down.
  struct Row: Equatable, CustomStringConvertible {
    var name: String
    var cells, rung1, rung2, vector: Int
    var description: String { "| \(name) | \(cells) | 2^−\(rung1) | 2^−\(rung2) | 2^−\(vector) |" }
  }

  static let oracles = Function.tabulated.filter { !$0.isPiecewiseLinear }
    .flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }

  static var isEvery: Bool {
    ProcessInfo.processInfo.environment["GELU_ACCURACY_EVERY_CELL"] == "1"
  }

  /// Every cell that float64 uses: the central one, and those down to where results vanish.
  static func indices(_ oracle: Oracle) -> [CellIndex] {
    let edge = TruthSource(oracle).saturations.left.edge
    return [.central]
      + (-7...10).flatMap { e in
        let parts = 1 << oracle.cellBits(binade: e)
        return (0..<parts).map { CellIndex(exponent: e, part: $0, parts: parts) }
      }.filter { -$0.centre - $0.halfWidth < edge }
  }

  static func row(_ oracle: Oracle, _ indices: [CellIndex], cells: Int) -> Row {
    let table = CellTable.shared(oracle)
    let (wide, single) = (TruthSource(oracle), TruthSource(oracle, for: .float32))
    var (one, two, vector) = (0.0, 0.0, 0.0)
    for index in indices {
      let cell = table.cell(index)
      // The cell of a root is rung 2's alone; its bound is relative to p, whose zero is not in it.
      let sizes = cell.high.enumerated().map {
        $1.magnitude * power($0 == 0 ? 1 : cell.halfWidth, $0)
      }
      let least = sizes[0] - sizes.dropFirst().reduce(0, +)
      two = max(two, cell.bound / least)
      let x = index.isCentral ? 0x1p-8 : index.centre
      for x in [x, -x] {
        vector = max(vector, wide.wideCell(at: x)?.relativeBound ?? 0)
        guard x.magnitude < single.saturations.left.edge else { continue }
        for part in 0..<FineCell.cuts {
          let at = index.isCentral ? x : x + (Double(part) - 1.5) / 2 * index.halfWidth
          let fine = single.fineCell(at: at)
          if fine.relativeBound.isFinite { one = max(one, fine.relativeBound) }
        }
      }
    }
    func exponent(_ bound: Double) -> Int { -bound.exponentFloor - 1 }
    let name = oracle.function.name + (oracle.derivative == 1 ? "′" : "")
    return Row(
      name: name, cells: cells, rung1: exponent(one), rung2: exponent(two),
      vector: exponent(vector))
  }

  /// The rows of the documentation.
  static func documented() throws -> [Row] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Documentation/Proof.md")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count == 5, let cells = Int(fields[1]) else { return nil }
      let n = fields[2...].compactMap { Int($0.replacing("2^−", with: "")) }
      guard n.count == 3 else { return nil }
      return Row(name: fields[0], cells: cells, rung1: n[0], rung2: n[1], vector: n[2])
    }
  }

  @Test(arguments: oracles) func documentationHolds(_ oracle: Oracle) throws {
    let all = Self.indices(oracle)
    let step = Self.isEvery ? 1 : all.count / 24
    let row = Self.row(
      oracle, stride(from: 0, to: all.count, by: step).map { all[$0] }, cells: all.count)
    let stated = try #require(try Self.documented().first { $0.name == row.name }, "\(row)")
    if Self.isEvery {
      #expect(stated == row)
    } else {
      #expect(stated.cells == row.cells)
      #expect(row.rung1 >= stated.rung1 && row.rung2 >= stated.rung2)
      #expect(row.vector >= stated.vector)
    }
  }
}
