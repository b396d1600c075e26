import CHotLoop
import FloatingPointFormats
import Oracle

private typealias HotKind = hot_kind

/// What the hot loop found in a block, into an accumulator: for all formats it serves.
struct HotBlocks<X: BinaryFormat, Y: BinaryFormat> {
  let judge: Judge
  let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
  private var shortlist = Shortlist<X, Y>(of: TopList())
  /// Whether the truth of the cell is zero exactly, which has no sign to miss.
  var isExactZero = false
  /// Whether the truth of the cell lies below zero.
  var isNegative = false
  private var peaks: PeakBlocks<X, Y>
  /// The region that the shortlist is of.
  private var listed: Int?

  init(_ judge: Judge, sharing floors: PeakFloors? = nil) {
    self.judge = judge
    peaks = PeakBlocks(judge: judge, sharing: floors)
  }

  func deallocate() { result.deallocate() }

  /// Adds everything but the exceptions.
  ///
  /// - Parameters:
  ///   - r: what the hot loop found.
  ///   - slack: what an |e| below 2^10 may be off by.
  ///   - truth: the exact value at an input, to within `slack` ulps.
  mutating func take(
    _ r: UnsafeMutablePointer<hot_result>, _ x: UnsafePointer<X>, _ y: UnsafePointer<Y>,
    _ count: Int, slack: Double, _ sizes: ErrorSizes,
    _ cursor: Cursor, _ total: inout Accumulator, truth: (X) -> Double
  ) throws {
    let region = cursor.region
    let largest = self.count(r, x, y, slack: slack, cursor, &total)
    if largest + slack >= TopList.least {
      try withUnsafeBytes(of: &r.pointee.e) { raw in
        guard let e = raw.bindMemory(to: Double.self).baseAddress else { return }
        try peaks.seek(
          x, y, e, count, largest: largest, reach: slack + largest * 0x1p-50,
          doubt: slack * judge.relativeUlp + 0x1p-50, &total.peaks, truth: truth)
      }
    }
    if listed != region || shortlist.entries.count > 1024 {
      try settle(&total)
      shortlist = Shortlist(of: total.regions[region].worst)
      listed = region
    }
    let reach = slack + largest * 0x1p-50
    guard largest + reach >= shortlist.floor else { return }
    withUnsafeBytes(of: &r.pointee.e) { raw in
      guard let e = raw.bindMemory(to: Double.self).baseAddress else { return }
      shortlist.add(x, y, e, count: count, slack: reach, sizes)
    }
  }

  /// All but the ranking. Returns the largest error.
  func count(
    _ r: UnsafeMutablePointer<hot_result>, _ x: UnsafePointer<X>, _ y: UnsafePointer<Y>,
    second: UInt64 = 0, slack: Double, _ cursor: Cursor, _ total: inout Accumulator
  ) -> Double {
    let ordinary = Int(r.pointee.ordinary)
    total.scored += ordinary
    total.numbers += ordinary
    total.rungs.polynomial += ordinary
    if r.pointee.kinds & UInt64(hot_classes.rawValue) != 0 {
      countClasses(r, x, y, second, &total)
    }
    total.regions[cursor.region].add(
      r.pointee, column: cursor.column, slack: slack, outward: outward(Int(r.pointee.sign), r)
    ) {
      x[$0].position
    }
    guard r.pointee.wilds > 0 else { return r.pointee.largest }
    return addWild(r, &total.regions[cursor.region], cursor.column)
  }

  /// A sum of signed errors as they lead away from zero.
  private func outward(_ sum: Int, _ r: UnsafeMutablePointer<hot_result>) -> Int {
    isExactZero ? Int(r.pointee.magnitude) : isNegative ? -sum : sum
  }

  func forEachException(_ body: (Int) throws -> Void) rethrows {
    for k in 0..<Int(result.pointee.exceptions) {
      try body(
        withUnsafeBytes(of: &result.pointee.exception) {
          Int($0.loadUnaligned(fromByteOffset: 2 * k, as: UInt16.self))
        })
    }
  }

  private func countClasses(
    _ r: UnsafeMutablePointer<hot_result>, _ x: UnsafePointer<X>, _ y: UnsafePointer<Y>,
    _ second: UInt64, _ total: inout Accumulator
  ) {
    func count(_ c: ErrorClass, _ number: Int64, _ first: Int64, _ kind: HotKind) {
      guard number > 0 else { return }
      var found = candidate(x[Int(first)], y[Int(first)], 0)
      found.second = second
      total.count(c, Int(number), first: found)
      if total.ranges != nil { mark(c, Int(number), from: Int(first), kind, r, x, &total) }
    }
    count(.lostZeroSign, r.pointee.lost, r.pointee.first_lost, hot_lost)
    count(.notMonotone, r.pointee.disordered, r.pointee.first_disordered, hot_disordered)
    count(.flushed, r.pointee.flushed, r.pointee.first_flushed, hot_flushed)
    count(.flushedSubnormal, r.pointee.subnormal, r.pointee.first_subnormal, hot_subnormal)
    if !isExactZero { count(.wrongSign, r.pointee.wrong, r.pointee.first_wrong, hot_wrong) }
    count(.exceedsInput, r.pointee.large, r.pointee.first_large, hot_large)
  }

