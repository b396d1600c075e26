/// One of the formulas a function is put together from, and where it holds.
package struct Branch: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    /// Transcendental at every nonzero binary number, as far as is known: `Enclosure` says why.
    case curved
    /// A polynomial with rational coefficients: its values can be binary numbers.
    case polynomial(Polynomial)
  }

  /// It holds up to this number, and begins where the branch before ends.
  package let through: Double
  /// Whether the number itself belongs to it.
  package let isClosed: Bool
  package let form: Form

  /// All of a smooth function.
  package static let curved = Branch(through: .infinity, form: .curved)

  package init(through: Double, isClosed: Bool = true, form: Form) {
    self.through = through
    self.isClosed = isClosed
    self.form = form
  }

  package var polynomial: Polynomial? {
    if case .polynomial(let p) = form { p } else { nil }
  }

  /// Whether a number is not beyond it; a branch before may hold the number all the same.
  package func contains(_ x: Double) -> Bool { isClosed ? x <= through : x < through }
}

/// Σ n_k·x^k over one denominator.
package struct Polynomial: Hashable, Sendable {
  package let numerators: [Int]
  package let denominator: Int

  package init(_ numerators: [Int], over denominator: Int = 1) {
    self.numerators = numerators
    self.denominator = denominator
  }

  /// slope·x.
  package init(slope: Ratio) { self.init([0, slope.numerator], over: slope.denominator) }

  package func derivative(_ k: Int = 1) -> Polynomial {
    // 0·x stays what it is: its zeros have signs.
    guard k > 0 else { return self }
    return (0..<k).reduce(self) { p, _ in
      Polynomial(p.numerators.enumerated().dropFirst().map { $0 * $1 }, over: p.denominator)
    }.reduced
  }

  private var reduced: Polynomial {
    guard numerators.contains(where: { $0 != 0 }) else { return Polynomial([0]) }
    let divisor = numerators.reduce(denominator) { d, n in
      n == 0 ? d : d / Ratio(n, over: d).denominator
    }
    return Polynomial(numerators.map { $0 / divisor }, over: denominator / divisor)
  }

  /// At most a constant and a multiple of x.
  package var isLinear: Bool { numerators.dropFirst(2).allSatisfy { $0 == 0 } }
  package var isConstant: Bool { numerators.dropFirst().allSatisfy { $0 == 0 } }

  /// One division, the last step: a value that is a binary number comes out exactly, given the
  /// precision for the numerator.
  package func value<A: Arithmetic>(_ x: A) -> A {
    var p = x.constant(.integer(numerators[numerators.count - 1]))
    for n in numerators.dropLast().reversed() {
      p = p * x
      if n != 0 { p = p + x.constant(.integer(n)) }
    }
    return denominator == 1 ? p : p / x.constant(.integer(denominator))
  }
}
