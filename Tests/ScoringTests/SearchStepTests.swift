import FloatingPointFormats
import Oracle
import Testing

@testable import Scoring

/// The parts of a search one by one: what it takes for the largest error, and where it goes on from.
@Suite struct SearchStepTests {
  private let judge: Judge

  init() throws { judge = try Judge(Oracle(.relu), .float64, flush: .none) }

  @Test func theLargestOfAStretch() {
    let points: [(ordinal: Int, size: Double)] = [(-3, 2), (0, 9), (1, 4), (2, 3), (7, 8)]
    #expect(points.largest(in: -3..<8) == 9 && points.largest(in: -1..<2) == 9)
    #expect(points.largest(in: -3..<0) == 2 && points.largest(in: 1..<7) == 4)
    #expect(points.largest(in: 3..<7) == 0 && points.largest(in: 7..<8) == 8)
  }

  /// Of places near each other the largest is kept, of equals the first; the largest come first.
  @Test func placesAreApart() throws {
    let (here, there) = (1.0.ordinal, 2.0.ordinal)
    for errors in [
      [(here, 5), (there, 7), (here + 9, 3)], [(here + 9, 3), (here, 5), (there, 7)],
      [(here + 9, 5), (there, 7), (here, 5), (here + 1, 5), (0, 0)],
    ] {
      var restarts = Restarts(judge, seed: 1)
      restarts.take(errors.map { (ordinal: $0.0, size: Double($0.1)) })
      let places = restarts.places.flatMap { $0 }
      #expect(places.map(\.ordinal) == [there, here] && places.map(\.size) == [7, 5])
    }
  }

  /// An infinite output is the largest error, and a NaN no place to go on from.
  @Test func sizesOfErrors() throws {
    let inputs = [1.0, 2, 3, 4]
    let outputs = [Double.nan, .infinity, 3, 4.0.nextUp]
    let sizes = try SearchRun<Double>.judged(judge, inputs[...], outputs[...]).sizes
    #expect(sizes.map(\.ordinal) == inputs.map(\.ordinal))
    #expect(sizes.map(\.size) == [0, .infinity, 0, 1])
  }
}
