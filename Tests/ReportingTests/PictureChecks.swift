import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a reader needs of a picture: texts large enough on a phone and apart from each other, inside the
/// picture, and every colour known on a dark ground too.
final class PictureChecks: NSObject, XMLParserDelegate {
  private struct Box {
    let text: String
    let x, y: ClosedRange<Double>
  }

  /// The font's size and side, and whether they are a group's.
  private struct Style {
    var size = 0.0
    var anchor = "start"
  }

  private(set) var faults: [String] = []
  private var width = 0.0
  private var height = 0.0
  private var styles = [Style()]
  private var classes: Set<String> = []
  private var uncoloured: [String] = []
  private var place: [String: String]?
  private var text = ""
  private var sheet = ""
  private var isInSheet = false
  private var boxes: [Box] = []

  init(_ picture: String) {
    super.init()
    let parser = XMLParser(data: Data(picture.utf8))
    parser.delegate = self
    guard parser.parse(), width > 0 else { return }
    let known = Set(sheet.matches(of: /\.([a-z-]+)\{/).map { String($0.1) })
    for name in classes.sorted() where !known.contains(name) {
      faults.append("class \(name) has no colour on a dark ground")
    }
    for name in known.sorted() where !classes.contains(name) {
      faults.append("colour \(name) is of no use")
    }
    faults += uncoloured.map { "<\($0)> without a class" }
    checkBoxes()
  }

  private func checkBoxes() {
    for (i, a) in boxes.enumerated() {
      if a.x.lowerBound < 0 || a.x.upperBound > width || a.y.upperBound > height {
        faults.append("'\(a.text)' is cut off")
      }
      for b in boxes[(i + 1)...] where a.x.overlaps(b.x) && a.y.overlaps(b.y) {
        faults.append("'\(a.text)' and '\(b.text)' overlap")
      }
    }
  }

  func parser(
    _: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
    attributes: [String: String]
  ) {
    if name == "svg" {
      let size = (attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
      if size.count == 4 { (width, height) = (size[2], size[3]) }
    }
    isInSheet = name == "style"
    var style = styles[styles.count - 1]
    style.size = attributes["font-size"].flatMap(Double.init) ?? style.size
    style.anchor = attributes["text-anchor"] ?? style.anchor
    styles.append(style)
    let own = (attributes["class"] ?? "").split(separator: " ").map(String.init)
    classes.formUnion(own)
    let colours = [attributes["fill"], attributes["stroke"]].compactMap { $0 }.filter {
      $0 != "none"
    }
    if own.count != colours.count { uncoloured.append(name) }
    if name == "text" { (place, text) = (attributes, "") }
  }

  func parser(_: XMLParser, foundCharacters found: String) {
    if isInSheet { sheet += found } else { text += found }
  }

  func parser(
    _: XMLParser, didEndElement name: String, namespaceURI _: String?, qualifiedName _: String?
  ) {
    let style = styles.removeLast()
    isInSheet = false
    guard name == "text", let place, let x = place["x"].flatMap(Double.init),
      let y = place["y"].flatMap(Double.init)
    else { return }
    self.place = nil
    if width > 0, style.size * 400 / width < 9 {
      faults.append("'\(text)' is \(style.size * 400 / width) pixels high on a phone")
    }
    // Half the size is how wide a letter is on average; capitals reach 0.7 of it above the line.
    let length = Double(text.count) * style.size * 0.5
    let start = style.anchor == "start" ? 0 : style.anchor == "end" ? -length : -length / 2
    let (along, across) = (start...(start + length), (-0.7 * style.size)...0.0)
    let isTurned = place["transform"]?.hasPrefix("rotate(-90 ") == true
    boxes.append(
      isTurned
        ? Box(
          text: text, x: (x + across.lowerBound)...(x + across.upperBound),
          y: (y - along.upperBound)...(y - along.lowerBound))
        : Box(
          text: text, x: (x + along.lowerBound)...(x + along.upperBound),
          y: (y + across.lowerBound)...(y + across.upperBound)))
  }
}
