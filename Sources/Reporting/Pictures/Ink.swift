extension SVG {
  /// A colour by what it means, for a light ground and for a dark one.
  ///
  /// What stands side by side differs in lightness, so that colour-blind eyes and a print in grey tell
  /// it apart; where lines cross, their dashes or marks differ too.
  enum Ink: String, CaseIterable {
    case ground, text, soft, grid, border
    /// Errors up to ½ ulp, up to 1, beyond.
    case half, one, beyond
    /// Errors that are infinite, and columns in which outputs are NaN.
    case infinite = "endless"
    case nan = "empty"
    /// Curves and marks that stand in one picture, in this order.
    case first, second, third, fourth

    var light: String {
      switch self {
      case .ground: "#fcfcfa"
      case .text: "#1f2328"
      case .soft: "#57606a"
      case .grid: "#e6e6e1"
      case .border: "#8a8a83"
      case .half: "#5c93cc"
      case .one: "#985007"
      case .beyond: "#701223"
      case .infinite: "#5b2a86"
      case .nan: "#e3d8ee"
      case .first: "#0a5ea8"
      case .second: "#b8520a"
      case .third: "#4b1f73"
      case .fourth: "#7c7c00"
      }
    }

    var dark: String {
      switch self {
      case .ground: "#0d1117"
      case .text: "#e6edf3"
      case .soft: "#9aa4ae"
      case .grid: "#262c34"
      case .border: "#6e7681"
      case .half: "#4478b8"
      case .one: "#d9962f"
      case .beyond: "#ffc4ba"
      case .infinite: "#cfaef5"
      case .nan: "#33264a"
      case .first: "#4f9ae8"
      case .second: "#e09a52"
      case .third: "#ecdcff"
      case .fourth: "#8f9a1f"
      }
    }

    /// Whether it only helps the eye along, and says nothing by itself.
    var isQuiet: Bool { [.ground, .grid, .nan].contains(self) }

    /// A fill in light colours, with the class that changes it.
    var fill: String { " class=\"\(rawValue)\" fill=\"\(light)\"" }

    /// A stroke, likewise.
    var stroke: String { " class=\"\(rawValue)-line\" fill=\"none\" stroke=\"\(light)\"" }
  }

  /// The colours on a dark ground, for the classes that a picture has. Without them, and in programs that
  /// read no style sheets, colours are those on the light one.
  static func style(for elements: String) -> String {
    let rules = Ink.allCases.flatMap { ink in
      [
        ("\(ink.rawValue)", "fill:\(ink.dark)"), ("\(ink.rawValue)-line", "stroke:\(ink.dark)"),
        ("\(ink.rawValue)-halo", "stroke:\(ink.dark)"),
      ]
    }.filter { name, _ in
      ["\"\(name)\"", " \(name)\"", "\"\(name) "].contains(where: elements.contains)
    }
    return "<style>@media(prefers-color-scheme:dark){"
      + rules.map { ".\($0){\($1)}" }.joined() + "}</style>"
  }
}
