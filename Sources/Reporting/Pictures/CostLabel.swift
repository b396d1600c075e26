/// A kernel's mark in a picture of costs: a circle, or a triangle where its error lies above the axis.
struct CostMark {
  let point: CostPage.Point
  let x, y: Double
  let isAboveAxis: Bool

  static let radius = 4.0

  /// The mark, with the kernel's name and figures for the pointer.
  var element: String {
    func n(_ x: Double) -> String { SVG.number(x) }
    let colour = point.isBest ? CostPlot.bestInk : CostPlot.otherInk
    let ink = "\(colour.stroke) stroke-width=\"1.5\" pointer-events=\"all\""
    let title = "<title>\(SVG.escaped(point.text.replacing(/e\+0?/, with: "e")))</title>"
    guard isAboveAxis else {
      return "<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"3.5\"\(ink)>\(title)</circle>"
    }
    let corners = "M\(n(x)) \(n(y - 4))L\(n(x + 4)) \(n(y + 3))L\(n(x - 4)) \(n(y + 3))Z"
    return "<path d=\"\(corners)\"\(ink)>\(title)</path>"
  }
}

/// A name beside its mark, or tied to it by a line where no room is beside it.
struct CostLabel {
  let mark: CostMark
  /// The middle of the text.
  let x, y: Double
  /// Where the line from the mark ends; nil where the mark is the nearest one.
  var end: (Double, Double)?

  private static let size = SVG.least
  var halfWidth: Double { SVG.width(of: mark.point.kernel, size: CostLabel.size) / 2 }
  var halfHeight: Double { 6.5 }

  /// How far a point is from the box of the text.
  func distance(_ px: Double, _ py: Double) -> Double {
    let dx = max(abs(px - x) - halfWidth, 0)
    let dy = max(abs(py - y) - halfHeight, 0)
    return (dx * dx + dy * dy).squareRoot()
  }

  private func overlaps(_ other: CostLabel) -> Bool {
    abs(x - other.x) < halfWidth + other.halfWidth + 2
      && abs(y - other.y) < halfHeight + other.halfHeight
  }

  /// Each name at the nearest place where it covers no mark and no other name.
  static func placed(
    _ names: Set<String>, by marks: [CostMark], left: Double, right: Double, top: Double,
    base: Double
  ) -> [CostLabel] {
    var labels: [CostLabel] = []
    for mark in marks where names.contains(mark.point.kernel) {
      let free = candidates(mark).first { label in
        label.x - label.halfWidth >= left && label.x + label.halfWidth <= right
          && label.y - label.halfHeight >= top && label.y + label.halfHeight <= base
          && !labels.contains { label.overlaps($0) }
          && !marks.contains { label.distance($0.x, $0.y) < CostMark.radius + 1 }
      }
      if let free { labels.append(free.tied(among: marks)) }
    }
    return labels
  }

  /// Places around a mark, from near to far: above, below, right, left, then aslant.
  private static func candidates(_ mark: CostMark) -> [CostLabel] {
    let half = CostLabel(mark: mark, x: 0, y: 0).halfWidth
    return stride(from: 11.0, through: 139, by: 8).flatMap { d -> [CostLabel] in
      let (beside, aslant) = (half + d - 4, half + d / 2)
      let steps: [(Double, Double)] = [
        (0, -d), (0, d), (beside, 0), (-beside, 0),
        (aslant, -d), (-aslant, -d), (aslant, d), (-aslant, d),
      ]
      return steps.map { CostLabel(mark: mark, x: mark.x + $0.0, y: mark.y + $0.1) }
    }
  }

  /// With a line to its mark if another mark is as near to it.
  private func tied(among marks: [CostMark]) -> CostLabel {
    let own = distance(mark.x, mark.y)
    let others = marks.filter { $0.point.kernel != mark.point.kernel }
    guard own > 12 || others.contains(where: { distance($0.x, $0.y) <= own + 3 }) else {
      return self
    }
    var label = self
    label.end = (
      min(max(mark.x, x - halfWidth), x + halfWidth),
      min(max(mark.y, y - halfHeight), y + halfHeight)
    )
    return label
  }
}
