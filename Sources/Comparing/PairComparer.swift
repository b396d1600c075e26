import FloatingPointFormats
import Oracle
import Scoring

/// Holds two outputs for each input to each other and to what is right. Where both have the same bits, or are
/// both NaN, nothing else is asked.
struct PairComparer: Sendable {
  let results: ExactResults
  let tolerances: [Tolerance]
  private let input, output: FormatName
  private let parameters: FormatParameters

  init(_ results: ExactResults, tolerances: [Tolerance]) {
    (self.results, self.tolerances) = (results, tolerances)
    (input, output) = (results.signature.input, results.signature.output)
    parameters = output.parameters
  }

  /// - Parameters:
  ///   - x: ascending inputs.
  ///   - a: the outputs of the first kernel, which the second one's are held to.
  /// - Throws: `OracleError`.
  func sums<X: BinaryFormat, Y: BinaryFormat>(
    _ x: UnsafeBufferPointer<X>, _ a: UnsafeBufferPointer<Y>, _ b: UnsafeBufferPointer<Y>
  ) throws -> PairSums {
    var sums = PairSums(regions: results.map.regions.count, tolerances: tolerances.count)
    sums.compared = x.count
    countRegions(x, &sums)
    try forEachSpecial(a, b) { i in
      let (left, right) = (a[i].bits, b[i].bits)
      let place = PairPlace(position: x[i].position, input: x[i].bits, a: left, b: right)
      try compare(place, &sums)
    }
    return sums
  }

  /// Calls `body` for each place where the bits differ, or are those of a NaN.
  private func forEachSpecial<Y: BinaryFormat>(
    _ a: UnsafeBufferPointer<Y>, _ b: UnsafeBufferPointer<Y>, _ body: (Int) throws -> Void
  ) rethrows {
    func scan<Word: FixedWidthInteger & UnsignedInteger>(_: Word.Type) throws {
      let magnitude = Word.max >> 1
      let last = Word(truncatingIfNeeded: UInt64(Y.lastOrdinal))
      try UnsafeRawBufferPointer(a).withMemoryRebound(to: Word.self) { a in
        try UnsafeRawBufferPointer(b).withMemoryRebound(to: Word.self) { b in
          for i in 0..<a.count where a[i] != b[i] || a[i] & magnitude > last { try body(i) }
        }
      }
    }
    switch Y.width {
    case 8: try scan(UInt8.self)
    case 16: try scan(UInt16.self)
    case 32: try scan(UInt32.self)
    default: try scan(UInt64.self)
    }
  }

  /// How many of ascending inputs lie in each region.
  private func countRegions<X: BinaryFormat>(
    _ x: UnsafeBufferPointer<X>, _ sums: inout PairSums
  ) {
    func rank(ofFirst holds: (X) -> Bool) -> Int {
      var (low, high) = (0, x.count)
      while low < high {
        let middle = (low + high) / 2
        if holds(x[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    for (i, region) in results.map.regions.enumerated() {
      let from = input.position(ordinal: region.from, isFirst: true)
      let to = input.position(ordinal: region.to, isFirst: false)
      sums.regions[i].compared =
        rank(ofFirst: { $0.position > to }) - rank(ofFirst: { $0.position >= from })
    }
  }

  private func compare(_ place: PairPlace, _ sums: inout PairSums) throws {
    let (a, b) = (output.value(bits: place.a), output.value(bits: place.b))
    let x = input.value(bits: place.input)
    // At a NaN every kernel fails by some rules, and no test has infinities among its inputs.
    if x.isFinite {
      for (i, tolerance) in tolerances.enumerated() {
        sums.tolerances[i].add(tolerance, actual: b, desired: a, place)
      }
    }
    guard !(a.isNaN && b.isNaN) else { return }
    sums.differing.add(place)
    let right = try results.rounded(at: place.input)
    let isRight = (isSame(a, right), isSame(b, right))
    let nearer = try nearer(a, b, x, isRight, place.input)
    sums.count(nearer, isRight, place)
    if x.isFinite {
      let region = results.map.index(of: input.parameters.ordinal(of: x))
      sums.regions[region].count(nearer, isRight)
    }
    // Two zeros are no distance apart.
    guard a.isFinite, b.isFinite, a != b else { return }
    try addGaps(a, b, x, place, &sums)
  }

  /// Equal in value, and zeros in their sign; all NaNs are one.
  private func isSame(_ y: Double, _ right: Double) -> Bool {
    y.isNaN ? right.isNaN : y == right && y.sign == right.sign
  }

  /// Where both outputs and the input are finite the exact value decides; else an output that is right is nearer
  /// than one that is not, and a number than what is none where there is a number to be.
  private func nearer(
    _ a: Double, _ b: Double, _ x: Double, _ isRight: (Bool, Bool), _ input: UInt64
  ) throws -> Nearer {
    if a.isFinite, b.isFinite, x.isFinite { return try results.nearer(a, b, at: input) }
    if isRight.0 != isRight.1 { return isRight.0 ? .first : .second }
    guard x.isFinite, a.isFinite != b.isFinite else { return .neither }
    return a.isFinite ? .first : .second
  }

  private func addGaps(
    _ a: Double, _ b: Double, _ x: Double, _ place: PairPlace, _ sums: inout PairSums
  ) throws {
    let (i, j) = (parameters.ordinal(of: a), parameters.ordinal(of: b))
    sums.steps.consider(UInt64(bitPattern: Int64(i < j ? j &- i : i &- j)), place)
    // The difference of two float64 numbers may be beyond the largest, which then stands for it.
    let gap = min((a - b).magnitude, .greatestFiniteMagnitude)
    sums.absolute.consider(gap, place)
    guard x.isFinite, let ratio = try results.relativeGap(gap, at: place.input) else { return }
    sums.relative.consider(ratio.lowerBound / 2 + ratio.upperBound / 2, place)
  }
}

extension FormatName {
  /// The position of an ordinal: of the two zeros the first or the last.
  fileprivate func position(ordinal: Int, isFirst: Bool) -> UInt64 {
    let zero: UInt64 = 1 << UInt64(width - 1)
    if ordinal == 0 { return isFirst ? zero - 1 : zero }
    return ordinal < 0 ? zero - 1 - UInt64(ordinal.magnitude) : zero + UInt64(ordinal)
  }
}
