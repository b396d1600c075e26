import Foundation
import Functions
import Oracle

/// GELU, SiLU, ReLU and Leaky ReLU above their gradients: 400 pixels wide, with letters of 13 pixels, in colours for
/// a light and for a dark ground.
struct ActivationPicture {
  struct Curve {
    let name: String
    let function: Function
    let dash: String
    /// For a light ground, and for a dark one.
    let light, dark: String
  }

  static let curves = [
    Curve(name: "ReLU", function: .relu, dash: "6 4", light: "#5f5f5f", dark: "#b4b4b4"),
    Curve(name: "Leaky ReLU", function: .leakyReLU, dash: "2 3", light: "#9a3a7a", dark: "#e79ac9"),
    Curve(name: "SiLU", function: .silu, dash: "9 3 2 3", light: "#ad5500", dark: "#f0a04b"),
    Curve(name: "GELU", function: .gelu, dash: "", light: "#0068ab", dark: "#58b0f5"),
  ]
  static let grounds = (light: "#ffffff", dark: "#0d1117")
  static let inks = (light: "#24292f", dark: "#e6edf3")

  /// A panel: f or f′ over [−4, 2].
  private struct Panel {
    let derivative: Int
    let top, base, low, high: Double
    let title: String
    let ticks: [Double]

    static let (left, right, from, to) = (44.0, 388.0, -4.0, 2.0)
    func x(_ x: Double) -> Double {
      Panel.left + (Panel.right - Panel.left) * (x - Panel.from) / (Panel.to - Panel.from)
    }
    func y(_ y: Double) -> Double { base - (base - top) * (y - low) / (high - low) }
  }

  private static let panels = [
    Panel(
      derivative: 0, top: 76, base: 266, low: -0.5, high: 2, title: "f(x)",
      ticks: [-0.5, 0, 0.5, 1, 1.5, 2]),
    Panel(
      derivative: 1, top: 308, base: 468, low: -0.25, high: 1.25, title: "gradient f′(x)",
      ticks: [-0.25, 0, 0.5, 1, 1.25]),
  ]

  /// - Throws: `OracleError`.
  func svg() throws -> String {
    let style = ActivationPicture.curves.enumerated().map { i, c in
      (".c\(i){stroke:\(c.light)}", ".c\(i){stroke:\(c.dark)}")
    }
    let (inks, grounds) = (ActivationPicture.inks, ActivationPicture.grounds)
    let panels = try ActivationPicture.panels.map(drawn).joined(separator: "\n")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="400" height="500" viewBox="0 0 400 500" \
      font-family="sans-serif" font-size="13" role="img">
      <title>GELU, SiLU, ReLU and Leaky ReLU, and their gradients</title>
      <style>
      .g{fill:\(grounds.light)} text{fill:\(inks.light)} .a{stroke:\(inks.light);opacity:.25}
      path{fill:none;stroke-width:2} \(style.map(\.0).joined(separator: " "))
      @media (prefers-color-scheme: dark){.g{fill:\(grounds.dark)} text{fill:\(inks.dark)} \
      .a{stroke:\(inks.dark)} \(style.map(\.1).joined(separator: " "))}
      </style>
      <rect class="g" width="400" height="500"/>
      \(legend)
      \(panels)
      </svg>

      """
  }

  private var legend: String {
    ActivationPicture.curves.enumerated().map { i, curve in
      let (x, y) = (44 + i % 2 * 180, 20 + i / 2 * 22)
      return """
        <path class="c\(i)" d="M\(x) \(y)h36"\(dash(curve))/>\
        <text x="\(x + 44)" y="\(y + 4)">\(curve.name)</text>
        """
    }.joined(separator: "\n")
  }

  private func dash(_ curve: Curve) -> String {
    curve.dash.isEmpty ? "" : " stroke-dasharray=\"\(curve.dash)\""
  }

  private func drawn(_ panel: Panel) throws -> String {
    func n(_ x: Double) -> String { SVG.number(x) }
    let rows = panel.ticks.map { t in
      """
      <path class="a" d="M\(n(Panel.left)) \(n(panel.y(t)))H\(n(Panel.right))" style="stroke-width:1"/>\
      <text x="\(n(Panel.left - 6))" y="\(n(panel.y(t) + 4))" text-anchor="end">\(String(format: "%g", t))</text>
      """
    }
    let columns = (-4...2).map { t in
      """
      <path class="a" d="M\(n(panel.x(Double(t)))) \(n(panel.top))V\(n(panel.base))" style="stroke-width:1"/>\
      <text x="\(n(panel.x(Double(t))))" y="\(n(panel.base + 17))" text-anchor="middle">\(t)</text>
      """
    }
    let title = "<text x=\"\(n(Panel.left))\" y=\"\(n(panel.top - 7))\">\(panel.title)</text>"
    let curves = try ActivationPicture.curves.enumerated().map { i, curve in
      "<path class=\"c\(i)\" d=\"\(try path(curve, panel))\"\(dash(curve))/>"
    }
    return ([title] + rows + columns + curves).joined(separator: "\n")
  }

  /// The curve over steps of 1/16; a gradient that jumps at zero is drawn as two lines.
  private func path(_ curve: Curve, _ panel: Panel) throws -> String {
    let oracle = Oracle(curve.function, derivative: panel.derivative)
    let jumps = panel.derivative == 1 && curve.function.isPiecewiseLinear
    let tiny = Double.leastNonzeroMagnitude
    let points = (-64...32).flatMap { (i: Int) -> [Double] in
      let place = Double(i) / 16
      return i == 0 && jumps ? [-tiny, tiny] : [place]
    }
    return try points.map { x in
      let y: Double = try oracle.rounded(at: x)
      let move = x == points[0] || jumps && x == tiny
      return (move ? "M" : "L")
        + "\(SVG.number(panel.x(x))) \(SVG.number(panel.y(y)))"
    }.joined()
  }
}
