import CHotLoop
import FloatingPointFormats
import Oracle

/// The oracle's cells as the hot loops take them.
extension hot_cell {
  /// All that the cell, the side of zero and the outputs' format settle; the rest is for the judge to fill in.
  init(
    _ fine: FineCell, isNegative: Bool, _ format: FormatParameters = FormatName.float32.parameters
  ) {
    self.init()
    (precision, least) = (Int32(format.precision), format.smallestNormal)
    centre = fine.centre
    withUnsafeMutableBytes(of: &a) { raw in
      _ = raw.bindMemory(to: Double.self).update(fromContentsOf: fine.coefficients)
    }
    // The truth is below 2^p units, so a relative error is at most so many units; and e itself is
    // rounded once at less than 2^10.
    let units = Double(sign: .plus, exponent: format.precision, significand: 0x1.01p0)
    slack = fine.relativeBound * units + 0x1p-42
    // Beside a constant the truth lies on one side, nearer than the slack: decisions are taken past it.
    // Errors are whole or half units there, so no bin edge is between. In a format of fewer digits than x has
    // they are multiples of 2^−28 units where the truth is 1/16 of a unit or more; where it is less they are
    // nearly whole, and the loop leaves those that are not 0 to the judge.
    let past = fine.side == 0 ? 0 : max(0x1p-30, 2 * slack)
    bias = Double(fine.side.signum()) * past
    blur = fine.relativeBound < 0x1p-20 ? UInt64(fine.relativeBound * 0x1p52) + 1 : 0
    gated = fine.isGated ? 1 : 0
    // Cells with more slack than this are not given to the hot loop.
    skew = UInt64(min(slack, 1) * 0x1p42) + UInt64(past * 0x1p43) + 4
    negative = (fine.coefficients[0] < 0) != (fine.isGated && isNegative) ? 1 : 0
  }
}

extension hot_cell {
  /// The truth at x, as the hot loop has it.
  func truth(at x: Double) -> Double {
    let t = x - centre
    var p = a.6
    for c in [a.5, a.4, a.3, a.2, a.1, a.0] { p = p * t + c }
    return gated != 0 ? x * p : p
  }
}

extension FineCell {
  /// The last float32 of the cell, in ascending order, on one side of zero.
  func lastOrdinal(isNegative: Bool) -> Int {
    if isNegative { return from > 0 ? -Float(from).ordinal : -1 }
    return to.isFinite ? Float(to).ordinal - 1 : Float.largestFinite.ordinal
  }
}

extension hot_wide_cell {
  /// - Parameters:
  ///   - direction: of the truth: +1 rises, −1 falls, 0 is not checked.
  ///   - bounded: whether an output may not exceed its input.
  init(_ wide: WideCell, flushing: Bool, direction: Int32, bounded: Bool) {
    self.init()
    centre = wide.centre
    withUnsafeMutableBytes(of: &high) { raw in
      _ = raw.bindMemory(to: Double.self).update(fromContentsOf: wide.high)
    }
    withUnsafeMutableBytes(of: &low) { raw in
      _ = raw.bindMemory(to: Double.self).update(fromContentsOf: wide.low)
    }
    up = Double(sign: .plus, exponent: wide.scale, significand: 1)
    down = Double(sign: .plus, exponent: -wide.scale, significand: 1)
    // The truth is below 2^53 units; an error below 2^10 is rounded twice.
    slack = wide.relativeBound * 0x1.01p53 + 0x1p-41
    skew = UInt64(min(slack, 1) * 0x1p42) + 4
    gated = wide.isGated ? 1 : 0
    mirrored = wide.isMirrored ? 1 : 0
    self.direction = direction
    self.bounded = bounded ? 1 : 0
    self.flushing = flushing ? 1 : 0
  }
}
