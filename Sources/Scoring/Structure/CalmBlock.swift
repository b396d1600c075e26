import FloatingPointFormats

/// Blocks of float32 outputs that keep every rule, told by a few operations on bits: what makes all
/// 2^32 inputs a matter of seconds. Everything else is judged one by one.
extension StructureChecker {
  /// Whether a block certainly keeps every rule; if so, `part` has seen it.
  @inline(__always)
  func isCalm(
    _ first: Int, _ above: Outputs, _ below: Outputs, _ count: Int, _ part: inout StructurePart
  ) -> Bool {
    guard X.self == Float.self, Y.self == Float.self, first > 0 else { return false }
    let y = UnsafeRawPointer(above).assumingMemoryBound(to: Float.self)
    let z = UnsafeRawPointer(below).assumingMemoryBound(to: Float.self)
    let inner = Float(ordinal: first - 1).double
    let outer = Float(ordinal: first + count - 1).double
    guard let up = rules.rises(from: inner, to: outer),
      let down = rules.rises(from: -outer, to: -inner),
      let isNegative = rules.isNegative(from: -outer, to: -inner),
      let isNegativeAbove = rules.isNegative(from: inner, to: outer)
    else { return false }
    var (least, most) = (UInt32(0), rules.isBounded ? UInt32(0) : .max)
    if case .zeroBelowZero = rules.sign { least = 1 }
    guard
      keepOrder(
        y, first, count, outward: up ? 1 : -1, sign: isNegativeAbove ? Float.signBit : 0,
        atLeast: least, orMore: most)
    else { return false }
    let largest = least == 1 ? 0 : first
    guard
      keepOrder(
        z, largest, count, outward: down ? -1 : 1, sign: isNegative ? Float.signBit : 0,
        atLeast: 0, orMore: most),
      !rules.hasSymmetry || areSymmetric(y, z, first, count)
    else { return false }
    // What is ordered is least at an end.
    for k in [0, count - 1] {
      part.see(above[k])
      part.see(below[k])
    }
    var k = count - 1
    while k >= 0, y[k].double == rules.saturated(Float(ordinal: first + k).double) { k -= 1 }
    if k >= 0 { part.lastUnsaturated = max(part.lastUnsaturated, first + k) }
    k = count - 1
    while k >= 0, z[k].double == rules.saturated(-Float(ordinal: first + k).double) { k -= 1 }
    if k >= 0 { part.lastNonzero = max(part.lastNonzero, first + k) }
    return true
  }
}

/// Whether outputs are finite, of one sign, in order with the one before the first, and in size from
/// `least` to the input's, which begins at the ordinal `first`; 0 for outputs that must be zero.
@inline(__always)
private func keepOrder(
  _ y: UnsafePointer<Float>, _ first: Int, _ count: Int, outward direction: Float, sign: UInt32,
  atLeast least: UInt32, orMore allowed: UInt32
) -> Bool {
  let start = UInt32(truncatingIfNeeded: first)
  let step: UInt32 = first == 0 ? 0 : 1
  var bad: UInt32 = 0
  for i in 0..<count {
    let u = y[i].bitPattern
    let size = u & ~Float.signBit
    let limit = (start &+ step &* UInt32(truncatingIfNeeded: i)) | allowed
    bad |= (u & Float.signBit) ^ sign
    bad |= size > limit ? 1 : 0
    bad |= size < least ? 1 : 0
    bad |= size >= 0x7f80_0000 ? 1 : 0
    bad |= direction * (y[i] - y[i - 1]) < 0 ? 1 : 0
  }
  return bad == 0
}

extension StructureChecker {
  @inline(__always)
  private func areSymmetric(
    _ y: UnsafePointer<Float>, _ z: UnsafePointer<Float>, _ first: Int, _ count: Int
  ) -> Bool {
    /// Half an ulp of a float32: 2^(max(exponent, −126) − 24).
    func half(_ x: Float) -> Double {
      let field = max(x.bitPattern & 0x7f80_0000, 0x0080_0000) >> 23
      return Double(bitPattern: UInt64(field &+ (1023 - 127 - 24)) << 52)
    }
    let start = UInt32(truncatingIfNeeded: first)
    var bad: UInt64 = 0
    for i in 0..<count {
      let x = Float(bitPattern: start &+ UInt32(truncatingIfNeeded: i)).double
      let fits = rules.isSymmetric(
        x, y[i].double, z[i].double, halves: half(y[i]) + half(z[i]))
      bad |= fits ? 0 : 1
    }
    return bad == 0
  }
}
