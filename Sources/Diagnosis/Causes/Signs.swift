/// Results of the right size and the wrong sign.
struct SignCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let turned = open.filter { i in
      let row = c.rows[i]
      return row.y.isFinite && row.y * row.f < 0
        && (row.y + row.f).magnitude <= max(Row.bad * row.unit, row.f.magnitude * 0x1p-6)
    }
    guard let first = turned.first, turned.count >= 2 || c.rows.count < 64 else { return [] }
    return [
      Finding(
        cause: .wrongSign, sentence: "results have the right size and the wrong sign",
        evidence: [
          "x = \(c.shown(c.rows[first].x)) gives \(c.shownOutput(c.rows[first].y)), not "
            + c.shownOutput(c.rows[first].right)
        ], rows: turned)
    ]
  }
}

/// Zeros where the result, or the input, is a subnormal number.
struct FlushCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    results(c, open) ?? inputs(c, open) ?? []
  }

  private func results(_ c: Case, _ open: [Int]) -> [Finding]? {
    let normal = c.output.smallestNormal
    let zeros = open.filter { c.rows[$0].y == 0 && c.rows[$0].right != 0 }
    let small = zeros.filter { c.rows[$0].right.magnitude < normal }
    let all = c.rows.count { $0.right != 0 && $0.right.magnitude < normal }
    guard small.count >= 4, small.count * 100 >= all * 95 else { return nil }
    // A tail that is lost before is lost for another reason.
    let lost = zeros.count - small.count
    guard lost == 0 || all > 2 * lost else { return nil }
    return [
      Finding(
        cause: .flushedResults, sentence: "subnormal results are flushed to zero",
        evidence: ["\(small.count) of \(all) results below \(normal) in size are zero"],
        rows: small)
    ]
  }

  /// Whatever the result should be, as of a gradient that is taken at zero.
  private func inputs(_ c: Case, _ open: [Int]) -> [Finding]? {
    let least = c.observed.signature.input.parameters.smallestNormal
    let small = open.filter {
      let row = c.rows[$0]
      return row.x.magnitude < least && row.x != 0 && !row.isRight
    }
    guard let atZero = c.rows.first(where: { $0.x == 0 })?.y else { return nil }
    let alike = small.filter { c.rows[$0].y == atZero }
    guard alike.count >= 4, alike.count * 10 >= small.count * 9 else { return nil }
    return [
      Finding(
        cause: .flushedInputs,
        sentence: "subnormal inputs are taken as zero"
          + (atZero == 0 ? "" : ", where the result is \(atZero)"),
        evidence: ["\(alike.count) inputs below \(least) in size give what 0 gives, \(atZero)"],
        rows: alike)
    ]
  }
}

/// Zeros of the wrong sign.
struct ZeroSignCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let turned = open.filter {
      let row = c.rows[$0]
      return row.y == 0 && row.right == 0 && row.y.sign != row.right.sign
    }
    guard let first = turned.first else { return [] }
    let row = c.rows[first]
    return [
      Finding(
        cause: .zeroSign,
        sentence: "\(c.shownOutput(row.y)) where the result rounds to \(c.shownOutput(row.right))",
        evidence: ["first at x = \(c.shown(row.x))"], rows: turned)
    ]
  }
}
