/// Texts of a picture. None is smaller than `least`.
extension SVG {
  enum Anchor: String { case start, middle, end }

  /// Texts that share size, side and colour, in one group.
  mutating func texts(
    _ items: [(x: Double, y: Double, text: String)], size: Double = SVG.least,
    _ anchor: Anchor = .middle, _ ink: Ink = .text, upright: Bool = false
  ) {
    guard !items.isEmpty else { return }
    add(
      "<g\(attributes([("font-size", max(size, SVG.least))])) text-anchor=\"\(anchor.rawValue)\""
        + "\(ink.fill)>")
    for item in items {
      let turn =
        upright ? " transform=\"rotate(-90 \(SVG.number(item.x)) \(SVG.number(item.y)))\"" : ""
      add(
        "<text\(attributes([("x", item.x), ("y", item.y)]))\(turn)>\(SVG.escaped(item.text))</text>"
      )
    }
    add("</g>")
  }

  /// - Parameter halo: whether the letters keep what is under them at a distance.
  mutating func text(
    _ x: Double, _ y: Double, _ text: String, size: Double = SVG.least, _ anchor: Anchor = .middle,
    _ ink: Ink = .text, bold: Bool = false, halo: Bool = false
  ) {
    let weight = bold ? " font-weight=\"bold\"" : ""
    let look =
      halo
      ? " class=\"\(ink.rawValue) ground-halo\" fill=\"\(ink.light)\" stroke=\"\(Ink.ground.light)\""
        + " stroke-width=\"3\" paint-order=\"stroke\"" : ink.fill
    add(
      "<text\(attributes([("x", x), ("y", y), ("font-size", max(size, SVG.least))]))"
        + " text-anchor=\"\(anchor.rawValue)\"\(look)\(weight)>\(SVG.escaped(text))</text>")
  }

  /// A text in lines that fit, one below the other.
  /// - Returns: the place of the next line.
  @discardableResult
  mutating func paragraph(
    _ text: String, x: Double, y: Double, width: Double, size: Double = SVG.least,
    _ ink: Ink = .soft, bold: Bool = false
  ) -> Double {
    let lines = SVG.lines(text, width: width, size: size)
    for (i, line) in lines.enumerated() {
      self.text(x, y + (size + 3) * Double(i), line, size: size, .start, ink, bold: bold)
    }
    return y + (size + 3) * Double(lines.count)
  }

  /// Words in lines no wider than `width`, a word at least in each.
  static func lines(_ text: String, width: Double, size: Double) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, SVG.width(of: last + " " + word, size: size) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  /// How wide a text is drawn at most, in the usual fonts.
  static func width(of text: String, size: Double) -> Double {
    Double(text.count) * size * 0.58
  }

  /// For XML; a minus becomes the hyphen that programs read.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("−", with: "-")
  }
}
