import FloatingPointFormats

/// Zeros from an input on to the end of the line, where results are not yet zero; and other constants, or x itself, too
/// early.
struct TailCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let lost = open.filter {
      let row = c.rows[$0]
      return row.y == 0 && row.right != 0 && row.isBad && row.x.magnitude > 0.25
    }
    var found: [Finding] = []
    for side in [-1.0, 1] {
      let rows = lost.filter { c.rows[$0].x * side > 0 }
      guard rows.count >= 2, let edge = rows.min(by: { abs(c.rows[$0].x) < abs(c.rows[$1].x) })
      else { continue }
      let x = c.rows[edge].x
      // The edge lies between this input and the next one inwards.
      let inner = edge + (side < 0 ? 1 : -1)
      let inside = c.rows.indices.contains(inner) ? c.rows[inner].x.magnitude : x.magnitude
      let known = Landmark.between(inside, x.magnitude, c.observed.signature.output) {
        $0.what.hasPrefix("exp")
      }
      found.append(
        Finding(
          cause: known == nil ? .clamp : .overflowToZero,
          sentence: known.map {
            "zero from x = \(c.shown(x)) on: \($0.what) overflows \($0.format.rawValue), and x / inf is 0"
          }
            ?? "zero from x = \(c.shown(x)) on, where the result is still a number: a clamp or a cut-off",
          evidence: [
            "the result there is \(c.shownOutput(c.rows[edge].right))"
          ] + (known.map { ["\($0.what) leaves the range at |x| = \($0.x)"] } ?? []),
          rows: rows))
    }
    return found + lines(c, open)
  }

  /// x, or a constant, in place of results that are not yet that.
  private func lines(_ c: Case, _ open: [Int]) -> [Finding] {
    let same = open.filter {
      let row = c.rows[$0]
      return row.isBad && row.y == row.x && row.x.magnitude > 0.25
    }
    var found: [Finding] = []
    if same.count >= 4, let first = same.first, let last = same.last {
      let edge = c.rows[c.rows[first].x < 0 ? last : first]
      found.append(
        Finding(
          cause: .clamp,
          sentence:
            "results are x itself from x = \(c.shown(edge.x)) on: a cut-off that comes too early",
          evidence: ["the result there is \(c.shownOutput(edge.right))"], rows: same))
    }
    let known = Set(same)
    let rest = open.filter { c.rows[$0].isBad && c.rows[$0].y.isFinite && !known.contains($0) }
    let constants = Dictionary(grouping: rest.filter { c.rows[$0].y != 0 }, by: { c.rows[$0].y })
      .filter { y, rows in
        rows.count >= 12 && rows.count * 2 >= rest.count { c.rows[$0].x * c.rows[rows[0]].x > 0 }
          && (c.rows[rows[rows.count - 1]].f - c.rows[rows[0]].f).magnitude > 64
            * c.rows[rows[0]].unit
      }
    for (y, rows) in constants.sorted(by: { $0.key < $1.key }) {
      let edge = rows.min { abs(c.rows[$0].x) < abs(c.rows[$1].x) } ?? rows[0]
      found.append(
        Finding(
          cause: .clamp,
          sentence:
            "results stand still at \(c.shownOutput(y)) from x = \(c.shown(c.rows[edge].x)) on: a clamp",
          evidence: ["\(rows.count) inputs give it, where results differ"], rows: rows))
    }
    return found
  }
}
