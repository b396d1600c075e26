import Scoring

/// What a score amounts to, in words: a short mark for tables and a sentence for pages.
struct Verdict {
  let mark: String
  let sentence: String

  init(_ score: Score) {
    let c = score.classes
    let all = score.bound == .exact ? "all" : "all sampled"
    let worstRegion = score.regions.max { $0.maxUlp < $1.maxUlp }
    let place = worstRegion.map { " in the region “\($0.name)”" } ?? ""
    let worst =
      "its largest\(score.bound == .exact ? "" : " known") error is \(Figures.ulp(score.maxUlp)) ulp, "
      + "at \(score.maxUlpInput)\(place)"
    let numbersOnly = score.nanInputsOnlyAtInfinity
    if c.nanForNumber > 0 && !numbersOnly {
      mark = "NaN"
      sentence = "Returns NaN for \(Figures.count(c.nanForNumber)) numbers; \(worst)."
    } else if c.infiniteForFinite > 0 {
      mark = "infinite"
      sentence = "Overflows for \(Figures.count(c.infiniteForFinite)) inputs with finite truth."
    } else if c.wrongSign > 0 {
      mark = "wrong sign"
      sentence = "Has the wrong sign at \(Figures.count(c.wrongSign)) inputs; \(worst)."
    } else if c.flushed > 0 {
      mark = "loses the tail"
      sentence =
        "Returns zero for \(Figures.count(c.flushed)) inputs whose truth is a normal number; \(worst)."
    } else if score.correctlyRounded == score.numbers {
      mark = "correctly rounded"
      sentence = "Correctly rounded on \(all) \(Figures.count(score.numbers)) finite inputs."
    } else if score.faithful == score.numbers {
      mark = "faithful"
      sentence = "Faithful: within one ulp on \(all) inputs; \(worst)."
    } else if score.maxUlp < 10 {
      mark = "few ulp"
      sentence = "Off by a few units at most: \(worst)."
    } else {
      mark = "inaccurate"
      sentence = "Not faithful: \(worst)."
    }
  }

  /// What is wrong with special values, or nil.
  static func specials(_ score: Score) -> String? {
    let broken = score.specials.filter { !$0.ok }
    guard !broken.isEmpty else { return nil }
    let list = broken.map { "\($0.input) gives \($0.got), not \($0.expected)" }
    return "Special values: " + list.joined(separator: "; ") + "."
  }
}

extension Score {
  /// Whether NaN appears for infinite inputs only, as in most kernels at −∞.
  var nanInputsOnlyAtInfinity: Bool {
    let infinities = specials.filter { special in
      let hex = special.input.dropFirst(2)
      return !special.ok && special.got != special.expected && isInfinity(String(hex))
    }
    return classes.nanForNumber <= infinities.count
  }

  private func isInfinity(_ hex: String) -> Bool {
    [
      "7c00", "fc00", "7f80", "ff80", "7f800000", "ff800000", "7ff0000000000000",
      "fff0000000000000",
    ]
    .contains(hex)
  }
}
