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
      let rows = outermost(c, lost.filter { c.rows[$0].x * side > 0 }) {
        $0.y == 0 && $0.x * side > 0
      }
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
    var found: [Finding] = []
    for side in [-1.0, 1] {
      let bad = open.filter {
        c.rows[$0].isBad && c.rows[$0].y.isFinite && c.rows[$0].x * side > 0.25
      }
      let same = outermost(c, bad.filter { c.rows[$0].y == c.rows[$0].x }) {
        $0.y == $0.x && $0.x * side > 0
      }
      if same.count >= 2 { found.append(clamp(c, same, "x itself")) }
      // What the outermost input gives.
      let end = side < 0 ? c.rows.first : c.rows.last
      guard let held = end?.y, held != 0, held != end?.x else { continue }
      let constant = outermost(c, bad.filter { c.rows[$0].y == held }) {
        $0.y == held && $0.x * side > 0
      }
      if constant.count >= 8 { found.append(clamp(c, constant, c.shownOutput(held))) }
    }
    return found
  }

  private func clamp(_ c: Case, _ rows: [Int], _ what: String) -> Finding {
    let edge = rows.min { abs(c.rows[$0].x) < abs(c.rows[$1].x) } ?? rows[0]
    return Finding(
      cause: .clamp,
      sentence: "results are \(what) from x = \(c.shown(c.rows[edge].x)) on: a clamp or a cut-off",
      evidence: ["the result there is \(c.shownOutput(c.rows[edge].right))"], rows: rows)
  }

  /// Those beyond which, to the end of the line, all rows are alike.
  private func outermost(_ c: Case, _ rows: [Int], _ alike: (Row) -> Bool) -> [Int] {
    let known = Set(rows)
    let low = c.rows.indices.prefix { alike(c.rows[$0]) }.filter(known.contains)
    let high = c.rows.indices.reversed().prefix { alike(c.rows[$0]) }.filter(known.contains)
    return (low.isEmpty ? high.reversed() : Array(low))
  }
}