  /// Marks the runs of one class in a block, which has so many of it.
  private func mark(
    _ c: ErrorClass, _ number: Int, from first: Int, _ kind: HotKind,
    _ r: UnsafeMutablePointer<hot_result>, _ x: UnsafePointer<X>, _ total: inout Accumulator
  ) {
    withUnsafeBytes(of: &r.pointee.kind) { kinds in
      var (i, left) = (first, number)
      while left > 0 {
        while kinds[i] & UInt8(kind.rawValue) == 0 { i += 1 }
        let start = i
        while left > 0, i < kinds.count, kinds[i] & UInt8(kind.rawValue) != 0 {
          (i, left) = (i + 1, left - 1)
        }
        total.ranges?.mark(
          c, from: x[start].position, to: x[i - 1].position, count: i - start)
      }
    }
  }

  /// Sums and bins the errors of 2^10 and more, and tells the largest.
  private func addWild(
    _ r: UnsafeMutablePointer<hot_result>, _ region: inout RegionAccumulator, _ column: Int
  ) -> Double {
    withUnsafeBytes(of: &r.pointee.wild) { places in
      withUnsafeBytes(of: &r.pointee.e) { errors in
        let e = errors.bindMemory(to: Double.self)
        var largest = 0.0
        for i in places.bindMemory(to: UInt16.self).prefix(Int(r.pointee.wilds)) {
          let error = e[Int(i)]
          region.sums.add(error)
          region.outward.add(isExactZero ? error.magnitude : isNegative ? -error : error)
          region.histogram.add(Judge.signedBin(error))
          largest = max(largest, error.magnitude)
        }
        region.profile[column] = max(region.profile[column], largest)
        return largest
      }
    }
  }

  /// Has rung 2 rank what is on the shortlist.
  mutating func settle(_ total: inout Accumulator) throws {
    try peaks.settle(&total.peaks)
    guard let region = listed, !shortlist.entries.isEmpty else { return }
    // Where errors are huge, so is the slack, and exceptions get on the list with an error of 0.
    for entry in shortlist.entries where entry.output.isFiniteValue {
      let size = try judge.size(entry.input.double, entry.output.double, at: nil)
      guard size >= TopList.least else { continue }
      total.regions[region].worst.consider(size) { candidate(entry.input, entry.output, size) }
    }
    shortlist.removeAll()
  }

  private func candidate(_ x: X, _ y: Y, _ size: Double) -> Candidate {
    Candidate(
      position: x.position, input: UInt64(x.bitPattern), output: UInt64(y.bitPattern), size: size)
  }
}

extension Accumulator {
  /// Adds a block of NaNs for consecutive finite inputs, given the first of them and the place of the last.
  mutating func addNaNs(_ n: Int, _ cursor: Cursor, _ first: [Candidate], through last: UInt64) {
    scored += n
    numbers += n
    regions[cursor.region].count += n
    regions[cursor.region].nans += n
    count(.nanForNumber, n, first: first[0])
    ranges?.mark(.nanForNumber, from: first[0].position, to: last, count: n)
    for candidate in first { regions[cursor.region].addNonFinite(cursor.column, candidate) }
  }

  /// Adds outputs whose errors are all below `slack`, and recorded as zero.
  mutating func addExact(_ n: Int, _ cursor: Cursor, slack: Double = 0) {
    scored += n
    numbers += n
    rungs.polynomial += n
    regions[cursor.region].count += n
    regions[cursor.region].correctlyRounded += n
    regions[cursor.region].faithful += n
    regions[cursor.region].doubt.add(n, slack)
    regions[cursor.region].histogram.add(0, n)
    regions[cursor.region].profile[cursor.column] = max(
      0, regions[cursor.region].profile[cursor.column])
  }
}

extension RegionAccumulator {
  /// Adds what the hot loop counted over a block.
  fileprivate mutating func add(
    _ r: borrowing hot_result, column: Int, slack: Double, outward sum: Int,
    position: (Int) -> UInt64
  ) {
    guard r.ordinary > 0 else { return }
    count += Int(r.ordinary)
    correctlyRounded += Int(r.correct)
    faithful += Int(r.faithful)
    doubt.add(Int(r.ordinary), slack)
    sums.addOrdinary(
      magnitude: Int(r.magnitude), signed: Int(r.sign), squares: Int(r.square))
    outward.addOrdinary(sum)
    withUnsafeBytes(of: r.bins) { raw in
      for (k, n) in raw.bindMemory(to: Int64.self).enumerated() where n != 0 {
        histogram.add(k - Int(hot_bins), Int(n))
      }
    }
    if r.largest > profile[column] { profile[column] = r.largest }
    if r.steps >= max(1, maxSteps) { addSteps(r.steps, at: position(Int(r.first_steps))) }
  }
}
