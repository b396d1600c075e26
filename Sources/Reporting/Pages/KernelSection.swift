import Analysis
import FloatingPointFormats
import Scoring
import Verdicts

/// What a kernel's page says about one score.
struct KernelSection {
  let score: Score
  /// Where its error comes from; nil for a kernel that is no single formula.
  let split: ErrorSplit?
  /// What rules its outputs break; nil where not all inputs were run.
  let structure: Structure?
  /// Its signed errors; nil where none are kept.
  let signed: SignedErrors?
  /// What else is said of a kernel from elsewhere; nil for a built-in one.
  let about: ForeignRecord.About?

  let pictures: Pictures

  init(
    score: Score, pictures: Pictures, split: ErrorSplit? = nil, structure: Structure? = nil,
    signed: SignedErrors? = nil, about: ForeignRecord.About? = nil
  ) {
    (self.score, self.pictures, self.split, self.structure) = (score, pictures, split, structure)
    (self.signed, self.about) = (signed, about)
  }

  private var propagated: Propagated? { Propagated.of(score) }

  var markdown: String {
    var parts = ["## \(score.heading)", Verdict(score).sentence, summary]
    if pictures.hasErrors {
      parts.append("![\(score.errorTitle)](../plots/\(score.stem).svg)")
    }
    if let signed {
      parts.append("![\(SignedPlot.title(signed))](../plots/\(score.stem)-signed.svg)")
    }
    if !score.errorClassesSeen.isEmpty { parts.append(classes) }
    parts.append(regions)
    if pictures.hasHistogram {
      parts.append("![\(score.histogramTitle)](../plots/\(score.stem)-histogram.svg)")
    }
    if !score.worst.isEmpty {
      let n = score.worst.count
      parts.append(
        Markdown.details(n == 1 ? "The worst input" : "The worst \(n) inputs", worst))
    }
    if let split { parts.append(split.markdown) }
    if let structure { parts.append(structure.markdown) }
    if !score.specials.isEmpty {
      let isRight = score.specialsBroken.isEmpty
      parts.append(
        isRight ? specialsTitle + "." : Markdown.details(specialsTitle, specials))
    }
    if let about { parts.append(about.markdown(score)) }
    parts.append(
      "Reproduce ([what the report keeps of the score](../scores/\(score.fileName).jsonl)):")
    parts.append(
      Markdown.block(about?.command ?? "swift run -c release " + score.command, "sh"))
    return parts.joined(separator: "\n\n")
  }

  private var summary: String {
    let s = score
    return Table(
      titles: [
        "inputs", "max ULP:", "at", "max steps:", "at", "mean:", "RMS:", "bias:",
        "correctly rounded:", "faithful:",
      ],
      rows: [
        [
          s.inputsInWords, s.maximum, Markdown.code(s.maxUlpInput),
          s.maximumOfSteps, Markdown.code(s.maxStepsInput),
          Figures.ulp(s.meanUlp), Figures.ulp(s.rmsUlp), Figures.ulp(s.meanSignedUlp),
          Figures.share(s.correctlyRounded, of: s.numbers),
          Figures.share(s.faithful, of: s.numbers),
        ]
      ]
    ).markdown
  }

  private var classes: String {
    let hasRanges = score.classRanges != nil
    return Table(
      titles: ["wrong results", "inputs:", "first"] + (hasRanges ? ["where"] : []),
      rows: score.errorClassesSeen.map { seen in
        let first = score.classExamples[seen.errorClass.rawValue].map {
          "\(score.format.both(hex: $0.input)) gives \(score.format.both(hex: $0.output))"
        }
        return [seen.title, Figures.count(seen.count), first ?? "–"]
          + (hasRanges ? [ranges(seen.errorClass)] : [])
      }
    ).markdown
  }

  /// The ranges of a class, and the infinite inputs that show it.
  private func ranges(_ errorClass: ErrorClass) -> String {
    guard let places = score.classRanges?[errorClass.rawValue] else { return "–" }
    let format = score.question.signature.input
    let ranges = places.rangesInWords(of: 3) { range in
      let from = format.both(hex: range.from)
      return range.from == range.to ? from : "\(from) to \(format.both(hex: range.to))"
    }
    let infinite = (places.atInfinities ?? []).map { format.decimal(hex: $0) }
    return ([ranges] + infinite).filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private var regions: String {
    Table(
      titles: ["region", "from", "to", "inputs:", "max ULP:", "at", "mean:", "correctly rounded:"]
        + (propagated == nil ? [] : ["propagated:"])
        + (isGradientSplit ? ["in ulp(1):"] : []),
      rows: score.regions.enumerated().map { i, r in
        let ends = [r.name, score.format.both(hex: r.from), score.format.both(hex: r.to)]
        let parts =
          (propagated.map { [$0.largest(inRegion: i).map { Figures.ulp($0) } ?? "–"] } ?? [])
          + (isGradientSplit ? [absolute(r.name)] : [])
        guard r.count > 0 else { return ends + ["0", "–", "–", "–", "–"] + parts }
        return ends + [
          Figures.count(r.count), maximum(r),
          Markdown.code(r.maxUlpInput), Figures.ulp(r.meanUlp),
          Figures.share(r.correctlyRounded, of: r.count),
        ] + parts
      }
    ).markdown
  }

  /// The largest error of a region, and how many of its inputs gave no number.
  private func maximum(_ region: RegionScore) -> String {
    let counts = [(region.nanForNumber ?? 0, "NaN"), (region.infiniteForFinite ?? 0, "infinite")]
      .filter { $0.0 > 0 }.map { "\(Figures.count($0.0)) \($0.1)" }
    let largest = score.maximum(region.maxUlp)
    return counts.isEmpty ? largest : "\(largest) (\(counts.joined(separator: ", ")))"
  }

  /// Beside the zero of a gradient errors in ulp(G) say little: absolute ones stand beside them.
  private var isGradientSplit: Bool { split != nil && score.target.derivative == 1 }

  private func absolute(_ region: String) -> String {
    split?.regions.first { $0.region == region }.map { Figures.ulp($0.absoluteTotal) } ?? "–"
  }

  private var worst: String {
    Table(
      titles: ["input", "output", "truth, and its rounding", "ULP error:", "steps:"],
      rows: score.worst.map { w in
        [
          score.format.both(hex: w.input), score.format.both(hex: w.output),
          "\(w.truth) `\(w.truthBits)`", Figures.ulp(w.ulp),
          w.steps.map { Figures.count($0) } ?? "–",
        ]
      }
    ).markdown
  }

  private var specialsTitle: String {
    let broken = score.specialsBroken.count
    let all = Figures.count(score.specials.count, "special value")
    return broken == 0 ? "\(all), none wrong" : "\(all), \(broken) wrong"
  }

  private var specials: String {
    Table(
      titles: ["input", "expected", "got", "verdict"],
      rows: score.specials.map { special in
        [
          score.format.both(hex: special.input), shown(special.expected), shown(special.got),
          verdict(special),
        ]
      }
    ).markdown
  }

  /// Where another result than the correctly rounded one is accepted, it is faithful.
  private func verdict(_ special: Special) -> String {
    guard special.ok else { return "**wrong**" }
    return special.expected == special.got || special.expected == "nan" ? "right" : "faithful"
  }

  /// Value and bits; any NaN is as good as another, so one that is expected has no bits.
  private func shown(_ bits: String) -> String {
    bits.hasPrefix("0x") ? score.format.both(hex: bits) : score.format.decimal(hex: bits)
  }
}
