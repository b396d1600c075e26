import FloatingPointFormats
import Oracle

/// What adds up over the inputs that two kernels were given, the same whatever the order they are seen in.
struct PairSums: Sendable, Equatable {
  var compared = 0
  /// Inputs whose outputs differ: in any bit, but all NaNs are one.
  var differing = Counted()
  var absolute = Largest<Double>()
  var relative = Largest<Double>()
  var steps = Largest<UInt64>()
  /// Where which output lies nearer to the exact value; neither, where both lie equally far or are no number.
  var closerA = Counted()
  var closerB = Counted()
  var neither = Counted()
  /// Where exactly one of the outputs is what is right.
  var onlyARight = Counted()
  var onlyBRight = Counted()
  var regions: [RegionSums]
  var tolerances: [ToleranceSums]

  init(regions: Int, tolerances: Int) {
    self.regions = Array(repeating: RegionSums(), count: regions)
    self.tolerances = Array(repeating: ToleranceSums(), count: tolerances)
  }

  mutating func merge(_ other: PairSums) {
    compared += other.compared
    differing.merge(other.differing)
    absolute.merge(other.absolute)
    relative.merge(other.relative)
    steps.merge(other.steps)
    closerA.merge(other.closerA)
    closerB.merge(other.closerB)
    neither.merge(other.neither)
    onlyARight.merge(other.onlyARight)
    onlyBRight.merge(other.onlyBRight)
    for i in regions.indices { regions[i].merge(other.regions[i]) }
    for i in tolerances.indices { tolerances[i].merge(other.tolerances[i]) }
  }
}

/// The same of one region, counts alone.
struct RegionSums: Sendable, Equatable {
  var compared = 0
  var differing = 0
  var closerA = 0
  var closerB = 0
  var neither = 0
  var onlyARight = 0
  var onlyBRight = 0

  mutating func merge(_ other: RegionSums) {
    compared += other.compared
    differing += other.differing
    closerA += other.closerA
    closerB += other.closerB
    neither += other.neither
    onlyARight += other.onlyARight
    onlyBRight += other.onlyBRight
  }
}

extension PairSums {
  /// Counts an input whose outputs differ.
  /// - Parameter isRight: whether each of them is what is right.
  mutating func count(_ nearer: Nearer, _ isRight: (Bool, Bool), _ place: PairPlace) {
    switch nearer {
    case .first: closerA.add(place)
    case .second: closerB.add(place)
    case .neither: neither.add(place)
    }
    if isRight.0, !isRight.1 { onlyARight.add(place) }
    if isRight.1, !isRight.0 { onlyBRight.add(place) }
  }
}

extension RegionSums {
  mutating func count(_ nearer: Nearer, _ isRight: (Bool, Bool)) {
    differing += 1
    switch nearer {
    case .first: closerA += 1
    case .second: closerB += 1
    case .neither: neither += 1
    }
    onlyARight += isRight.0 && !isRight.1 ? 1 : 0
    onlyBRight += isRight.1 && !isRight.0 ? 1 : 0
  }
}
