import FloatingPointFormats
import Oracle

/// What is printed about single inputs: from the golden table to 15 digits, else evaluated again in
/// multiple precision.
extension Judge {
  /// The correct rounding, limits included; x is no NaN.
  func expected(at input: UInt64) throws -> Double {
    let x = signature.input.value(bits: input)
    if x.isInfinite { return limits[x < 0 ? 0 : 1] }
    if let golden { return golden[Int(input)].nearest }
    return try oracle.rounded(at: x, to: signature.output)
  }

  /// The error of a finite output at a finite input, to nine digits.
  func certifiedError(of y: Double, at input: UInt64) throws -> Double {
    if let golden {
      let p = golden[Int(input)]
      return p.truth.error(of: y, quantum: p.quantum).estimate
    }
    let (lo, hi) = try oracle.ulpError(
      of: y, at: signature.input.value(bits: input), in: parameters)
    return lo / 2 + hi / 2
  }

  /// Whether |e| < 1.
  func isFaithful(_ y: Double, at input: UInt64) throws -> Bool {
    if let golden {
      let p = golden[Int(input)]
      let e = p.truth.error(of: y, quantum: p.quantum)
      if let below = e.isBelow(1) { return below }
    }
    return try oracle.isFaithful(
      y, at: signature.input.value(bits: input), in: parameters)
  }

  /// The exact value at a finite input: 20 digits, 15 where a golden table serves.
  ///
  /// The table's entry tells them where it is a normal double; a smaller value comes from multiple
  /// precision. Should the last of so many digits stay undecided, there are fewer: one truth that is
  /// hard to print is no reason to lose a score.
  func decimal(at input: UInt64) -> String {
    if let truth = golden?[Int(input)].truth, truth.isExact || !truth.hi.isSubnormal {
      return truth.shortDecimal
    }
    let x = signature.input.value(bits: input)
    for digits in [golden == nil ? 20 : 15, 12, 9, 6, 3] {
      if let text = try? oracle.decimal(at: x, digits: digits) { return text }
    }
    return "undecided"
  }
}
