/// A special input seen, with the output it got.
struct SpecialOutput: Sendable, Equatable, Codable {
  var input: UInt64
  var output: UInt64
}

/// A score in the making. Merging is associative and commutative, bit for bit, so chunks, threads,
/// shards and machines may be joined in any order.
package struct Accumulator: Sendable, Equatable, Codable {
  var scored = 0
  var numbers = 0
  var classes = ClassCounts()
  /// The earliest example of each class.
  var examples: [ErrorClass: Candidate] = [:]
  var specials: [SpecialOutput] = []
  var regions: [RegionAccumulator]
  /// How many inputs each rung of the ladder decided.
  var rungs = RungCounts()
  /// The largest errors in real units.
  var peaks = RealPeaks()
  /// Where inputs have weights: what they add up to.
  var weighted: WeightedSums?
  /// Of rows with a bias.
  var roundedSum: RoundedSum?
  /// Where each class occurs; nil where inputs are in no order, as those of a search or with a second input.
  var ranges: ClassRanges?

  /// - Parameters:
  ///   - isOrdered: whether the inputs are a line on which classes have ranges.
  ///   - isWeighted: whether inputs have weights.
  init(_ map: RegionMap, isOrdered: Bool = false, isWeighted: Bool = false) {
    regions = map.regions.map { RegionAccumulator(columns: $0.columns) }
    ranges = isOrdered ? ClassRanges() : nil
    weighted = isWeighted ? WeightedSums() : nil
  }

  /// Counts an input that shows a class.
  mutating func count(_ errorClass: ErrorClass, _ candidate: Candidate) {
    count(errorClass, 1, first: candidate)
    ranges?.mark(errorClass, at: candidate.position)
  }

  /// The same for an infinite input, which lies in no range.
  mutating func countAtInfinity(_ errorClass: ErrorClass, _ candidate: Candidate) {
    count(errorClass, 1, first: candidate)
    ranges?.markInfinite(errorClass, candidate.position)
  }

  /// Counts inputs that show a class, wherever they lie, given the first of them.
  mutating func count(_ errorClass: ErrorClass, _ n: Int, first new: Candidate) {
    classes[keyPath: errorClass.count] += n
    if let known = examples[errorClass], !new.isBefore(known) { return }
    examples[errorClass] = new
  }

  package mutating func merge(_ other: Accumulator) {
    scored += other.scored
    numbers += other.numbers
    for c in ErrorClass.allCases {
      classes[keyPath: c.count] += other.classes[keyPath: c.count]
      guard let theirs = other.examples[c] else { continue }
      if let ours = examples[c], !theirs.isBefore(ours) { continue }
      examples[c] = theirs
    }
    specials = Array(Set((specials + other.specials).map(\.input))).sorted().compactMap { input in
      (specials + other.specials).first { $0.input == input }
    }
    for i in regions.indices { regions[i].merge(other.regions[i]) }
    rungs.merge(other.rungs)
    peaks.merge(other.peaks)
    if let theirs = other.weighted {
      if weighted == nil { weighted = theirs } else { weighted?.merge(theirs) }
    }
    if let theirs = other.roundedSum {
      roundedSum = roundedSum ?? RoundedSum()
      roundedSum?.merge(theirs)
    }
    guard let theirs = other.ranges else { return }
    if ranges == nil { ranges = theirs } else { ranges?.merge(theirs) }
  }
}

/// How many inputs were decided by the fast polynomial, by the double-double one, and by MPFR.
public struct RungCounts: Sendable, Equatable, Codable {
  public var polynomial = 0
  public var doubleDouble = 0
  public var multiplePrecision = 0

  mutating func merge(_ other: RungCounts) {
    polynomial += other.polynomial
    doubleDouble += other.doubleDouble
    multiplePrecision += other.multiplePrecision
  }
}
