import FloatingPointFormats

/// Wrong outputs at infinite inputs and at NaN.
struct LimitCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let wrong = c.limits.filter { !$0.isRight }
    let (products, others) = wrong.filter { $0.x.isInfinite }.partitioned { $0.y.isNaN }
    let numbers = wrong.filter(\.x.isNaN)
    var found: [Finding] = []
    if !products.isEmpty {
      let vanish = products.allSatisfy { $0.right == 0 }
      found.append(
        Finding(
          cause: .infinityTimesZero,
          sentence:
            "NaN at \(list(products)), as \(vanish ? "0 * inf or inf / inf give" : "0 * inf, inf / inf or inf - inf give")",
          evidence: products.map { line($0, c) }, rows: [], limits: products.map(\.x)))
    }
    if !others.isEmpty {
      found.append(
        Finding(
          cause: .wrongLimit, sentence: "a wrong result at \(list(others))",
          evidence: others.map { line($0, c) }, rows: [], limits: others.map(\.x)))
    }
    if let number = numbers.first {
      found.append(
        Finding(
          cause: .numberForNaN,
          sentence: "NaN becomes \(number.y): comparisons with NaN are false",
          evidence: ["NaN gives \(number.y)"], rows: [], limits: [number.x]))
    }
    return found
  }

  private func list(_ limits: [Case.Limit]) -> String {
    limits.map { "\($0.x)" }.joined(separator: " and ")
  }

  private func line(_ limit: Case.Limit, _ c: Case) -> String {
    "\(limit.x) gives \(c.shownOutput(limit.y)), not \(c.shownOutput(limit.right))"
  }
}

extension Array {
  /// Those that hold, and the others.
  func partitioned(_ holds: (Element) -> Bool) -> ([Element], [Element]) {
    (filter(holds), filter { !holds($0) })
  }
}
