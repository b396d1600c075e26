import Foundation
import Functions

/// Errors that an argument's rounding explains: the condition number x·f′/f of them makes them large.
struct ArgumentCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let slope = Target(c.target.function, derivative: c.target.derivative + 1)
    guard c.target.function.definition.orders.contains(slope.derivative) else { return [] }
    let bad = open.filter {
      let row = c.rows[$0]
      return row.isBad && row.y.isFinite && row.f != 0
        && row.right.magnitude >= c.output.smallestNormal
    }
    guard bad.count >= 4 else { return [] }
    for precision in [53, 24, 11, 8] where precision >= c.output.precision {
      let unit = Double(sign: .plus, exponent: -precision, significand: 1)
      let explained = bad.filter { i in
        let row = c.rows[i]
        let condition = (row.x * slope.approximate(at: row.x) / row.f).magnitude
        let relative = ((row.y - row.f) / row.f).magnitude
        return condition.isFinite && condition > 4 && row.y != 0 && relative <= 0.5
          && relative <= 4 * (condition + 4) * unit
          && row.f.magnitude > 0x1p-20 * min(1, row.x.magnitude) * (row.x < 0 ? 0 : 1)
      }
      let typical = explained.map { i -> Double in
        let row = c.rows[i]
        let condition = (row.x * slope.approximate(at: row.x) / row.f).magnitude
        return ((row.y - row.f) / row.f).magnitude / (condition * unit)
      }.sorted()
      guard explained.count >= 4, explained.count * 100 >= bad.count * 60,
        typical[typical.count / 2] > 1.0 / 64,
        let worst = explained.max(by: { c.rows[$0].error.magnitude < c.rows[$1].error.magnitude })
      else { continue }
      let row = c.rows[worst]
      let condition = (row.x * slope.approximate(at: row.x) / row.f).magnitude
      return [
        Finding(
          cause: .argumentRounding,
          sentence:
            "the argument of exp or erfc is rounded to \(precision) bits, and the function is steep: "
            + "half an ulp of it is many of the result",
          evidence: [
            String(
              format: "at x = %@ the condition number is %.3g and the error %.4g ulp",
              c.shown(row.x), condition, row.error.magnitude)
          ], rows: explained)
      ]
    }
    return []
  }
}

/// A gradient's, or another function's, zero at x ≠ 0: what is left of two terms is smaller than their errors.
struct ZeroCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let bad = open.filter { c.rows[$0].isBad && c.rows[$0].y.isFinite }
    guard bad.count >= 1 else { return [] }
    let crossings = zip(c.rows, c.rows.dropFirst()).filter {
      $0.f * $1.f < 0 && $0.x * $1.x > 0 && $0.x.magnitude < 16
    }.map { ($0.x + $1.x) / 2 }
    for zero in crossings {
      for precision in [53, 24, 11, 8] {
        let unit = Double(sign: .plus, exponent: -precision, significand: 1)
        let explained = bad.filter { i in
          let row = c.rows[i]
          return (row.x - zero).magnitude < 0.5 && row.f.magnitude < 1.0 / 8
            && (row.y - row.f).magnitude <= 6 * unit
        }
        let near = bad.count { (c.rows[$0].x - zero).magnitude < 0.5 }
        let sizes = explained.map { (c.rows[$0].y - c.rows[$0].f).magnitude }.sorted()
        guard explained.count * 100 >= near * 90, let first = explained.first,
          sizes[sizes.count / 2] > unit / 64
        else { continue }
        let worst = explained.max { abs(c.rows[$0].error) < abs(c.rows[$1].error) } ?? first
        return [
          Finding(
            cause: .cancellationAtZero,
            sentence: String(
              format: "two terms cancel near x = %.6g, where the result is 0: ", zero)
              + "their roundings, about 2^-\(precision), are left",
            evidence: [
              String(
                format: "at x = %@ the error is %.4g ulp, and %.2g in absolute terms",
                c.shown(c.rows[worst].x), abs(c.rows[worst].error),
                abs(c.rows[worst].y - c.rows[worst].f))
            ], rows: explained)
        ]
      }
    }
    return []
  }
}
