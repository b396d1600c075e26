import Foundation

/// A vertical axis of powers of ten: where a number is drawn, and which ticks there are.
struct LogAxis {
  /// The powers of ten at its ends.
  let floor, ceiling: Double
  /// The places of its ends in pixels; the upper end is the smaller number.
  let base, top: Double

  /// An axis up to the largest of these numbers, at least to `least`; infinite ones don't count.
  init(_ numbers: [Double], floor: Double, least: Double, base: Double, top: Double) {
    let largest = numbers.filter(\.isFinite).max() ?? 1
    self.floor = floor
    ceiling = max(least, log10(max(largest, .leastNormalMagnitude)).rounded(.up))
    self.base = base
    self.top = top
  }

  /// Numbers below the floor are drawn on it, infinite ones at the top.
  func y(_ number: Double) -> Double {
    let power = number > 0 ? min(max(log10(number), floor), ceiling) : floor
    return base - (base - top) * (power - floor) / (ceiling - floor)
  }

  /// The powers of ten to mark: each, or every second, third …, so that their labels stay apart.
  var ticks: [Int] {
    let step = LogAxis.step(decade: (base - top) / (ceiling - floor))
    let whole = Int(floor.rounded(.up))...Int(ceiling.rounded(.down))
    return whole.filter { $0 % step == 0 }
  }

  /// How many decades apart labels stand that need so many pixels each.
  static func step(decade: Double, room: Double = 17) -> Int {
    [1, 2, 3, 5, 10, 20, 50, 100].first { Double($0) * decade >= room } ?? 200
  }

  static func power(_ n: Int) -> Double { pow(10, Double(n)) }

  static func label(_ power: Int) -> String {
    switch power {
    case -2: "0.01"
    case -1: "0.1"
    case 0...3: String("1000".prefix(power + 1))
    default: "1e\(power)"
    }
  }
}

extension LogAxis {
  /// Lines at the ticks with their labels, and the unit above; the floor is marked as a bound where numbers
  /// below are drawn on it.
  func drawGrid(left: Double, right: Double, unit: String, _ svg: inout SVG) {
    let places = ticks.map { ($0, y(LogAxis.power($0))) }
    svg.lines(places.map { (left, $0.1, right, $0.1) }, .grid)
    let labels = places.map { power, y in
      (x: left - 6, y: y + 4, text: (Double(power) == floor ? "≤ " : "") + LogAxis.label(power))
    }
    svg.texts(labels + [(left - 6, top - 10, unit)], .end, .soft)
  }
}
