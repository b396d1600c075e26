import Foundation

/// A picture as SVG text: one element a line, no more than two decimals, its own light ground, no
/// scripts, fonts or links, so that it reads the same wherever it is shown and changes readably.
struct SVG {
  let width, height: Double
  private var elements: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  static func number(_ x: Double) -> String {
    let text = String(format: "%.1f", x)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private func n(_ x: Double) -> String { SVG.number(x) }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String, dashed: Bool = false
  ) {
    let dash = dashed ? " stroke-dasharray=\"4 3\"" : ""
    elements.append(
      "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" stroke=\"\(colour)\"\(dash)/>"
    )
  }

  mutating func rect(_ x: Double, _ y: Double, _ w: Double, _ h: Double, _ colour: String) {
    elements.append(
      "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(w))\" height=\"\(n(h))\" fill=\"\(colour)\"/>")
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ x: Double, _ y: Double, _ text: String, size: Double = 11, _ anchor: Anchor = .middle,
    _ colour: String = "#333", bold: Bool = false
  ) {
    let weight = bold ? " font-weight=\"bold\"" : ""
    elements.append(
      "<text x=\"\(n(x))\" y=\"\(n(y))\" font-size=\"\(n(size))\" text-anchor=\"\(anchor.rawValue)\""
        + " fill=\"\(colour)\"\(weight)>\(SVG.escaped(text))</text>")
  }

  /// A path from data made with M, H, V, L and Z.
  mutating func path(_ data: String, stroke: String? = nil, fill: String? = nil) {
    let stroked = stroke.map { " stroke=\"\($0)\" stroke-width=\"1.2\"" } ?? ""
    elements.append("<path d=\"\(data)\" fill=\"\(fill ?? "none")\"\(stroked)/>")
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  var document: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(n(width))" height="\(n(height))" \
    viewBox="0 0 \(n(width)) \(n(height))" font-family="sans-serif">
    <rect width="\(n(width))" height="\(n(height))" fill="#fcfcfa"/>
    \(elements.joined(separator: "\n"))
    </svg>

    """
  }
}
