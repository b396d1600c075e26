import Foundation

/// 1 + erf, 1 + tanh, 1 − sigmoid: what is left is a multiple of an ulp of 1, and nothing once that is too coarse.
struct CancellationCauses: Detector {
  /// By the multiples themselves, which is the surest sign; or by the size of errors.
  enum Sign: Sendable { case multiples, size }
  let sign: Sign

  func findings(in c: Case, open: [Int]) -> [Finding] {
    // On the side where the result is small beside x, or beside 1 for a gradient.
    let bad = open.filter {
      let row = c.rows[$0]
      let size = c.target.derivative == 0 ? row.x.magnitude : 1
      return row.isBad && row.y.isFinite && row.x < -0.25 && row.f.magnitude < size / 8
        && row.y.magnitude < size / 4
    }
    guard bad.count >= 4 else { return [] }
    let all = open.filter { c.rows[$0].isBad && c.rows[$0].y.isFinite && c.rows[$0].x < 0 }
    for precision in [8, 11, 24, 53] {
      let found =
        sign == .multiples
        ? grid(c, bad, all, precision) : envelope(c, bad, all, precision)
      if let found { return [found] }
    }
    return []
  }

  /// Outputs are x/2 times a multiple of 2^−p, with a rounding of its own: a test where few multiples are left.
  private func grid(
    _ c: Case, _ bad: [Int], _ all: [Int], _ precision: Int
  ) -> Finding? {
    guard c.target.derivative == 0 else { return nil }
    let scale = Double(sign: .plus, exponent: precision, significand: 1)
    let rounding = Double(
      sign: .plus, exponent: 2 - min(precision, c.output.precision), significand: 1)
    let tested = bad.filter { i in
      let k = (2 * c.rows[i].y / c.rows[i].x * scale).magnitude
      return k >= 0.5 && k * rounding < 1.0 / 16
    }
    let onGrid = tested.filter { i in
      let k = 2 * c.rows[i].y / c.rows[i].x * scale
      return (k - k.rounded()).magnitude <= k.magnitude * rounding
    }
    guard tested.count >= 6, onGrid.count * 100 >= tested.count * 95,
      let example = onGrid.max(by: { c.rows[$0].f.magnitude < c.rows[$1].f.magnitude })
    else { return nil }
    let rows = within(c, all, precision)
    let k = Int((2 * c.rows[example].y / c.rows[example].x * scale).magnitude.rounded())
    return finding(
      c, rows, precision,
      "at \(onGrid.count) of \(tested.count) inputs where it can be seen, 2y/x is a multiple of 2^-\(precision): "
        + "\(k) * 2^-\(precision) at x = \(c.shown(c.rows[example].x))")
  }

  /// Errors are about |x|·2^−p, or for a gradient 2^−p, whatever the result.
  private func envelope(
    _ c: Case, _ bad: [Int], _ all: [Int], _ precision: Int
  ) -> Finding? {
    let rows = within(c, bad, precision)
    let plain = bad.filter {
      c.rows[$0].f.magnitude > 4 * size(c, c.rows[$0]) * ulp(precision)
    }
    guard rows.count * 100 >= bad.count * 90,
      plain.count(where: Set(rows).contains) * 100 >= plain.count * 90
    else { return nil }
    // Where it is the result itself that is small, every error is.
    let telling = rows.filter { i in
      let row = c.rows[i]
      return row.f.magnitude > 4 * size(c, row) * ulp(precision)
    }
    guard telling.count >= 4 else { return nil }
    let ratios = telling.map {
      (c.rows[$0].y - c.rows[$0].f).magnitude / (size(c, c.rows[$0]) * ulp(precision))
    }
    .sorted()
    let relative = telling.map { ((c.rows[$0].y - c.rows[$0].f) / c.rows[$0].f).magnitude }
    guard ratios[ratios.count / 2] > 1.0 / 64, let most = relative.max(),
      most > 64 * ulp(min(precision, c.output.precision))
    else { return nil }
    return finding(
      c, within(c, all, precision), precision,
      String(
        format: "errors are about %.2g times %@2^-%d however small the result, up to %.2g of it",
        ratios[ratios.count / 2], c.target.derivative == 0 ? "|x| * " : "", precision, most))
  }

  private func finding(
    _ c: Case, _ rows: [Int], _ precision: Int, _ evidence: String
  ) -> Finding? {
    let zeros = rows.filter { c.rows[$0].y == 0 }
    let lost = zeros.map { c.rows[$0].x }.max()
    let gate =
      c.target.derivative == 0
      ? "1 + erf, 1 + tanh or the like" : "the gradient's 1 + erf, 1 + tanh or 1 - t^2"
    let form = c.target.function.isHalfGate ? gate : "a sum of two terms"
    return Finding(
      cause: .cancellation,
      sentence:
        "\(form) cancels for negative x: it keeps an absolute error of about 2^-\(precision), "
        + "and loses one digit after another of the result"
        + (lost.map { "; from x = \(c.shown($0)) down there is nothing left" } ?? ""),
      evidence: [evidence], rows: rows)
  }

  private func within(_ c: Case, _ bad: [Int], _ precision: Int) -> [Int] {
    bad.filter { i in
      let row = c.rows[i]
      return (row.y - row.f).magnitude <= 16 * size(c, row) * ulp(precision)
    }
  }

  private func size(_ c: Case, _ row: Row) -> Double {
    c.target.derivative == 0 ? row.x.magnitude : max(1, row.x.magnitude)
  }

  private func ulp(_ precision: Int) -> Double {
    Double(sign: .plus, exponent: -precision, significand: 1)
  }
}
