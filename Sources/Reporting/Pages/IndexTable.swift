import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Verdicts

/// A table of the index: a row a kernel, a column for each format and kind of inputs, so that whole runs and samples
/// never share one.
struct IndexTable {
  let scores: [Score]
  let costs: [KernelCost]
  let pages: PageMap

  /// What a column has in common.
  private struct Column: Hashable {
    let format: FormatName
    /// `exhaustive`, `sample`, `search`.
    let kind: String

    var title: String {
      kind == "exhaustive" ? format.rawValue : "\(format.rawValue), \(kind)"
    }
  }

  private func column(_ s: Score) -> Column {
    Column(
      format: s.format,
      kind: s.bound == .exact ? "exhaustive" : s.inputs.kind == "search" ? "search" : "sample")
  }

  private var columns: [Column] {
    let used = Set(scores.map(column))
    return FormatName.allCases.flatMap { format in
      ["exhaustive", "sample", "search"].map { Column(format: format, kind: $0) }
    }.filter(used.contains)
  }

  /// - Parameter names: what a row is called, by kernel; a kernel's own name and link where there is none.
  func markdown(_ kernels: [KernelDescription], names: [String: String] = [:]) -> String {
    let columns = columns
    let byKernel = Dictionary(grouping: scores, by: \.kernel)
    let shown = kernels.filter { byKernel[$0.name] != nil }
    let least = Dictionary(grouping: scores, by: column).compactMapValues { column in
      column.count > 1 ? column.filter { Verdict($0).isSound }.map(\.maxUlp).min() : nil
    }
    let infinities = shown.map { atInfinities(byKernel[$0.name] ?? []) }
    let prices = shown.map { price($0.name) }
    var titles = ["kernel"] + columns.map(\.title)
    let hasInfinities = infinities.contains { !$0.isEmpty }
    let hasPrices = prices.contains { $0 != nil }
    if hasInfinities { titles.append("at ±∞") }
    if hasPrices { titles.append("ns, beside erf:") }
    let rows = shown.enumerated().map { i, kernel in
      let own = byKernel[kernel.name] ?? []
      let name = "[\(kernel.name)](kernels/\(pages.link(kernel.name)))"
      var row = [name + (names[kernel.name].map { "<br>\($0)" } ?? "")]
      row += columns.map { column in
        own.first { self.column($0) == column }.map { cell($0, least: least[column]) } ?? "–"
      }
      if hasInfinities { row.append(infinities[i].isEmpty ? "right" : infinities[i]) }
      if hasPrices { row.append(prices[i] ?? "–") }
      return row
    }
    return Table(titles: titles, rows: rows).markdown
  }

  private func cell(_ s: Score, least: Double?) -> String {
    let verdict = Verdict(s)
    let number = "[\(s.maximum)](kernels/\(pages.link(s)))"
    let isLeast = verdict.isSound && s.maxUlp == least
    // Where finite inputs get no number, an end of the range does not either.
    let broken = verdict.isSound ? s.specialsBroken.count { !isInfinite($0, s.format) } : 0
    let others = broken == 0 ? "" : ", \(Figures.count(broken, "special value")) wrong"
    return (isLeast ? "**\(number)**" : number) + " \(verdict.mark)\(others)<br>" + s.rightInWords
  }

  private func isInfinite(_ special: Special, _ format: FormatName) -> Bool {
    format.value(hex: special.input)?.isInfinite == true
  }

  /// `NaN at −∞`; in which formats, where not in all of the row.
  private func atInfinities(_ own: [Score]) -> String {
    var formats: [String: [FormatName]] = [:]
    var order: [String] = []
    for s in own {
      for special in s.specialsBroken where isInfinite(special, s.format) {
        let sign = s.format.value(hex: special.input).map { $0 < 0 ? "−" : "+" } ?? ""
        let words = "\(s.format.decimal(hex: special.got)) at \(sign)∞"
        if formats[words] == nil { order.append(words) }
        formats[words, default: []].append(s.format)
      }
    }
    return order.map { words in
      let some = formats[words] ?? []
      return some.count == own.count
        ? words : "\(words) (\(some.map(\.rawValue).joined(separator: ", ")))"
    }.joined(separator: "; ")
  }

  /// Nanoseconds a value in float32, or in the first format that has them, and how many times those of `erf`.
  private func price(_ kernel: String) -> String? {
    let formats = [FormatName.float32] + FormatName.reported
    func cost(_ name: String, _ format: FormatName) -> Double? {
      costs.first { $0.kernel == name && $0.format == format }?.nanoseconds
    }
    guard let format = formats.first(where: { cost(kernel, $0) != nil }),
      let own = cost(kernel, format)
    else { return nil }
    let ratio = cost("erf", format).map { String(format: " (%.2g×)", own / $0) } ?? ""
    let place = format == .float32 ? "" : " in \(format.rawValue)"
    return String(format: "%.3g", own) + ratio + place
  }
}

extension Score {
  /// How many results are correctly rounded: `99.479 % right`, `6 wrong`, `all right`; and how likely one is where
  /// inputs come from N(0,1).
  var rightInWords: String {
    let wrong = numbers - correctlyRounded
    let share = numbers == 0 ? 1 : Double(wrong) / Double(numbers)
    let all =
      numbers == 0
      ? "–"
      : wrong == 0
        ? "all right"
        : share <= 1e-5
          ? "\(Figures.count(wrong)) wrong"
          : Figures.share(correctlyRounded, of: numbers) + " right"
    guard let weighted, weighted.weights == InputWeights.usual.name, wrong > 0 else { return all }
    return "\(all) · N(0,1): \(Score.percent(weighted.right))"
  }

  /// Two decimals where both bounds have them, and else both; what is missing of all but 1 in 20,000.
  private static func percent(_ share: WeightedScore.Bounds) -> String {
    let missing = 1 - share.low
    if missing < 5e-5 {
      return missing < 1e-12
        ? "all but less than 1e-12" : String(format: "all but %.1e", roundedUp(missing, digits: 2))
    }
    let texts = [share.low, share.high].map { String(format: "%.2f", 100 * $0) }
    return (texts[0] == texts[1] ? texts[0] : texts.joined(separator: " to ")) + " %"
  }
}
