import FloatingPointFormats
import Oracle

/// How far an output lies from the truth, and where an input lies.
extension Judge {
  /// |e| as rung 2 sees it, by which the worst inputs are ranked.
  func size(_ x: Double, _ y: Double, at cell: CoarseCell?) throws -> Double {
    if let prepared {
      let p = prepared[Int(signature.input.bits(of: x))]
      return p.truth.error(of: y, quantum: p.quantum).estimate.magnitude
    }
    let truth = cell?.truth(at: x) ?? source.truth(at: x)
    let quantum =
      try truth.ulpExponent(in: parameters) ?? oracle.ulpExponent(at: x, in: parameters)
    return truth.error(of: y, quantum: quantum).estimate.magnitude
  }

  /// Places between two values: up to 2^64 − 2^53, more than an Int holds.
  @inline(__always) func distance(_ y: Double, _ nearest: Double) -> UInt64 {
    guard y != nearest else { return 0 }
    let (a, b) = (parameters.ordinal(of: y), parameters.ordinal(of: nearest))
    return UInt64(bitPattern: Int64(a < b ? b &- a : a &- b))
  }

  /// The place in totalOrder of an input's encoding.
  func position(_ bits: UInt64) -> UInt64 {
    let sign = specials.magnitude + 1
    let mask = sign | specials.magnitude
    return bits & sign != 0 ? ~bits & mask : bits ^ sign
  }
}
