import FloatingPointFormats
import Functions

/// Truths on the polynomial branches of a function: exact, or products of double-doubles.
struct PolynomialTruths: Sendable {
  private struct Piece: Sendable {
    let branch: Branch
    /// Nil on a curved branch.
    let truth: PolynomialTruth?
    /// Of a constant that is no binary number, dy times it.
    let scaled: Truth?
  }

  private let pieces: [Piece]

  /// Nil for a function without such branches.
  init?(_ oracle: Oracle) {
    let branches = oracle.function.branches
    guard branches.contains(where: { $0.polynomial != nil }) else { return nil }
    pieces = branches.map { branch in
      let p = branch.polynomial?.derivative(oracle.derivative)
      guard let p else { return Piece(branch: branch, truth: nil, scaled: nil) }
      var scaled: Truth?
      if oracle.factor != 1, p.isConstant, p.denominator != 1 {
        MPFloat.widenExponents()
        let y =
          Interval(Double(p.numerators[0]), precision: 192)
          * Interval(oracle.factor, precision: 192)
        scaled = Truth(y / y.constant(.integer(p.denominator)))
      }
      return Piece(branch: branch, truth: PolynomialTruth(p), scaled: scaled)
    }
  }

  private func piece(_ x: Double) -> Piece? { pieces.first { $0.branch.contains(x) } }

  func holds(_ x: Double) -> Bool { piece(x)?.truth != nil }
  func isConstant(at x: Double) -> Bool { piece(x)?.truth?.polynomial.isConstant == true }
  /// The truth at a number; nil on a curved branch.
  func truth(at x: Double) -> Truth? { piece(x)?.truth?.truth(at: x) }
  /// dy times it where that has to be known as a whole.
  func scaled(at x: Double) -> Truth? { piece(x)?.scaled }
}
