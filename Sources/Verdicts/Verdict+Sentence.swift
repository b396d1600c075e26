import FloatingPointFormats
import Scoring

extension Verdict {
  /// The verdict in full: what it is, the largest error and where, what else is wrong.
  package var sentence: String {
    ([opening] + [worst, elsewhere, others, specials].compactMap { $0 }).joined(separator: " ")
  }

  private var opening: String {
    let all =
      score.bound == .exact
      ? "all" : score.inputs.kind == "search" ? "the search's" : "the sample's"
    let inputs = "\(all) \(Figures.count(score.numbers)) finite inputs"
    switch kind {
    case .nothing: return "**Nothing scored**: no finite input."
    case .nan(let n): return "**NaN** for \(Figures.count(n, "finite input"))\(whereNaN)."
    case .infinite(let n):
      return "**Overflows** for \(Figures.count(n, "input")) with a finite "
        + "truth\(place(.infiniteForFinite))."
    case .wrongSign(let n):
      return "**Wrong sign** at \(Figures.count(n, "input"))\(place(.wrongSign))."
    case .flushed(let n, let tail):
      let name = tail ? "Loses the tail" : "Flushes to zero"
      return "**\(name)**: zero for \(Figures.count(n, "input")) whose truth is a normal "
        + "number\(place(.flushed))."
    case .correctlyRounded: return "**Correctly rounded** on \(inputs)."
    case .faithful:
      return "**Faithful** on \(inputs), "
        + "\(Figures.share(score.correctlyRounded, of: score.numbers)) correctly rounded."
    case .within(let n): return "**Within \(n) ulp** on \(inputs)."
    case .off:
      let few = Int(Verdict.few)
      let regions = score.regions.filter { $0.maxUlp > Verdict.few }
      return "**Off by more than \(few) ulp** in \(names(regions))."
    }
  }

  /// Where NaNs are: no column of a region's profile is empty otherwise if every input was scored.
  private var whereNaN: String {
    if let ranges = ranges(.nanForNumber) { return ranges }
    let regions = score.regions.filter { region in
      guard region.count > 0 else { return false }
      return score.bound == .exact
        ? region.profile.contains(nil) : region.profile.allSatisfy { $0 == nil }
    }
    return regions.isEmpty ? first(.nanForNumber) : ", in \(names(regions))"
  }

  /// Regions by name, or how many where they are most.
  private func names(_ regions: [RegionScore]) -> String {
    if regions.count * 2 > score.regions.count && regions.count > 3 {
      return "\(regions.count) of \(score.regions.count) regions"
    }
    return Figures.list(regions.map { "“\($0.name)”" })
  }

  /// The ranges of a class where the score has them, else its first input.
  private func place(_ errorClass: ErrorClass) -> String {
    ranges(errorClass) ?? first(errorClass)
  }

  /// `, from 10.5 (…) to 10.75 (…)`, with `in the sample` where it is one; nil where the score has no ranges.
  private func ranges(_ errorClass: ErrorClass) -> String? {
    guard let places = score.classRanges?[errorClass.rawValue], let first = places.list.first,
      let last = places.list.last
    else { return nil }
    let format = score.question.signature.input
    func number(_ bits: String) -> String { "\(format.decimal(hex: bits)) (`\(bits)`)" }
    func words(_ range: ClassPlaces.Range) -> String {
      range.from == range.to
        ? "at \(number(range.from))" : "from \(number(range.from)) to \(number(range.to))"
    }
    // What lies beside a sample's inputs was not tried.
    let scope = score.bound == .exact ? ", " : ", in the sample "
    if places.ranges <= 3 { return scope + Figures.list(places.list.map(words)) }
    return scope + "in \(Figures.count(places.ranges, "range")) between \(number(first.from)) and "
      + number(last.to)
  }

  private func first(_ errorClass: ErrorClass) -> String {
    guard let example = score.classExamples[errorClass.rawValue],
      score.format.value(hex: example.input)?.isFinite == true
    else { return "" }
    return ", first at \(score.format.decimal(hex: example.input)) (`\(example.input)`)"
  }

  private var worst: String? {
    guard score.numbers > 0 else { return nil }
    guard !score.maxUlpInput.isEmpty else {
      return score.maxUlp == 0
        ? "Every result is exact." : "No error exceeds \(Figures.ulp(score.maxUlp)) ulp."
    }
    let known = score.bound == .exact ? "" : " known"
    let isTie = kind == .faithful && score.maxUlp == 0.5
    let tie = isTie ? " to nine digits, a nearly half-way case rounded the wrong way," : ""
    let place = score.worstRegion.map { ", in the region “\($0.name)”" } ?? ""
    return "Largest\(known) error: \(Figures.ulp(score.maxUlp)) ulp\(tie) at "
      + "\(score.format.decimal(hex: score.maxUlpInput)) (`\(score.maxUlpInput)`)\(place)."
  }

  /// Where errors stay small, if that is most of the line.
  private var elsewhere: String? {
    switch kind {
    case .nothing, .nan, .correctlyRounded, .faithful: return nil
    case .infinite, .wrongSign, .flushed, .within, .off: break
    }
    let large = score.regions.filter { $0.maxUlp >= 1 }
    guard !large.isEmpty, large.count * 2 <= score.regions.count else { return nil }
    return "Errors stay below 1 ulp outside \(names(large))."
  }

  /// Classes that are not empty and not the kind already named.
  private var others: String? {
    let named: ErrorClass? =
      switch kind {
      case .nan: .nanForNumber
      case .infinite: .infiniteForFinite
      case .wrongSign: .wrongSign
      case .flushed: .flushed
      default: nil
      }
    let rest = score.errorClassesOfNumbers.filter { $0.errorClass != named }
    return rest.isEmpty ? nil : "Also: \(Figures.list(rest.map(\.counted)))."
  }

  /// What is wrong with special values.
  private var specials: String? {
    let broken = score.specialsBroken.map { special in
      let (format, x) = (score.format, score.format.decimal(hex: special.input))
      return "\(x) gives \(format.decimal(hex: special.got)), "
        + "not \(format.decimal(hex: special.expected))"
    }
    return broken.isEmpty ? nil : "Special values: \(broken.joined(separator: "; "))."
  }
}
