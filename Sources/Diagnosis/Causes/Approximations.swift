import FloatingPointFormats
import Foundation

/// What is left: rounding in a narrow format, a step, or an approximation's own error.
struct ApproximationCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let bad = open.filter { c.rows[$0].isBad && c.rows[$0].y.isFinite }
    guard bad.count >= 8 else { return [] }
    return [noisy(c, bad) ?? smooth(c, bad)].compactMap(\.self)
  }

  /// Errors that jump about as roundings do.
  private func noisy(_ c: Case, _ bad: [Int]) -> Finding? {
    let pairs = zip(bad, bad.dropFirst()).filter { $1 - $0 <= 4 }
    let turns = pairs.count { c.rows[$0].error * c.rows[$1].error < 0 }
    guard pairs.count >= 8, turns * 5 >= pairs.count else { return nil }
    let relative = bad.map { ((c.rows[$0].y - c.rows[$0].f) / c.rows[$0].f).magnitude }.sorted()
    let middle = relative[relative.count / 2]
    guard middle > 0, middle.isFinite else { return nil }
    let bits = Int((-log2(middle)).rounded())
    let format = FormatName.reported.filter { $0.parameters.precision < 53 }.min {
      abs($0.parameters.precision - bits) < abs($1.parameters.precision - bits)
    }
    let name =
      format.map {
        abs($0.parameters.precision - bits) <= 3
          ? "\($0.rawValue) arithmetic" : "about \(bits) bits"
      }
      ?? "about \(bits) bits"
    return Finding(
      cause: .lowPrecision,
      sentence: "every operation is rounded in \(name): errors change sign from input to input",
      evidence: [
        "in \(turns) of \(pairs.count) pairs of neighbours; the median of the relative error is 2^-\(bits)"
      ], rows: bad)
  }

  /// Errors that go on smoothly: the formula's own.
  private func smooth(_ c: Case, _ bad: [Int]) -> Finding? {
    let worst = bad.max { gap(c, $0) < gap(c, $1) } ?? bad[0]
    let size = String(
      format: "%.3g at x = %@", gap(c, worst), c.shown(c.rows[worst].x))
    if let (at, jump) = join(c) {
      return Finding(
        cause: .step,
        sentence:
          "the output steps by \(String(format: "%.3g", jump)) at x = \(c.shown(c.rows[at].x)), where two pieces meet",
        evidence: ["errors are up to \(size)"], rows: bad)
    }
    return Finding(
      cause: .approximation,
      sentence: "the approximation is too coarse: its error goes on smoothly from input to input",
      evidence: ["up to \(size)"], rows: bad)
  }

  private func gap(_ c: Case, _ i: Int) -> Double { (c.rows[i].y - c.rows[i].f).magnitude }

  /// Where the error jumps, and by how much: far more than it does anywhere near.
  private func join(_ c: Case) -> (at: Int, jump: Double)? {
    let central = c.rows.indices.filter {
      c.rows[$0].x.magnitude < 24 && c.rows[$0].x.magnitude > 0.0625 && c.rows[$0].y.isFinite
    }
    guard central.count >= 64 else { return nil }
    let jumps = zip(central, central.dropFirst()).map { a, b in
      (b, ((c.rows[b].y - c.rows[b].f) - (c.rows[a].y - c.rows[a].f)).magnitude)
    }
    guard let most = jumps.max(by: { $0.1 < $1.1 }) else { return nil }
    let near = jumps.filter { abs($0.0 - most.0) <= 40 && $0.0 != most.0 }.map(\.1).sorted()
    guard let typical = near.dropLast(2).last, most.1 > 16 * typical,
      most.1 > 16 * c.rows[most.0].unit
    else { return nil }
    return most
  }
}

/// The same output over and over where results differ.
struct TableCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let bad = open.filter { c.rows[$0].isBad && c.rows[$0].y.isFinite }
    let stretch = c.rows.indices.filter {
      c.rows[$0].x.magnitude <= 4 && c.rows[$0].x.magnitude >= 0.125 && c.rows[$0].y.isFinite
    }
    let outputs = Set(stretch.map { c.rows[$0].y }), right = Set(stretch.map { c.rows[$0].right })
    guard bad.count >= 8, stretch.count >= 64, outputs.count * 4 < right.count else { return [] }
    return [
      Finding(
        cause: .coarseTable,
        sentence:
          "a table without interpolation, or few bits inside: outputs stand still over stretches of inputs",
        evidence: [
          "\(outputs.count) different outputs for 1/8 <= |x| <= 4, where the right ones are \(right.count)"
        ], rows: bad)
    ]
  }
}
