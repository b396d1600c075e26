import FloatingPointFormats
import TestSupport
import Testing

@testable import Functions
@testable import Oracle

/// What the code relies on about the shape of the functions, proven by interval evaluation.
@Suite struct TurningPointTests {
  static let smooth = Function.tabulated.filter { !$0.isPiecewiseLinear }

  /// The signs of f^(order) from a to b: evaluated over a whole piece where that is certain, at its
  /// ends where the next derivative has one sign on it (then there is at most one change between
  /// them), else halved. Nil if that does not end.
  static func signs(_ f: Function, order: Int, _ a: Double, _ b: Double, depth: Int = 0) -> [Int]? {
    func sign(_ order: Int, _ x: Interval) -> Int {
      let y = Oracle(f, derivative: order).evaluated(x)
      return !y.isFinite ? 0 : y.isCertainlyNegative ? -1 : y.isCertainlyPositive ? 1 : 0
    }
    let whole = Interval(from: a, to: b, precision: 96)
    let s = sign(order, whole)
    if s != 0 { return [s] }
    if sign(order + 1, whole) != 0 {
      let ends = [a, b].map { sign(order, Interval($0, precision: 128)) }
      return ends.contains(0) ? nil : ends
    }
    guard depth < 30 else { return nil }
    let m = a + (b - a) / 2
    guard let left = signs(f, order: order, a, m, depth: depth + 1),
      let right = signs(f, order: order, m, b, depth: depth + 1)
    else { return nil }
    return left + right
  }

  static func changes(_ signs: [Int]) -> [Int] {
    signs.reduce(into: []) { kept, s in if kept.last != s { kept.append(s) } }
  }

  /// f falls to its one minimum and rises, f′ falls, rises and falls, over all that any format can
  /// tell from its limits; `saturation(below:)` and the bisection of `turningPoints` rest on it.
  /// Beyond, f″ < 0 by the bounds in `Oracle.saturation`'s proof.
  @Test(arguments: smooth) func shape(_ f: Function) throws {
    MPFloat.widenExponents()
    let edge = Oracle(f).saturation(below: -1074 - 64).edge
    let slope = try #require(Self.signs(f, order: 1, -edge, 16))
    #expect(Self.changes(slope) == [-1, 1])
    // f″ is even.
    let bend = try #require(Self.signs(f, order: 2, -edge, 0))
    #expect(Self.changes(bend) == [-1, 1])
  }

  /// The points are those changes: certified signs on either side of each.
  @Test(arguments: smooth) func pointsAreCertified(_ f: Function) throws {
    for order in 0...1 {
      let turns = Oracle(f).turningPoints(derivative: order)
      #expect(turns.count == order + 1 && turns == turns.sorted())
      let slope = Oracle(f, derivative: order + 1)
      for (i, t) in turns.enumerated() {
        let before = slope.evaluated(Interval(t.nextDown, precision: 160))
        let after = slope.evaluated(Interval(t.nextUp, precision: 160))
        let (falls, rises) = i == 0 ? (before, after) : (after, before)
        #expect(falls.isCertainlyNegative && rises.isCertainlyPositive, "\(f.name) \(t.hexFloat)")
      }
    }
    #expect(Oracle(.relu).turningPoints(derivative: 0).isEmpty)
  }

  /// The constants that stand in for a search.
  @Test(arguments: smooth) func constantsAreWhatIsFound(_ f: Function) {
    for order in 0...1 {
      let oracle = Oracle(f)
      #expect(
        oracle.turningPoints(derivative: order) == oracle.searchedTurningPoints(derivative: order))
    }
  }

  /// The tables of Reference/Golden change sign at the same places.
  @Test(arguments: smooth, [1, 2]) func tablesAgree(_ f: Function, _ order: Int) throws {
    let rows = try GoldenTable(function: f, derivative: order).rows().filter { $0.tag == "root" }
    let turns = Oracle(f).turningPoints(derivative: order - 1)
    for t in turns {
      let below = try #require(rows.last { $0.x < t })
      let above = try #require(rows.first { $0.x >= t })
      #expect(above.x - below.x == t.ulp && below.value.first != above.value.first, "\(t.hexFloat)")
    }
  }

  /// gelu″ = φ(x)·(2 − x²).
  @Test func knownPlaces() {
    let root = Interval(2, precision: 128).constant(.sqrtHalf).scaled(by: 1).doubles
    let inflections = Oracle(.gelu).turningPoints(derivative: 1)
    #expect((root.lo...root.hi).contains(inflections[1]))
    #expect((-root.hi...(-root.lo)).contains(inflections[0]))
  }

  /// A function with another shape is seen: gelu″ has three signs over the whole line, and where the
  /// interval is cut short a change is missing.
  @Test func otherShapesAreSeen() throws {
    #expect(try Self.changes(#require(Self.signs(.gelu, order: 2, -12, 12))) == [-1, 1, -1])
    #expect(try Self.changes(#require(Self.signs(.gelu, order: 3, -12, 12.1))) == [-1, 1, -1, 1])
    #expect(try Self.changes(#require(Self.signs(.gelu, order: 1, -12, -1))) == [-1])
    let steep = Function(GELUTanh(cubic: .decimal(try #require(DecimalConstant("-0.2")))))
    #expect(try Self.changes(#require(Self.signs(steep, order: 1, -4, 0))) != [-1, 1])
  }

  /// Beyond the edge of a format |f| and |f′| stay below the bound, to where `saturation`'s proof
  /// takes over.
  @Test(arguments: smooth) func saturationHolds(_ f: Function) {
    MPFloat.widenExponents()
    var failures = Failures()
    for format in FormatName.allCases {
      let exponent = format.parameters.minimumQuantum - 64
      let edge = Oracle(f).saturation(below: exponent).edge
      for derivative in 0...1 {
        let oracle = Oracle(f, derivative: derivative)
        func size(_ from: Double, _ to: Double) -> Int {
          let y = oracle.evaluated(Interval(from: -to, to: -from, precision: 64))
          return max(y.lo.exponentFloor, y.hi.exponentFloor)
        }
        var x = edge
        while x < Oracle.saturationEdge {
          let name = "\(f.name)/\(derivative) \(format) \(x)"
          failures.check(size(x, x * 1.01) < exponent, "\(name): 2^\(size(x, x * 1.01))")
          x *= 1.01
        }
        // The edge is no further out than it need be.
        if derivative == 0 {
          failures.check(size(edge - 2, edge - 2) >= exponent, "\(format) \(edge)")
        }
      }
    }
    #expect(failures.isEmpty, "\(failures)")
  }
}
