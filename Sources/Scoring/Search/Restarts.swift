import FloatingPointFormats
import Oracle

/// The part of a search that looks around the largest errors found so far: random points at distances
/// of many sizes, again and again, so that a larger error near by becomes the place to go on from.
///
/// Errors in a smooth tail are noise under an envelope: its top is found by steps of any size uphill,
/// where halving stretches would have to be lucky once for each size.
struct Restarts {
  let judge: Judge
  private var random: SplitMix64
  /// Of each region, places far apart with large errors, the largest first.
  private(set) var places: [[Place]]

  struct Place {
    var ordinal: Int
    var size: Double

    static func precedes(_ a: Place, _ b: Place) -> Bool {
      a.size != b.size ? a.size > b.size : a.ordinal < b.ordinal
    }
  }

  /// Distances in places, as exponents of two: from next door, for peaks at a point, or from where noise
  /// repeats, to a part of a binade of float64.
  private static let scales = (broad: 2...47, narrow: 16...47)
  /// Places kept of each region, and started from over all: enough that the peaks of a saw-toothed
  /// envelope are each climbed before one of them is taken for the highest.
  private static let kept = 24
  /// Points around the best of a region, around each place, and around the two best.
  private static let pointsOfRegion = 64
  private static let pointsEach = 32
  private static let pointsOfBest = 256
  /// Two places nearer than this are one, the better of them: 2^38 in float64, less than the distance
  /// in which exp(−x²/2) halves in its far tail.
  private let apart: Int

  init(_ judge: Judge, seed: UInt64) {
    self.judge = judge
    // Other points than those of the bisection.
    random = SplitMix64(seed: ~seed)
    places = judge.map.regions.map { _ in [] }
    apart = 1 << max(0, judge.parameters.precision - 15)
  }

  /// The inputs of the next step, ascending and without repetition; none before anything was found.
  ///
  /// - Parameter broad: around the best of each region that has errors of more than rounding, instead
  ///   of the best of all.
  mutating func next(broad: Bool) -> [Int] {
    let top = judge.parameters.ordinal(of: judge.parameters.largestFinite)
    var points: Set<Int> = []
    let scales = broad ? Restarts.scales.broad : Restarts.scales.narrow
    for (rank, place) in (broad ? bestOfRegions : best).enumerated() {
      let count =
        broad
        ? Restarts.pointsOfRegion : rank < 2 ? Restarts.pointsOfBest : Restarts.pointsEach
      for _ in 0..<count {
        let reach = 1 << Int.random(in: scales, using: &random)
        let range = max(-top, place.ordinal - reach)...min(top, place.ordinal + reach)
        points.insert(Int.random(in: range, using: &random))
      }
    }
    return points.sorted()
  }

  private var best: [Place] {
    Array(places.flatMap { $0 }.sorted(by: Place.precedes).prefix(Restarts.kept))
  }

  private var bestOfRegions: [Place] {
    let first = places.compactMap(\.first)
    let most = first.map(\.size).max() ?? 0
    return first.filter { $0.size >= (most > 0.6 ? 0.6 : 0) }
  }

  /// Takes the sizes of the errors at points, whoever chose them.
  mutating func take(_ sizes: [(ordinal: Int, size: Double)]) {
    for (ordinal, size) in sizes where size > 0 {
      let region = judge.map.index(of: ordinal)
      if let last = places[region].last, places[region].count >= Restarts.kept,
        size <= last.size
      {
        continue
      }
      insert(Place(ordinal: ordinal, size: size), region)
    }
  }

  private mutating func insert(_ new: Place, _ region: Int) {
    let near = places[region].filter { abs($0.ordinal - new.ordinal) < apart }
    guard !near.contains(where: { Place.precedes($0, new) }) else { return }
    places[region].removeAll { abs($0.ordinal - new.ordinal) < apart }
    let at = places[region].firstIndex { Place.precedes(new, $0) } ?? places[region].count
    places[region].insert(new, at: at)
    if places[region].count > Restarts.kept { places[region].removeLast() }
  }
}
