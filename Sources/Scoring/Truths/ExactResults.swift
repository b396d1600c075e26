import FloatingPointFormats
import Foundation
import Functions
import Oracle

/// The exact values of a target, for those who hold outputs to each other and to them.
package struct ExactResults: Sendable {
  private let judge: Judge
  package let signature: Signature
  /// The regions that scores of this target have.
  package var map: RegionMap { judge.map }

  /// - Precondition: the target has no second input.
  /// - Throws: `OracleError`; `ScoringError`, where a table is damaged.
  package init(_ target: Target, _ signature: Signature) throws {
    precondition(target.second == nil, "a second input makes each row's truth another")
    self.signature = signature
    judge = try FloatingPointEnvironment.standard.run { try Judge(target, signature) }
  }

  /// Runs `body` in the floating-point environment that all other calls here need.
  package static func run<R>(_ body: () throws -> R) rethrows -> R {
    try FloatingPointEnvironment.standard.run(body)
  }

  /// The correct rounding, with the sign of a zero; at an infinite input the limit, and NaN at a NaN.
  /// - Throws: `OracleError`.
  package func rounded(at input: UInt64) throws -> Double {
    let x = signature.input.value(bits: input)
    guard !x.isNaN else { return .nan }
    guard x.isFinite else { return judge.limits[x < 0 ? 0 : 1] }
    return try judge.truth(at: x, input).nearest
  }

  /// Which of two finite outputs is nearer to the exact value at a finite input: by what is known of it at once,
  /// and in multiple precision where that leaves it open.
  /// - Throws: `OracleError`.
  package func nearer(_ a: Double, _ b: Double, at input: UInt64) throws -> Nearer {
    guard a != b else { return .neither }
    let x = signature.input.value(bits: input)
    let p = try judge.truth(at: x, input)
    let (ea, eb) = (
      p.truth.error(of: a, quantum: p.quantum), p.truth.error(of: b, quantum: p.quantum)
    )
    if ExactResults.most(ea) < ExactResults.least(eb) { return .first }
    if ExactResults.most(eb) < ExactResults.least(ea) { return .second }
    return try judge.oracle.nearer(a, b, at: x)
  }

  /// A gap between outputs at a finite input as a multiple of |G|, the exact value's size; nil where that is below
  /// the smallest normal number, of which a gap may be any multiple.
  ///
  /// The ends enclose it; what they differ by is the uncertainty of G and of the division.
  /// - Throws: `OracleError`.
  package func relativeGap(_ gap: Double, at input: UInt64) throws -> ClosedRange<Double>? {
    let p = try judge.truth(at: signature.input.value(bits: input), input)
    guard !p.isBelowNormal else { return nil }
    let truth = p.truth
    let doubt = max(truth.below, truth.above) + truth.lo.magnitude
    let size = truth.hi.magnitude
    guard size > doubt else { return nil }
    // In two steps: the whole factor may be beyond the range of doubles.
    let half = truth.scale / 2
    func ratio(_ size: Double) -> Double {
      let part = gap * Double(sign: .plus, exponent: half, significand: 1) / size
      return part * Double(sign: .plus, exponent: truth.scale - half, significand: 1)
    }
    return ratio((size + doubt).nextUp) * (1 - 0x1p-50)...ratio((size - doubt).nextDown)
      * (1 + 0x1p-50)
  }

  /// The exact value at a finite input in decimal, as scores print it.
  package func decimal(at input: UInt64) -> String {
    FloatingPointEnvironment.standard.run { judge.decimal(at: input) }
  }

  /// An upper bound of |e|.
  private static func most(_ e: ErrorEnclosure) -> Double {
    let (lo, hi) = e.ends
    return max(lo.magnitude, hi.magnitude)
  }

  /// A lower bound of |e|.
  private static func least(_ e: ErrorEnclosure) -> Double {
    let (lo, hi) = e.ends
    return lo <= 0 && hi >= 0 ? 0 : min(lo.magnitude, hi.magnitude)
  }
}
