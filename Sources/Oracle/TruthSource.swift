import FloatingPointFormats
import Functions

/// Rung 2 of the ladder for every function and derivative order: a certified approximation of the
/// truth at any finite binary64 number, without multiple precision at the moment of asking.
package struct TruthSource: Sendable {
  package let oracle: Oracle
  let table: CellTable?
  let saturations: Saturations
  /// Of a function with several branches, the truths of its polynomials.
  private let polynomials: PolynomialTruths?
  /// The truth at zero, of either sign.
  private let zeros: (negative: Truth, positive: Truth)
  private let isCurved, isMirrored: Bool
  let isGated: Bool
  /// Where f′ is so small that no dy brings it back into the format; nil where `saturations` say that.
  private let deepSaturations: Saturations?

  /// - Parameter format: the format of the outputs; results that it cannot tell from zero are only
  ///   bounded, not computed.
  package init(_ oracle: Oracle, for format: FormatName = .float64) {
    self.oracle = oracle
    isCurved = format == .float64
    (isMirrored, isGated) = (oracle.isMirrored, oracle.isGated)
    // 2^−64 of the smallest subnormal.
    let smallest = oracle.factor == 1 ? format : .float64
    let isPolynomial = oracle.function.isPolynomial
    saturations =
      isPolynomial
      ? Saturations(
        left: Saturation(edge: .infinity, exponent: 0),
        right: Saturation(edge: .infinity, exponent: 0))
      : oracle.unscaled.sharedSaturations(below: smallest.parameters.minimumQuantum - 64)
    table = isPolynomial ? nil : CellTable.shared(oracle.unscaled)
    polynomials = PolynomialTruths(oracle)
    zeros = (oracle.unscaled.truthAtZero(-0.0), oracle.unscaled.truthAtZero(0))
    deepSaturations =
      !isPolynomial && format == .float64 && oracle.factor.magnitude > 1
      ? oracle.unscaled.sharedSaturations(below: -2300) : nil
  }

  /// The truth at a finite number.
  package func truth(at x: Double) -> Truth {
    guard oracle.factor != 1 else { return unscaled(at: x) }
    if let scaled = polynomials?.scaled(at: x) { return scaled }
    return truth(at: x, times: oracle.factor)
  }

  /// The same times another factor than its own.
  /// - Precondition: the source was made for a factor other than 1, and is of a function without polynomial
  ///   branches if this one is not that factor.
  func truth(at x: Double, times factor: Double) -> Truth {
    guard factor != 1 else { return unscaled(at: x) }
    return lifted(at: x, times: factor) ?? unscaled(at: x).times(factor)
  }

  /// dy·f′ where the cells have no f′ any more but a dy above 1 makes it a number of the format again;
  /// nil elsewhere.
  private func lifted(at x: Double, times factor: Double) -> Truth? {
    guard factor.magnitude > 1, let deepSaturations, !isMirroredSide(x),
      x.magnitude >= saturations.at(x).edge,
      oracle.line(at: x) == 0
    else { return nil }
    // f′ has the sign of its tail there, and is nearer to zero than 2^−2300.
    guard x.magnitude < deepSaturations.at(x).edge else {
      let isNegative = oracle.function.tail(at: x).sign(oracle.derivative) < 0
      return .vanishing(isNegative: isNegative == (factor > 0))
    }
    let scaled = Oracle(
      Target(oracle.function, derivative: oracle.derivative, factor: factor))
    return Truth(scaled.enclosure(at: x, precision: 192).interval)
  }

  private func isMirroredSide(_ x: Double) -> Bool { x > 0 && isMirrored }

  private func unscaled(at x: Double) -> Truth {
    // An odd function keeps the sign of zero.
    if x == 0, oracle.derivative == 0 || polynomials == nil {
      return x.sign == .minus ? zeros.negative : zeros.positive
    }
    if let known = polynomials?.truth(at: x) { return known }
    guard let table else { return zeros.positive }
    return table.truth(at: x, saturations, isCurved: isCurved)
  }
}

extension Oracle {
  /// Exact values are told as such, since errors of one ulp exactly are told from less.
  fileprivate func truthAtZero(_ x: Double) -> Truth {
    if let value = function.definition.atZero[derivative], value != 0, value.isBinary {
      return Truth(exactly: value.double)
    }
    return Truth(enclosure(at: x, precision: 192).interval)
  }
}

/// A cell of rung 2 and the side of zero it is used on, for a walk that stays in it.
package struct CoarseCell: Sendable {
  let cell: Cell
  let oracle: Oracle
  let isMirrored: Bool

  /// The truth at a number of the cell.
  @inline(__always) package func truth(at x: Double) -> Truth {
    guard isMirrored else { return cell.value(x) }
    let mirrored = cell.value(-x)
    return oracle.derivative == 0 ? mirrored.added(to: x) : mirrored.negated.added(to: 1)
  }
}

extension TruthSource {
  /// The cell of a number that has one: neither tiny nor saturated, on a curved branch.
  package func coarseCell(at x: Double) -> CoarseCell? {
    guard let table, oracle.factor == 1, isOnCells(x) else { return nil }
    if x.magnitude < CellIndex.centralEdge {
      guard !oracle.isGated || x.magnitude >= CellTable.tiny else { return nil }
      return CoarseCell(cell: table.cell(.central), oracle: oracle, isMirrored: false)
    }
    let (index, isMirrored) = outerCell(at: x)
    return CoarseCell(cell: table.cell(index), oracle: oracle, isMirrored: isMirrored)
  }

  /// Whether a number is on a curved branch, and not so far out that results are saturated.
  package func isOnCells(_ x: Double) -> Bool {
    table != nil && !isPolynomial(x) && x.magnitude < saturations.at(x).edge
  }

  func isPolynomial(_ x: Double) -> Bool { polynomials?.holds(x) == true }
  var hasPolynomials: Bool { polynomials != nil }

  /// Whether all inputs of this one's branch have one and the same truth.
  package func isOneNumber(at x: Double) -> Bool { polynomials?.isConstant(at: x) == true }

  /// What the truth is beyond the edge, as a double: its line, or the zero of its sign.
  func saturatedValue(_ x: Double) -> Double {
    let line = oracle.line(at: x)
    return line == 0 && oracle.function.tail(at: x).sign(oracle.derivative) < 0 ? -0.0 : line
  }

  /// The cell that a number of at least 2^−7 in size is served by, and whether from the other side.
  func outerCell(at x: Double) -> (index: CellIndex, isMirrored: Bool) {
    let isMirrored = isMirroredSide(x)
    return (CellIndex(containing: isMirrored ? -x : x, oracle), isMirrored)
  }
}
