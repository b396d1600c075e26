import Functions
import Oracle
import Testing

@testable import Analysis

/// The branch and bound on functions whose maxima are known, and with broken parts.
@Suite struct MaximiserTests {
  private func point(_ x: Double) -> Interval { Interval(x, precision: 256) }

  private func expansion(
    _ f: @escaping @Sendable (TaylorSeries<Interval>) -> TaylorSeries<Interval>
  ) -> Expansion {
    { f(TaylorSeries(variable: $0, order: 2)).coefficients }
  }

  /// x·exp(−x): 1/e at 1.
  @Test func aStationaryMaximum() throws {
    let m = try Maximiser(expand: expansion { $0 * (-$0).exp() })
      .supremum(from: point(0), to: point(9))
    #expect(m.places.count == 1 && m.places[0].kind == .stationary)
    #expect(m.places[0].location.overlaps(point(1)) && m.places[0].location.width < 0x1p-200)
    #expect(m.value.overlaps(point(-1).exp()) && m.value.width < 0x1p-200)
  }

  @Test func aMaximumAtAnEnd() throws {
    let m = try Maximiser(expand: expansion { $0 * $0 - $0 })
      .supremum(from: point(-2), to: point(1.5))
    #expect(m.value.overlaps(point(6)) && m.places.map(\.kind) == [.end])
  }

  /// |x² − 1| on [−1, 1]: 1 at 0, which is an end of two of the first cells.
  @Test func aMaximumBetweenCells() throws {
    let m = try Maximiser(expand: expansion { $0 * $0 - $0.constant(.integer(1)) })
      .supremum(from: point(-1), to: point(1))
    #expect(m.places.count == 1 && m.places[0].location.overlaps(point(0)))
    #expect(m.value.overlaps(point(1)))
  }

  @Test func twoMaximaAreBothFound() throws {
    let m = try Maximiser(expand: expansion { $0 * (-($0 * $0)).exp() })
      .supremum(from: point(-3), to: point(4))
    #expect(m.places.count == 2)
  }

  /// A constant is its own maximum, everywhere.
  @Test func aConstantIsNotSearchedForEver() throws {
    let m = try Maximiser(expand: { x in [x.constant(.integer(1)), point(0), point(0)] })
      .supremum(from: point(0), to: point(1))
    #expect(m.value.overlaps(point(1)) && m.value.width < 0x1p-99)
    #expect(m.places.count == 1 && m.places[0].location.contains(point(0.5)))
  }

  /// A function whose enclosures stay wide: the search gives up.
  @Test func aSearchWithoutEndIsReported() {
    let wide: Expansion = { _ in
      [Interval](repeating: Interval(from: -1, to: 1, precision: 64), count: 3)
    }
    #expect(throws: AnalysisError.self) {
      try Maximiser(expand: wide).supremum(from: point(0), to: point(1))
    }
  }

  /// A spike of height 1 and width 1/512 at 0.3.
  private var spike: Expansion {
    expansion { t in
      let u = (t - t.constant(.decimal(DecimalConstant("0.3")!))).times(.integer(512))
      return (-(u * u)).exp()
    }
  }

  @Test func aNarrowSpikeIsFound() throws {
    let m = try Maximiser(expand: spike).supremum(from: point(-8), to: point(8))
    #expect(m.value.overlaps(point(1)))
  }

  /// Mutants: an extension that is no enclosure, and derivatives that are wrong.
  @Test func brokenExtensionsMissTheSpike() throws {
    let honest = spike
    let middle = Maximiser(expand: { honest($0.middle) })
    #expect(try !middle.supremum(from: point(-8), to: point(8)).value.overlaps(point(1)))
  }

  @Test func aWrongDerivativeMovesTheMaximum() throws {
    let honest = expansion { $0 * (-$0).exp() }
    let mutant = Maximiser(expand: { x in
      let h = honest(x)
      return [h[0], h[1] + Interval(0.0625, precision: 64), h[2]]
    })
    let m = try? mutant.supremum(from: point(0), to: point(9))
    #expect(m?.value.overlaps(point(-1).exp()) != true)
  }
}
