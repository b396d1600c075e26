import FloatingPointFormats
import Scoring

/// What a score amounts to: one kind, found by rules from the gravest on, with a mark of a few words
/// for tables. `sentence` says it in full.
package struct Verdict {
  package enum Kind: Equatable {
    case nothing
    case nan(Int)
    case infinite(Int)
    case wrongSign(Int)
    /// Zeros where the truth is a normal number; whether they are at the negative end.
    case flushed(Int, tail: Bool)
    case correctlyRounded
    case faithful
    /// Everywhere within so many ulp, at most `Verdict.few`.
    case within(Int)
    /// Off by more, most of all in this region.
    case off(String)
  }

  /// The largest error, in ulp, that is still called a small one.
  package static let few = 16.0

  package let score: Score
  package let kind: Kind

  package init(_ score: Score) {
    self.score = score
    kind = Verdict.kind(score)
  }

  private static func kind(_ s: Score) -> Kind {
    if s.numbers == 0 { return .nothing }
    if s.finiteInputsGivenNaN > 0 { return .nan(s.finiteInputsGivenNaN) }
    if s.finiteInputsGivenInfinity > 0 { return .infinite(s.finiteInputsGivenInfinity) }
    if s.classes.wrongSign > 0 { return .wrongSign(s.classes.wrongSign) }
    if s.classes.flushed > 0 {
      let first = s.classExamples["flushed"].flatMap { s.format.value(hex: $0.input) }
      return .flushed(s.classes.flushed, tail: (first ?? 0) < -1)
    }
    if s.correctlyRounded == s.numbers { return .correctlyRounded }
    if s.faithful == s.numbers { return .faithful }
    // Not faithful with a maximum of 1 or less: an output one ulp off where the two measures meet.
    if s.maxUlp <= few { return .within(max(2, Int(s.maxUlp.rounded(.up)))) }
    return .off(s.worstRegion?.name ?? "everywhere")
  }

  /// A few words for a cell. What is right is right for the inputs scored, and says so.
  package var mark: String {
    let scope =
      score.bound == .exact ? "" : score.inputs.kind == "search" ? " as searched" : " on the sample"
    return switch kind {
    case .nothing: "nothing scored"
    case .nan: "NaN"
    case .infinite: "overflows"
    case .wrongSign: "wrong sign"
    case .flushed(_, let tail): tail ? "loses the tail" : "flushes to zero"
    case .correctlyRounded: "correctly rounded" + scope
    case .faithful: "faithful" + scope
    case .within(let n): "within \(n) ulp\(scope)"
    case .off(let region): "worst in “\(region)”"
    }
  }

  /// Whether no finite input gets NaN, an infinity, a wrong sign or a lost result.
  package var isSound: Bool {
    switch kind {
    case .correctlyRounded, .faithful, .within, .off: true
    case .nothing, .nan, .infinite, .wrongSign, .flushed: false
    }
  }
}

extension Score {
  /// The region that the largest error lies in, or else has the largest one.
  package var worstRegion: RegionScore? {
    guard let worst = format.ordinal(hex: maxUlpInput) else {
      return regions.max { $0.maxUlp < $1.maxUlp }
    }
    return regions.first { region in
      guard let from = format.ordinal(hex: region.from), let to = format.ordinal(hex: region.to)
      else { return false }
      return from <= worst && worst <= to
    }
  }
}
