/// A picture as SVG text: one element a line, coordinates in tenths of a pixel, its own light
/// ground, no scripts, fonts or links, so that it reads the same wherever it is shown, in dark mode
/// too, and changes readably.
struct SVG {
  let width, height: Double
  /// What it shows, for those who cannot see it.
  let title: String
  private var elements: [String] = []

  init(width: Double, height: Double, title: String) {
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

  /// A colour, and how it is put on.
  enum Ink {
    static let ground = "#fcfcfa"
    static let text = "#222"
    static let soft = "#666"
    static let grid = "#e6e6e1"
    static let border = "#bdbdb5"
    static let unscored = "#e0e0da"
  }

  enum Anchor: String { case start, middle, end }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String, dashed: Bool = false,
    width: Double = 1
  ) {
    let dash = dashed ? " stroke-dasharray=\"4 3\"" : ""
    add(
      "<line\(attributes([("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)])) stroke=\"\(colour)\""
        + " stroke-width=\"\(SVG.number(width))\"\(dash)/>")
  }

  /// Texts that share size, side and colour, in one group.
  mutating func texts(
    _ items: [(x: Double, y: Double, text: String)], size: Double, _ anchor: Anchor = .middle,
    _ colour: String = Ink.text
  ) {
    guard !items.isEmpty else { return }
    add(
      "<g\(attributes([("font-size", size)])) text-anchor=\"\(anchor.rawValue)\""
        + " fill=\"\(colour)\">")
    for item in items {
      add("<text\(attributes([("x", item.x), ("y", item.y)]))>\(SVG.escaped(item.text))</text>")
    }
    add("</g>")
  }

  /// Straight lines of one colour, each from end to end.
  mutating func lines(_ ends: [(Double, Double, Double, Double)], _ colour: String) {
    let data = ends.map { x1, y1, x2, y2 in
      "M\(SVG.number(x1)) \(SVG.number(y1))L\(SVG.number(x2)) \(SVG.number(y2))"
    }
    stroke(data.joined(), colour, width: 1)
  }

  /// Dotted lines through points, one after the other.
  mutating func dottedLines(_ lines: [[(x: Double, y: Double)]], _ colour: String) {
    let data = lines.filter { $0.count > 1 }.map { points in
      "M" + points.map { "\(SVG.number($0.x)) \(SVG.number($0.y))" }.joined(separator: "L")
    }
    guard !data.isEmpty else { return }
    add(
      "<path d=\"\(data.joined())\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.2\""
        + " stroke-dasharray=\"1.5 2.5\"/>")
  }

  mutating func rect(_ x: Double, _ y: Double, _ w: Double, _ h: Double, _ colour: String) {
    add(
      "<rect\(attributes([("x", x), ("y", y), ("width", w), ("height", h)])) fill=\"\(colour)\"/>")
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, _ colour: String) {
    add(
      "<circle\(attributes([("cx", x), ("cy", y), ("r", radius)])) fill=\"none\""
        + " stroke=\"\(colour)\" stroke-width=\"1.5\"/>")
  }

  /// - Parameter halo: whether the letters keep what is under them at a distance.
  mutating func text(
    _ x: Double, _ y: Double, _ text: String, size: Double = 11, _ anchor: Anchor = .middle,
    _ colour: String = Ink.text, bold: Bool = false, halo: Bool = false
  ) {
    let weight = bold ? " font-weight=\"bold\"" : ""
    let edge =
      halo ? " stroke=\"\(Ink.ground)\" stroke-width=\"3\" paint-order=\"stroke\"" : ""
    add(
      "<text\(attributes([("x", x), ("y", y), ("font-size", size)]))"
        + " text-anchor=\"\(anchor.rawValue)\" fill=\"\(colour)\"\(weight)\(edge)>"
        + "\(SVG.escaped(text))</text>")
  }

  mutating func area(_ data: String, _ colour: String) {
    if !data.isEmpty { add("<path d=\"\(data)\" fill=\"\(colour)\"/>") }
  }

  mutating func stroke(_ data: String, _ colour: String, width: Double) {
    guard !data.isEmpty else { return }
    add(
      "<path d=\"\(data)\" fill=\"none\" stroke=\"\(colour)\""
        + " stroke-width=\"\(SVG.number(width))\"/>")
  }

  private mutating func add(_ element: String) { elements.append(element) }

  private func attributes(_ pairs: [(String, Double)]) -> String {
    pairs.map { " \($0)=\"\(SVG.number($1))\"" }.joined()
  }

  /// How wide a text is drawn at most, in the widest of the usual fonts.
  static func width(of text: String, size: Double) -> Double {
    Double(text.count) * size * 0.62
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  var document: String {
    let (w, h) = (SVG.number(width), SVG.number(height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" \
      font-family="sans-serif" role="img">
      <title>\(SVG.escaped(title))</title>
      <rect width="\(w)" height="\(h)" fill="\(Ink.ground)"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }
}
