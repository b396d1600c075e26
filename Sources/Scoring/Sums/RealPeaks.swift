import FloatingPointFormats
import Oracle

/// What a ULP error of 1/64 or more is in real units.
struct RealError {
  /// |y − G|; the largest double where it is beyond.
  let absolute: Double
  /// |y − G|/|G|; nil where |G| is below the smallest normal number, beside which it says nothing.
  let relative: Double?

  init(absolute: Double, relative: Double?) {
    (self.absolute, self.relative) = (absolute, relative)
  }

  /// - Parameter size: |e|.
  init(_ size: Double, of y: Double, _ p: Prepared) {
    absolute = min(size * power(p.quantum), .greatestFiniteMagnitude)
    guard !p.isBelowNormal else {
      relative = nil
      return
    }
    // Zero in place of a number is off by all of it.
    relative =
      y == 0
      ? 1
      : min(
        size * power(p.quantum + p.truth.scale) / p.truth.hi.magnitude, .greatestFiniteMagnitude)
  }
}

/// 2^e.
private func power(_ e: Int) -> Double { Double(sign: .plus, exponent: e, significand: 1) }

/// The inputs with the largest absolute and the largest relative error, the same whatever the order they are
/// seen in. Errors below 1/64 ulp are not ranked, nor are those of rows with a second input.
struct RealPeaks: Sendable, Equatable, Codable {
  private(set) var absolute: Candidate?
  private(set) var relative: Candidate?

  @inline(__always) mutating func consider(_ found: RealError, _ make: () -> Candidate) {
    if found.absolute >= absolute?.size ?? 0 {
      absolute = RealPeaks.first(absolute, make().sized(found.absolute))
    }
    if let size = found.relative, size >= relative?.size ?? 0 {
      relative = RealPeaks.first(relative, make().sized(size))
    }
  }

  mutating func merge(_ other: RealPeaks) {
    if let theirs = other.absolute { absolute = RealPeaks.first(absolute, theirs) }
    if let theirs = other.relative { relative = RealPeaks.first(relative, theirs) }
  }

  private static func first(_ ours: Candidate?, _ theirs: Candidate) -> Candidate {
    guard let ours, Candidate.precedes(ours, theirs) else { return theirs }
    return ours
  }
}
