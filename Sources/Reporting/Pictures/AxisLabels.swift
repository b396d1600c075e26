/// What stands below an axis of inputs: the values where regions meet, and the regions' names.
struct AxisLabels {
  let inputs: InputAxis
  /// Where the axis is.
  let base: Double

  /// The values where regions meet, in two rows where they are close; what fits in neither is left out.
  var edges: [(x: Double, y: Double, text: String)] {
    var ends = [-Double.infinity, -Double.infinity]
    return inputs.edges.compactMap { x, label in
      let half = SVG.width(of: label, size: SVG.least) / 2
      guard let row = ends.firstIndex(where: { $0 + 3 < x - half }) else { return nil }
      ends[row] = x + half
      return (x, base + 16 + 13 * Double(row), label)
    }
  }

  /// The regions' names, upright below the values, each in its column.
  var names: [(x: Double, y: Double, text: String)] {
    let first = (edges.map(\.y).max() ?? base) + 10
    return inputs.spans.flatMap { span in
      let lines = inputs.lines(of: span)
      return lines.enumerated().map { i, line in
        let middle = (span.from + span.to) / 2 + SVG.least / 3
        return (middle + 13 * (Double(i) - Double(lines.count - 1) / 2), first, line)
      }
    }
  }

  /// Where what follows may stand.
  var end: Double {
    let names = names
    let longest = names.map { SVG.width(of: $0.text, size: SVG.least) }.max() ?? 0
    return (names.first?.y ?? base) + longest + 12
  }

  func draw(_ svg: inout SVG) {
    svg.texts(edges, .middle, .soft)
    svg.texts(names, .end, upright: true)
  }
}
