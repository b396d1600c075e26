import Scoring
import Verdicts

enum StructureDetails {
  /// How many ranges of a rule a page has.
  static let shown = 3
}

extension Structure {
  /// The rules that outputs break, as ranges of inputs, and where the function's landmarks lie; one
  /// sentence where all is right.
  var markdown: String {
    let format = signature.input
    let checked = "order, signs, size, symmetry and landmarks of \(Figures.count(inputs)) inputs"
    if isSound { return "Structure: \(checked) all right." }
    let missed = landmarks.filter { !$0.ok }
    var rows = defects.map { defect in
      let ranges = defect.ranges.sorted { $0.count > $1.count }.prefix(StructureDetails.shown).map {
        range in
        range.from == range.to
          ? format.both(hex: range.from)
          : "\(format.both(hex: range.from)) to \(format.both(hex: range.to))"
      }
      let rest = defect.rangeCount > ranges.count ? "; …" : ""
      return [
        "**broken**: \(defect.rule)", Figures.count(defect.inputs),
        Figures.count(defect.rangeCount), ranges.joined(separator: "; ") + rest,
      ]
    }
    rows += missed.map { mark in
      [
        "**missed**: \(mark.name)", "", "",
        "at \(format.both(hex: mark.found)); correct: \(format.both(hex: mark.expected))",
      ]
    }
    return Markdown.details(
      "Structure: \(counts); \(checked)",
      Table(titles: ["rule or landmark", "inputs:", "ranges:", "where"], rows: rows).markdown)
  }

  /// `2 rules broken, 1 of 3 landmarks missed`.
  var counts: String {
    let missed = landmarks.count { !$0.ok }
    let parts = [
      defects.isEmpty ? nil : "\(Figures.count(defects.count, "rule")) broken",
      missed == 0 ? nil : "\(missed) of \(Figures.count(landmarks.count, "landmark")) missed",
    ].compactMap { $0 }
    return parts.isEmpty ? "all right" : parts.joined(separator: ", ")
  }
}
