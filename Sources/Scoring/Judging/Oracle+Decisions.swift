import FloatingPointFormats
import Oracle

extension Oracle {
  /// Whether |e| < 1, decided in multiple precision.
  func isFaithful(_ y: Double, at x: Double, in format: FormatParameters) throws -> Bool {
    guard try isError(of: y, at: x, in: format, within: 1) else { return false }
    // That is |e| ≤ 1. Equality is a truth that is known exactly, and both ends are it.
    let (lo, hi) = try ulpError(of: y, at: x, in: format)
    return !(lo == hi && lo.magnitude == 1)
  }

  /// The signed histogram bin, decided in multiple precision.
  func certifiedBin(
    _ e: ErrorEnclosure, _ x: Double, _ y: Double, in format: FormatParameters
  ) throws -> Int {
    let (lo, hi) = try ulpError(of: y, at: x, in: format)
    let (a, b) = (Judge.signedBin(lo), Judge.signedBin(hi))
    guard a != b else { return a }
    // The edge between them decides: it is the larger bin's inner one.
    let outer = abs(a) > abs(b) ? a : b
    let edge = Histogram.edges(abs(outer)).from
    let inside = try isError(of: y, at: x, in: format, within: edge)
    let isOnEdge = lo == hi
    return inside && !isOnEdge ? (outer == a ? b : a) : outer
  }
}
