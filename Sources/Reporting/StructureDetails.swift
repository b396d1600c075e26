import Scoring

extension Structure {
  /// The rules that outputs break, as ranges of inputs, and where the function's landmarks lie; one
  /// sentence where all is right.
  var markdown: String {
    let checked = "order, signs, size, symmetry and landmarks of \(Figures.count(inputs)) inputs"
    if isSound { return "Structure: \(checked) all right." }
    let missed = landmarks.filter { !$0.ok }
    var rows = defects.map { defect in
      let ranges = defect.ranges.sorted { $0.count > $1.count }.prefix(3).map { range in
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
        "\(format.both(hex: mark.found)), not \(format.both(hex: mark.expected))",
      ]
    }
    let counts = [
      defects.isEmpty ? nil : "\(Figures.count(defects.count, "rule")) broken",
      missed.isEmpty
        ? nil : "\(missed.count) of \(Figures.count(landmarks.count, "landmark")) missed",
    ].compactMap { $0 }
    return Markdown.details(
      "Structure: \(counts.joined(separator: ", ")); \(checked)",
      Table(titles: ["rule or landmark", "inputs:", "ranges:", "where"], rows: rows).markdown)
  }
}
