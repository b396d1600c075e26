/// What colours and dashes mean: samples with names, in rows that fit.
struct Legend {
  struct Item {
    let name: String
    let ink: SVG.Ink
    var look = Look.area
  }

  enum Look: Equatable {
    case area
    /// An area with an edge.
    case edged(SVG.Ink, SVG.Dash)
    case line(SVG.Dash)
  }

  /// The items with their places: the row, counted from 0, and the left edge.
  let items: [(item: Item, row: Int, x: Double)]
  private static let rowHeight = 17.0

  init(_ all: [Item], left: Double, right: Double) {
    var (x, row) = (left, 0)
    items = all.map { item in
      let width = 34 + SVG.width(of: item.name, size: SVG.least)
      if x > left, x + width - 12 > right { (x, row) = (left, row + 1) }
      defer { x += width }
      return (item, row, x)
    }
  }

  var height: Double { Legend.rowHeight * Double((items.last?.row ?? -1) + 1) }

  /// - Parameter y: where the first row's text stands.
  func draw(_ svg: inout SVG, y: Double) {
    for (item, row, x) in items {
      let base = y + Legend.rowHeight * Double(row)
      switch item.look {
      case .area: svg.rect(x, base - 10, 14, 11, item.ink)
      case .edged(let edge, let dash):
        svg.rect(x, base - 10, 14, 11, item.ink)
        svg.stroke(
          "M\(SVG.number(x)) \(SVG.number(base - 10))h14v11h-14z", edge, width: 1, dash)
      case .line(let dash):
        svg.polylines([[(x, base - 4), (x + 16, base - 4)]], item.ink, width: 1.6, dash)
      }
      svg.text(x + 20, base, item.name, .start)
    }
  }
}
