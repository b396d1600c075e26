import FloatingPointFormats
import Foundation
import Oracle

/// The error that an approximation of GELU has in exact arithmetic: certified suprema over all real
/// x, and of the relative error by region.
package struct MethodError: Codable, Equatable, Sendable {
  package let approximation: String
  package let formula: String
  /// 0 for the function, 1 for its derivative.
  package let derivative: Int
  /// sup over all real x of |g(x) − gelu(x)|. The difference is even (the derivatives' odd):
  /// locations are those with x ≤ 0, and the same holds at −x.
  package let absolute: Supremum
  /// sup of |g(x)/gelu(x) − 1| by region.
  package let relative: [Relative]

  package struct Relative: Codable, Equatable, Sendable {
    package let region: String
    /// The ends; `-inf` and `inf` where there is none.
    package let from: String
    package let to: String
    package let supremum: Supremum
  }

  package init(of approximation: Approximation, derivative d: Int) throws {
    self.approximation = approximation.name
    formula = approximation.formula
    derivative = d
    absolute = try approximation.absoluteSupremum(derivative: d)
    relative = try LineRegion.all.map {
      Relative(
        region: $0.name, from: $0.from.plain, to: $0.to.plain,
        supremum: try approximation.relativeSupremum(derivative: d, on: $0))
    }
  }
}

extension Double {
  /// As short as can be: `-8`, `0.25`, `-inf`.
  var plain: String { self == rounded() && isFinite ? String(Int(self)) : description }
}

extension Approximation {
  func absoluteSupremum(derivative d: Int) throws -> Supremum {
    let maxima = try parts(from: -.infinity, to: 0, edge: edge).map {
      try Maximiser(expand: $0.gate.difference(derivative: d)).supremum(from: $0.from, to: $0.to)
    }
    let (first, rest) = (maxima[0], maxima.dropFirst())
    let all = rest.reduce(first) { $0.merged($1) }
    guard tailBound(derivative: d).isBelow(all.value) else {
      throw AnalysisError(description: "the supremum of \(name) may lie beyond \(edge)")
    }
    return Supremum(all, ends: [])
  }

  func relativeSupremum(derivative d: Int, on region: LineRegion) throws -> Supremum {
    if region.from == -.infinity { return try supremumBeyond(region.to, derivative: d) }
    let root = d == 1 ? try Oracle(.gelu, derivative: 1).zeros()[0] : nil
    var all: Maximum?
    var constant: Maximum?
    for part in parts(from: region.from, to: region.to, edge: edge) {
      if part.gate.isZero {
        let one = Interval(1, precision: Maximiser.precision)
        constant = Maximum(value: one, places: [(part.from.hull(part.to), .end)])
        continue
      }
      if let root, root.overlaps(part.from.hull(part.to)) {
        guard !part.gate.value(root, derivative: d).containsZero else {
          throw AnalysisError(description: "\(name) may share GELU's turning point")
        }
        return Supremum(
          .unbounded, locations: [root], note: "gelu′ is zero there and the approximation's is not")
      }
      let h = part.gate.relativeDifference(derivative: d)
      let found = try Maximiser(expand: h).supremum(from: part.from, to: part.to)
      all = all?.merged(found) ?? found
    }
    // The next piece may begin with the same error, at the joint.
    if let constant, all.map({ !constant.value.isBelow($0.value) }) ?? true {
      let value = all.map { constant.merged($0).value } ?? constant.value
      return Supremum(.constant, value: value, note: Approximation.zeroNote)
    }
    guard let all else { throw AnalysisError(description: "\(name) has no \(region.name)") }
    guard region.to == .infinity else {
      return Supremum(all, ends: [region.from, region.to])
    }
    // |g/gelu − 1| = |g − gelu|/|gelu|, where gelu ≥ x/2 and gelu′ ≥ 1 for x ≥ 1.
    let bound = tailBound(derivative: d)
    guard bound.isBelow(all.value) else {
      throw AnalysisError(description: "the supremum of \(name) may lie beyond \(edge)")
    }
    return Supremum(all, ends: [region.from])
  }

  private static var zeroNote: String { "where the approximation is zero, the error is −1" }

  /// sup |g/gelu − 1| on (−∞, x0].
  private func supremumBeyond(_ x0: Double, derivative d: Int) throws -> Supremum {
    let one = Interval(1, precision: Maximiser.precision)
    guard let shape = lastGate.function?.definition.logistic else {
      return Supremum(.constant, value: one, note: Approximation.zeroNote)
    }
    let z = LogisticTail(shape)
    guard z.cubic.isCertainlyPositive else {
      // exp(−k|x|) against exp(−x²/2).
      return Supremum(.unbounded, note: "g/gelu → ∞ as x → −∞")
    }
    guard z.ratioStaysBelowTwo(from: -x0) else {
      return Supremum(.undecided, note: "g/gelu is not known to stay below 2")
    }
    return Supremum(.limit, value: one, note: "g/gelu → 0 as x → −∞, so the error tends to −1")
  }
}
