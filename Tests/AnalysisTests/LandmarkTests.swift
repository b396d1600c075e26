import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Analysis

@Suite struct LandmarkTests {
  static let smooth = Function.tabulated.filter { !$0.isPiecewiseLinear }

  @Test(arguments: smooth) func oneMinimumAndTheDerivativesTwo(_ f: Function) throws {
    let all = try Landmark.all(of: f)
    #expect(all.map(\.kind) == [.minimum, .minimum, .maximum])
    #expect(all.map(\.target.derivative) == [0, 1, 1])
    for mark in all { #expect(mark.location.rounded(digits: 36) != nil) }
    // f′(x) = 1 − f′(−x).
    let (least, greatest) = (try #require(all[1].value.interval), all[2].value.interval)
    #expect((Interval(1, precision: 256) - least).overlaps(try #require(greatest)))
  }

  /// gelu″ = φ(x)·(2 − x²).
  @Test func theExtremesOfGELUsDerivativeAreAtRootTwo() throws {
    let all = try Landmark.all(of: .gelu)
    let root = Interval(2, precision: 256).root
    #expect(try #require(all[2].location.interval).overlaps(root))
    #expect(try #require(all[1].location.interval).overlaps(-root))
    #expect(all[0].location.rounded(digits: 30) == "-0.751791524693564457457904946780")
  }

  /// The derivative changes its sign between the two neighbours, which have nothing between them.
  @Test(arguments: smooth) func neighboursEnclose(_ f: Function) throws {
    for order in 0...1 {
      let slopes = Oracle(f, derivative: order + 1)
      for x in try slopes.zeros() {
        let (a, b) = x.neighbours(in: Float.self)
        #expect(b.ordinal - a.ordinal == 1)
        let left = slopes.enclosure(at: a.double, precision: 128).interval
        let right = slopes.enclosure(at: b.double, precision: 128).interval
        #expect(left.isCertainlyNegative != right.isCertainlyNegative)
      }
    }
  }

  /// The run of inputs with the extreme result, against all inputs of a 16-bit format.
  @Test(arguments: smooth) func extremeResults(_ f: Function) throws {
    let mark = try #require(try Landmark.all(of: f).first?.neighbours["float16"])
    let oracle = Oracle(f)
    let results = try (Float16(-2).ordinal...Float16(-0.5).ordinal).map { ordinal in
      let x = Float16(ordinal: ordinal)
      return (x: x, y: try oracle.rounded(at: Double(x), to: Float16.self))
    }
    let least = try #require(results.map(\.y).min())
    let having = results.filter { $0.y == least }.map(\.x)
    #expect(mark.extremeResult.bits == least.hexBits)
    #expect(mark.extremeFrom.bits == having.first?.hexBits)
    #expect(mark.extremeThrough.bits == having.last?.hexBits)
  }
}

@Suite struct ZerosTests {
  /// x² − c.
  private func parabola(_ c: Double) -> Expansion {
    { x in
      let one = x.constant(.integer(1))
      return [x * x - Interval(c, precision: 256), x.times(.integer(2)), one]
    }
  }

  @Test func zerosOfAParabola() throws {
    let zeros = try Zeros.all(of: parabola(2), from: -16, to: 15)
    #expect(zeros.count == 2)
    #expect(zeros.allSatisfy { $0.width < 0x1p-240 })
    #expect(zeros[1].overlaps(Interval(2, precision: 256).root))
    #expect(try Zeros.all(of: parabola(-1), from: -16, to: 15).isEmpty)
  }

  @Test func aDoubleZeroIsReportedAndNotMissed() {
    #expect(throws: AnalysisError.self) { try Zeros.all(of: parabola(0), from: -16, to: 15) }
  }

  /// With the middle in place of an enclosure, zeros are missed.
  @Test func anExtensionThatIsNoEnclosureMissesZeros() throws {
    let honest = parabola(2)
    let mutant: Expansion = { honest($0.middle) }
    #expect(try Zeros.all(of: mutant, from: -16, to: 15).count != 2)
  }
}
