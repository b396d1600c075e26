import Functions
import Oracle

/// GELU, SiLU, ReLU and Leaky ReLU above their gradients, on [−4, 2]: 400 pixels wide.
struct ActivationPicture {
  static let title = "GELU, SiLU, ReLU and Leaky ReLU, and their gradients"
  /// GELU last, on top of the others.
  static let curves: [(name: String, function: Function, ink: SVG.Ink, dash: SVG.Dash)] = [
    ("ReLU", .relu, .fourth, .dashed), ("Leaky ReLU", .leakyReLU, .third, .dotted),
    ("SiLU", .silu, .second, .long), ("GELU", .gelu, .first, .none),
  ]

  /// A panel: f or f′.
  private struct Panel {
    let derivative: Int
    let title: String
    let top, base: Double
    let ticks: [(value: Double, label: String)]

    private static let (left, right, from, to) = (44.0, 388.0, -4.0, 2.0)
    private var low: Double { ticks.first?.value ?? 0 }
    private var high: Double { ticks.last?.value ?? 1 }

    private func x(_ x: Double) -> Double {
      Panel.left + (Panel.right - Panel.left) * (x - Panel.from) / (Panel.to - Panel.from)
    }
    private func y(_ y: Double) -> Double { base - (base - top) * (y - low) / (high - low) }

    /// - Throws: `OracleError`.
    func draw(_ svg: inout SVG) throws {
      let whole = (-4...2).map { (x(Double($0)), "\($0)") }
      svg.lines(ticks.map { (Panel.left, y($0.value), Panel.right, y($0.value)) }, .grid)
      svg.lines(whole.map { ($0.0, top, $0.0, base) }, .grid)
      svg.lines([(Panel.left, y(0), Panel.right, y(0)), (x(0), top, x(0), base)], .border)
      svg.texts(ticks.map { (Panel.left - 6, y($0.value) + 4, $0.label) }, .end, .soft)
      svg.texts(whole.map { ($0.0, base + 17, $0.1) }, .middle, .soft)
      svg.text(Panel.left, top - 7, title, .start, bold: true)
      for curve in ActivationPicture.curves {
        let lines = try FunctionCurves.points(curve.function, derivative: derivative).map { line in
          line.filter { $0.x <= Panel.to }.map { (x: x($0.x), y: y($0.y)) }.straightened
        }
        svg.polylines(lines, curve.ink, width: 2, curve.dash)
      }
    }
  }

  private static let panels = [
    Panel(
      derivative: 0, title: "f(x)", top: 76, base: 266,
      ticks: [(-0.5, "-0.5"), (0, "0"), (0.5, "0.5"), (1, "1"), (1.5, "1.5"), (2, "2")]),
    Panel(
      derivative: 1, title: "gradient f′(x)", top: 308, base: 468,
      ticks: [(-0.25, "-0.25"), (0, "0"), (0.5, "0.5"), (1, "1"), (1.25, "1.25")]),
  ]

  /// - Throws: `OracleError`.
  func svg() throws -> String {
    var svg = SVG(width: 400, height: 500, title: ActivationPicture.title)
    let items = ActivationPicture.curves.map {
      Legend.Item(name: $0.name, ink: $0.ink, look: .line($0.dash))
    }
    Legend(items, left: 44, right: 388).draw(&svg, y: 24)
    for panel in ActivationPicture.panels { try panel.draw(&svg) }
    return svg.document
  }
}
