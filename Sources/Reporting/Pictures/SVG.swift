/// A picture as SVG text: one element a line, coordinates in tenths of a pixel, no scripts, fonts or
/// links, so that it reads the same wherever it is shown and changes readably. It has its own ground,
/// dark where the reader's screen is.
struct SVG {
  let width, height: Double
  /// What it shows, for those who cannot see it.
  let title: String
  private(set) var elements: [String] = []

  /// So narrow that texts of `least` have 9 pixels on a screen 400 pixels wide.
  static let usualWidth = 520.0
  /// The size of the smallest text.
  static let least = 12.0
  static let titleSize = 14.0

  init(width: Double = SVG.usualWidth, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// A coordinate as a whole number of tenths, in which differences are exact.
  static func tenths(_ x: Double) -> Int { Int((x * 10).rounded()) }

  /// Tenths as a decimal: −15 as `-1.5`, 20 as `2`.
  static func decimal(tenths n: Int) -> String {
    let sign = n < 0 ? "-" : ""
    let m = n.magnitude
    return m % 10 == 0 ? "\(sign)\(m / 10)" : "\(sign)\(m / 10).\(m % 10)"
  }

  static func number(_ x: Double) -> String { decimal(tenths: tenths(x)) }

  /// How a line is broken into dashes.
  enum Dash: String {
    case none = ""
    case dashed = " stroke-dasharray=\"4 3\""
    case dotted = " stroke-dasharray=\"1.5 2.5\""
    case long = " stroke-dasharray=\"7 3\""
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ ink: Ink, dashed: Bool = false,
    width: Double = 1
  ) {
    add(
      "<line\(attributes([("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)]))\(ink.stroke)"
        + " stroke-width=\"\(SVG.number(width))\"\((dashed ? Dash.dashed : .none).rawValue)/>")
  }

  /// Straight lines of one colour, each from end to end.
  mutating func lines(
    _ ends: [(Double, Double, Double, Double)], _ ink: Ink, _ dash: Dash = .none
  ) {
    let data = ends.map { x1, y1, x2, y2 in
      "M\(SVG.number(x1)) \(SVG.number(y1))L\(SVG.number(x2)) \(SVG.number(y2))"
    }
    stroke(data.joined(), ink, width: 1, dash)
  }

  /// Lines through points, one after the other; those of fewer than two points are left out.
  mutating func polylines(
    _ lines: [[(x: Double, y: Double)]], _ ink: Ink, width: Double = 1.2, _ dash: Dash = .none
  ) {
    let data = lines.filter { $0.count > 1 }.map { points in
      let places = points.map { (x: SVG.tenths($0.x), y: SVG.tenths($0.y)) }
      let steps = zip(places, places.dropFirst()).map { a, b in
        "\(SVG.decimal(tenths: b.x - a.x)) \(SVG.decimal(tenths: b.y - a.y))"
      }
      return "M\(SVG.number(points[0].x)) \(SVG.number(points[0].y))l"
        + steps.joined(separator: " ")
    }
    stroke(data.joined(), ink, width: width, dash)
  }

  mutating func rect(_ x: Double, _ y: Double, _ w: Double, _ h: Double, _ ink: Ink) {
    add("<rect\(attributes([("x", x), ("y", y), ("width", w), ("height", h)]))\(ink.fill)/>")
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, _ ink: Ink) {
    add(
      "<circle\(attributes([("cx", x), ("cy", y), ("r", radius)]))\(ink.stroke) stroke-width=\"1.5\"/>"
    )
  }

  mutating func area(_ data: String, _ ink: Ink) {
    if !data.isEmpty { add("<path d=\"\(data)\"\(ink.fill)/>") }
  }

  mutating func stroke(_ data: String, _ ink: Ink, width: Double, _ dash: Dash = .none) {
    guard !data.isEmpty else { return }
    add(
      "<path d=\"\(data)\"\(ink.stroke) stroke-width=\"\(SVG.number(width))\"\(dash.rawValue)/>")
  }

  mutating func add(_ element: String) { elements.append(element) }

  func attributes(_ pairs: [(String, Double)]) -> String {
    pairs.map { " \($0)=\"\(SVG.number($1))\"" }.joined()
  }

  var document: String {
    let (w, h) = (SVG.number(width), SVG.number(height))
    let body =
      "<rect width=\"\(w)\" height=\"\(h)\"\(Ink.ground.fill)/>\n"
      + elements.joined(separator: "\n")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" \
      font-family="sans-serif" role="img">
      <title>\(SVG.escaped(title))</title>
      \(SVG.style(for: body))
      \(body)
      </svg>

      """
  }
}
