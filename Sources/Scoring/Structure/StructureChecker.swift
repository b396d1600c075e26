import FloatingPointFormats
import Oracle

/// Checks the rules on stretches of magnitudes, both signs at once.
struct StructureChecker<X: BinaryFormat, Y: BinaryFormat>: Sendable {
  let rules: StructureRules
  /// False has every magnitude judged by itself: the same findings, slowly.
  var usesBlocks = true
  typealias Outputs = UnsafePointer<Y>
  private var isUniform: Bool { X.name == Y.name }

  init(_ oracle: Oracle) { rules = StructureRules(oracle) }

  /// - Parameters:
  ///   - first: the ordinal of the first magnitude.
  ///   - above: the outputs at `count` ascending magnitudes from there; the one before must be
  ///     readable, unless `first` is 0.
  ///   - below: the same at their negatives.
  @inline(__always)
  func check(
    _ first: Int, _ above: Outputs, _ below: Outputs, _ count: Int, _ part: inout StructurePart
  ) {
    var i = 0
    while i < count {
      let n = min(1024, count - i)
      if !usesBlocks || !isCalm(first + i, above + i, below + i, n, &part) {
        for k in i..<i + n { judge(first + k, above + k, below + k, &part) }
      }
      i += n
    }
  }

  /// One magnitude by all rules.
  @inline(__always)
  private func judge(
    _ magnitude: Int, _ above: Outputs, _ below: Outputs, _ part: inout StructurePart
  ) {
    let (y, z) = (above[0], below[0])
    let x = X(ordinal: magnitude)
    judge(x, y, magnitude == 0 ? nil : above[-1], 0, magnitude, &part)
    judge(x.negated, z, magnitude == 0 ? nil : below[-1], 1, magnitude, &part)
    guard rules.hasSymmetry, y.isFiniteValue, z.isFiniteValue,
      isUniform || rules.saturated(x.double).magnitude <= Y.largestFinite.double
    else { return }
    let halves = halfUlp(y) + halfUlp(z)
    if !rules.isSymmetric(x.double, y.double, z.double, halves: halves) {
      part.add(.symmetry, 0, magnitude, y)
    }
  }

  @inline(__always)
  private func judge(
    _ x: X, _ y: Y, _ before: Y?, _ side: Int, _ magnitude: Int, _ part: inout StructurePart
  ) {
    let (xd, yd) = (x.double, y.double)
    let line = isUniform ? rules.saturated(xd) : Y(nearest: rules.saturated(xd)).double
    guard y.isFiniteValue else {
      // Beyond a narrower format's range its infinity, or NaN, is right; next to its end it may be.
      let isInRange = isUniform || line.magnitude < Y.largestFinite.double
      if isInRange { part.add(.number, side, magnitude, y) }
      return
    }
    part.see(y)
    if yd != line {
      if side == 0 { part.lastUnsaturated = magnitude } else { part.lastNonzero = magnitude }
    }
    if let before, before.isFiniteValue {
      let last = X(ordinal: side == 0 ? magnitude - 1 : 1 - magnitude)
      if !rules.isOrdered(last.double, before.double, xd, yd) {
        part.add(.monotone, side, magnitude, y)
      }
    }
    if rules.isBounded, yd.magnitude > xd.magnitude,
      isUniform || yd.magnitude > Y.name.roundedUp(xd.magnitude)
    {
      part.add(.bounded, side, magnitude, y)
    }
    if !rules.hasRightSign(xd, yd, underflows: !isUniform) { part.add(.sign, side, magnitude, y) }
  }

  @inline(__always)
  private func halfUlp(_ y: Y) -> Double {
    let d = y.double.magnitude
    let exponent = d == 0 ? Y.minimumQuantum : Y.ulpExponent(ofBinade: d.exponentFloor)
    return Double(sign: .plus, exponent: exponent - 1, significand: 1)
  }
}
