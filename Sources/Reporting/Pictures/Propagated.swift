import Analysis
import FloatingPointFormats
import Functions
import Oracle
import Scoring
import Synchronization
import Verdicts

/// The error that even a correctly rounded result has where the input was rounded before: off by half
/// an ulp. What a kernel adds to it could be avoided; this could not.
struct Propagated: Sendable {
  /// Inputs in bits, in ascending order, region by region, with the error in ulp, rounded up.
  let regions: [[(input: String, ulp: Double)]]

  private static let known = Mutex<[Key: Propagated]>([:])

  /// It is of regions, whose ends a score has.
  private struct Key: Hashable {
    let asked: Asked
    let ends: [String]
  }

  /// - Returns: nil for the piecewise linear functions, whose ½ ulp stays about ½ ulp, and for those that
  ///   `Conditioning` does not cover.
  static func of(_ score: Score) -> Propagated? {
    let target = score.target
    guard Conditioning.covers(Oracle(target)), target.factor == 1 else { return nil }
    let key = Key(
      asked: score.question.asked, ends: score.regions.flatMap { [$0.from, $0.to] })
    if let found = known.withLock({ $0[key] }) { return found }
    let conditioning = Conditioning(Oracle(target))
    let found = Propagated(
      regions: score.regions.map { points(in: $0, conditioning, score.question.signature.input) })
    known.withLock { $0[key] = found }
    return found
  }

  /// Both ends of a region and three places between.
  private static func points(
    in region: RegionScore, _ conditioning: Conditioning, _ format: FormatName
  ) -> [(input: String, ulp: Double)] {
    guard let from = format.ordinal(hex: region.from), let to = format.ordinal(hex: region.to)
    else { return [] }
    // In parts: a region of float64 may have almost 2^64 places.
    let places = Set((0...4).map { from + (to / 4 - from / 4) * $0 } + [to])
    return places.sorted().filter { $0 <= to }.compactMap { ordinal in
      let x = format.number(ordinal: ordinal)
      guard
        let e = conditioning.propagatedError(at: x.value, in: format, inputError: 0.5),
        e.hi.isFinite
      else { return nil }
      return (x.bits, e.hi)
    }
  }

  /// The largest in a region; nil where none is known.
  func largest(inRegion i: Int) -> Double? {
    i < regions.count ? regions[i].map(\.ulp).max() : nil
  }
}

extension FormatName {
  fileprivate func number(ordinal: Int) -> (value: Double, bits: String) {
    let x = value(ordinal: ordinal)
    return (x, hex(bits(of: x)))
  }
}
