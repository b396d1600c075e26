import Functions
import Oracle

/// Functions with their derivatives, drawn from the oracle: every point is the nearest double of the exact
/// value.
struct FunctionCurves {
  let functions: [Function]

  static let title = "The functions (solid) and their derivatives (dashed) on [-4, 4]"
  private static let columns = 2
  private static let reach = 4.0
  private let width = 240.0, height = 150.0

  /// - Throws: `OracleError`.
  func svg() throws -> String {
    let rows = (functions.count + FunctionCurves.columns - 1) / FunctionCurves.columns
    var svg = SVG(height: 62 + Double(rows) * (height + 24), title: FunctionCurves.title)
    svg.text(12, 22, FunctionCurves.title, size: SVG.titleSize, .start, bold: true)
    Legend(
      [
        .init(name: "f(x)", ink: .first, look: .line(.none)),
        .init(name: "f'(x)", ink: .second, look: .line(.long)),
      ], left: 12, right: SVG.usualWidth - 12
    ).draw(&svg, y: 42)
    for (i, function) in functions.enumerated() {
      let left = 32 + Double(i % FunctionCurves.columns) * (width + 10)
      let top = 70 + Double(i / FunctionCurves.columns) * (height + 24)
      try draw(function, left, top, &svg)
    }
    return svg.document
  }

  private func draw(_ function: Function, _ left: Double, _ top: Double, _ svg: inout SVG) throws {
    let room = width - 20
    func x(_ v: Double) -> Double {
      left + room * (v + FunctionCurves.reach) / (2 * FunctionCurves.reach)
    }
    func y(_ v: Double) -> Double { top + (height - 22) * (4.25 - v) / 5.5 }
    svg.lines([-4, -2, 2, 4].map { (x($0), y(4.2), x($0), y(-1.2)) }, .grid)
    svg.lines([-1, 1, 2, 3, 4].map { (x(-4), y($0), x(4), y($0)) }, .grid)
    svg.lines([(x(-4), y(0), x(4), y(0)), (x(0), y(4.2), x(0), y(-1.2))], .border)
    svg.texts([-4, -2, 2, 4].map { (x($0), y(-1.2) + 15, "\(Int($0))") }, .middle, .soft)
    svg.texts([-1, 1, 2, 3, 4].map { (x(-4) - 4, y($0) + 4, "\(Int($0))") }, .end, .soft)
    for (order, ink, dash) in [(0, SVG.Ink.first, SVG.Dash.none), (1, .second, .long)] {
      let lines = try FunctionCurves.points(function, derivative: order).map { line in
        line.map { (x: x($0.x), y: y($0.y)) }.straightened
      }
      svg.polylines(lines, ink, width: 1.8, dash)
    }
    svg.text(x(-4) + 6, top + 12, function.name, size: 13, .start, bold: true, halo: true)
  }

  /// Points of the curve; a line ends at each kink and another begins.
  static func points(
    _ function: Function, derivative: Int
  ) throws -> [[(x: Double, y: Double)]] {
    let kinks = [-3.0, 0, 3].filter(function.isKink)
    let ends = [-reach] + kinks + [reach]
    let oracle = Oracle(function, derivative: derivative)
    return try zip(ends, ends.dropFirst()).map { a, b in
      let from = a == -reach ? a : a.nextUp
      let to = b == reach ? b : b.nextDown
      let count = Int(((b - a) * 8).rounded())
      return try (0...count).map { i in
        let x = i == 0 ? from : i == count ? to : a + (b - a) * Double(i) / Double(count)
        let y: Double = try oracle.rounded(at: x)
        return (x, y)
      }
    }
  }
}

extension [(x: Double, y: Double)] {
  /// The same line without points that lie within a tenth of a pixel of those around them.
  var straightened: [(x: Double, y: Double)] {
    guard var last = first else { return [] }
    var kept = [last]
    var start = 0
    for i in indices.dropFirst(2) {
      let end = self[i]
      let isStraight = (start + 1..<i).allSatisfy { k in
        let part = (self[k].x - last.x) / (end.x - last.x)
        return abs(last.y + (end.y - last.y) * part - self[k].y) < 0.1
      }
      if !isStraight {
        last = self[i - 1]
        start = i - 1
        kept.append(last)
      }
    }
    return count > 1 ? kept + [self[count - 1]] : kept
  }
}
