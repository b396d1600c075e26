import FloatingPointFormats
import Oracle

/// A stretch of inputs, by ordinals, both ends included, whose results are all of one class.
struct Stretch: Equatable, Sendable {
  var from, to: Int
  var kind: ResultClass
}

/// All finite numbers of a format, in ascending order, divided by the class of their results.
///
/// Made by branch and prune: a stretch is taken whole where interval evaluation decides for all
/// real numbers in it, halved where it does not, and single inputs are asked of the oracle. So the
/// division is proven for every input of the format, and needs no assumption of a single crossing.
struct Partition<T: BinaryFormat>: Equatable, Sendable {
  let stretches: [Stretch]

  init(_ classifier: Classifier<T>) throws {
    var found: [Stretch] = []
    func add(_ from: Int, _ to: Int, _ kind: ResultClass) {
      if let last = found.last, last.kind == kind {
        found[found.count - 1].to = to
      } else {
        found.append(Stretch(from: from, to: to, kind: kind))
      }
    }
    func divide(_ from: Int, _ to: Int) throws {
      if from == to { return add(from, to, try classifier.exact(at: T(ordinal: from))) }
      if let kind = classifier.common(from: T(ordinal: from), to: T(ordinal: to)) {
        return add(from, to, kind)
      }
      let middle = from + (to - from) / 2
      try divide(from, middle)
      try divide(middle + 1, to)
    }
    Interval.prepareThread()
    let last = T.largestFinite.ordinal
    try divide(-last, -1)
    try divide(0, 0)
    try divide(1, last)
    stretches = found
  }

  init(stretches: [Stretch]) { self.stretches = stretches }

  /// The maximal runs of inputs whose results are in a class, as ordinals.
  func runs(_ kind: ResultClass) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for s in stretches where s.kind.contains(kind) {
      if let last = runs.last, last.upperBound == s.from - 1 {
        runs[runs.count - 1] = last.lowerBound...s.to
      } else {
        runs.append(s.from...s.to)
      }
    }
    return runs
  }

  /// The first stretch whose first or last input has another class on the oracle, or whose
  /// neighbours leave a gap; nil if all is well. Independent of how the division was made.
  func firstDefect(_ oracle: Oracle) throws -> Stretch? {
    let classifier = Classifier<T>(oracle: oracle)
    var next = -T.largestFinite.ordinal
    for s in stretches {
      guard s.from == next, s.from <= s.to else { return s }
      for end in [s.from, s.to] where try classifier.exact(at: T(ordinal: end)) != s.kind {
        return s
      }
      next = s.to + 1
    }
    return next == T.largestFinite.ordinal + 1 ? nil : stretches.last
  }
}
