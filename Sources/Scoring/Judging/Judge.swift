import FloatingPointFormats
import Functions
import Oracle

/// Judges outputs one at a time, in ascending order of input: rungs 2 and 3 of the ladder.
///
/// Values travel as doubles, which hold every format exactly, beside their own bits.
final class Judge: Sendable {
  let oracle: Oracle
  let signature: Signature
  /// Of the outputs: ulp and rounding are theirs.
  let parameters: FormatParameters
  /// Of the inputs: ordinals and regions are theirs.
  let inputParameters: FormatParameters
  let flush: FlushModel
  let specials: SpecialBits
  let map: RegionMap
  /// Inputs between which the truth turns from falling to rising or back.
  let turns: [Double]
  /// Whether the truth rises (1) or falls (−1) left of them all.
  let firstDirection: Int
  /// Whether |truth| ≤ |x| everywhere.
  let isBounded: Bool
  /// All truths of inputs of a format that keeps them, by bits.
  let prepared: [Prepared]?
  /// The truths of others; nil where all are kept.
  private let wide: TruthSource?
  private let isGolden: Bool
  /// The same if they come from the golden table: to 2^−41 ulp, and never undecided.
  var golden: [Prepared]? { isGolden ? prepared : nil }
  /// The limits at −∞ and +∞.
  let limits: [Double]
  /// Where each row has a second input: the truths of rows.
  let rows: RowTruths?
  /// How likely each input is, where that is asked.
  let weights: WeightedInputs?

  /// - Parameter weights: nil for the usual ones, which all inputs of a small format have.
  convenience init(_ question: Question, weights: InputWeights? = nil) throws {
    try self.init(
      question.target, question.signature, flush: question.flush,
      weights: question.weighted(by: weights))
  }

  /// Of a target with a second input it knows the function; each row brings its own truth (`JudgedRow`).
  init(
    _ asked: Target, _ signature: Signature, flush: FlushModel = .none,
    weights: InputWeights? = nil
  ) throws {
    let target = asked.second == nil ? asked : asked.unscaled
    let (oracle, format) = (Oracle(target), signature.output)
    self.oracle = oracle
    self.signature = signature
    self.flush = flush
    self.weights = weights.map { WeightedInputs($0, signature.input) }
    parameters = format.parameters
    inputParameters = signature.input.parameters
    specials = SpecialBits(signature.input.type)
    map = try RegionMap.shared(target.unscaled, signature)
    turns = oracle.turningPoints(derivative: oracle.derivative)
    firstDirection = oracle.firstDirection
    isBounded = oracle.isBoundedByInput && asked.second == nil
    let table = asked.second == nil ? try GoldenTable.shared(target, signature) : nil
    let isSmall = signature.input.keepsAllTruths && asked.second == nil
    prepared = isSmall ? try PreparedTable.shared(target, signature) : nil
    wide = isSmall ? nil : TruthSource(oracle, for: format)
    limits = [-Double.infinity, .infinity].map { x in
      let bits = signature.input.bits(of: x)
      guard let table, signature.input.value(bits: bits) == x else {
        return oracle.limitValue(at: x, in: format)
      }
      return format.value(bits: format.bits(of: table.values[Int(bits)]))
    }
    isGolden = table != nil
    rows = asked.second == nil ? nil : RowTruths(asked, for: format)
  }

  /// The truth at a finite number of the format.
  var source: TruthSource { wide ?? TruthSource(oracle, for: signature.output) }

  /// Whether the truth rises right of so many of its turning points.
  @inline(__always) func rises(after turns: Int) -> Bool {
    Oracle.rises(after: turns, first: firstDirection)
  }

  /// One output, into the accumulator.
  @inline(__always) func judge(
    x: Double, y: Double, input: UInt64, output: UInt64, _ cursor: inout Cursor,
    _ total: inout Accumulator, at cell: CoarseCell? = nil, row: JudgedRow? = nil
  ) throws {
    total.scored += 1
    func candidate(_ size: Double = 0) -> Candidate {
      Candidate(
        position: position(input), input: input, second: row?.second ?? 0, output: output,
        size: size)
    }
    if row?.second == nil, isSpecial(input) {
      total.specials.append(SpecialOutput(input: input, output: output))
    }
    guard !x.isNaN else {
      if !y.isNaN { total.count(.numberForNan, candidate()) }
      return
    }
    guard x.isFinite else {
      judgeAtInfinity(limits[x < 0 ? 0 : 1], y, candidate(), &total)
      return
    }
    total.numbers += 1
    cursor.advance(to: inputParameters.ordinal(of: x), map)
    let region = cursor.region
    total.regions[region].count += 1
    guard !y.isNaN else {
      let isInRange = try row?.prepared.nearest.isFinite ?? isInRange(x, input, cell)
      return judgeNaN(isInRange, candidate(), &cursor, &total)
    }
    if !cursor.isInOrder(x, y, self) { total.count(.notMonotone, candidate()) }
    if isBounded && exceeds(y, x) {
      total.count(.exceedsInput, candidate())
    }

    let p = try row?.prepared ?? truth(at: x, input, cell)
    // Most outputs are the correct rounding: all that is to be known of them is known.
    if y == p.nearest, y.sign == p.nearest.sign, let bin = p.ownBin {
      addOwn(p, bin, y, candidate(), cursor, &total)
      return
    }
    // A zero that is the rounding needs no leave, and keeps its error and its sign.
    if y == 0, p.nearest != 0, flush != .none, isFlushAllowed(x, p, row?.second) {
      total.regions[region].addExact(cursor.column)
      total.rungs.doubleDouble += 1
      return
    }
    if y == 0 || p.truth.hi == 0 || (y < 0) != (p.truth.hi < 0) {
      classifyZeroAndSign(y, p, candidate(), &total)
    }
    try measure(x, y, p, row?.oracle ?? oracle, candidate(), cursor, &total)
  }

  /// Adds an output that is the correct rounding.
  @inline(__always) private func addOwn(
    _ p: Prepared, _ bin: Int, _ y: Double, _ candidate: @autoclosure () -> Candidate,
    _ cursor: Cursor, _ total: inout Accumulator
  ) {
    let region = cursor.region
    total.rungs.multiplePrecision += p.byMPFR ? 1 : 0
    total.rungs.doubleDouble += p.byMPFR ? 0 : 1
    total.regions[region].add(
      p.ownError, outward: p.outward(p.ownError), bin: bin, correct: true, faithful: true,
      column: cursor.column, doubt: p.ownDoubt)
    if let weights {
      total.weighted?.add(
        weights.mass(candidate().input), p.ownError, outward: p.outward(p.ownError), unit: p.unit,
        correct: true, faithful: true, doubt: p.ownDoubt)
    }
    let size = p.ownError.magnitude
    guard size >= TopList.least else { return }
    total.regions[region].worst.consider(size) { candidate().sized(size) }
    if rows == nil { total.peaks.consider(RealError(size, of: y, p)) { candidate() } }
  }

  /// How far an output that is not NaN lies from a truth that it is not the usual rounding of.
  @inline(__always) private func measure(
    _ x: Double, _ y: Double, _ p: Prepared, _ oracle: Oracle, _ candidate: Candidate,
    _ cursor: Cursor, _ total: inout Accumulator
  ) throws {
    let region = cursor.region
    let steps = distance(y, p.nearest)
    if steps != 0 { total.regions[region].addSteps(steps, at: candidate.position) }
    guard y.isFinite else {
      // Where the truth is beyond the format too, its infinity is right; the other has the wrong sign.
      if y == p.nearest {
        total.regions[region].addExact(cursor.column)
        return
      }
      if p.nearest.isFinite {
        total.count(.infiniteForFinite, candidate)
        total.regions[region].infinities += 1
      }
      total.regions[region].addNonFinite(cursor.column, candidate)
      if let weights { total.weighted?.addNoNumber(weights.mass(candidate.input), 1) }
      return
    }
    let e = p.truth.error(of: y, quantum: p.quantum)
    let size = e.estimate.magnitude
    var byMPFR = p.byMPFR
    let isWithin =
      try e.isBelow(1)
      ?? {
        byMPFR = true
        return try oracle.isFaithful(y, at: x, in: parameters)
      }()
    let bin =
      try Judge.bin(e)
      ?? {
        byMPFR = true
        return try oracle.certifiedBin(e, x, y, in: parameters)
      }()
    total.rungs.multiplePrecision += byMPFR ? 1 : 0
    total.rungs.doubleDouble += byMPFR ? 0 : 1
    total.regions[region].add(
      e.estimate, outward: p.outward(e.estimate), bin: bin, correct: y == p.nearest,
      faithful: isWithin, column: cursor.column,
      doubt: max(e.below, e.above))
    if let weights {
      total.weighted?.add(
        weights.mass(candidate.input), e.estimate, outward: p.outward(e.estimate), unit: p.unit,
        correct: y == p.nearest, faithful: isWithin, doubt: max(e.below, e.above))
    }
    if size >= TopList.least {
      total.regions[region].worst.consider(size) { candidate.sized(size) }
      if rows == nil { total.peaks.consider(RealError(size, of: y, p)) { candidate } }
    }
  }

  func truth(at x: Double, _ input: UInt64, _ cell: CoarseCell? = nil) throws -> Prepared {
    if let prepared { return prepared[Int(truncatingIfNeeded: input)] }
    let truth = cell?.truth(at: x) ?? source.truth(at: x)
    return try Prepared(x, truth, oracle, parameters, signature.output)
  }

  /// Whether the truth rounds to a number; only a large upstream gradient or an output format of a
  /// smaller range takes it beyond.
  private func isInRange(_ x: Double, _ input: UInt64, _ cell: CoarseCell?) throws -> Bool {
    guard
      oracle.factor.magnitude > 1 || inputParameters.largestFinite > parameters.largestFinite
    else { return true }
    return try truth(at: x, input, cell).nearest.isFinite
  }

  /// Whether an output is larger than its input, by more than rounding the input to the output's format
  /// can make it.
  @inline(__always) private func exceeds(_ y: Double, _ x: Double) -> Bool {
    guard y.magnitude > x.magnitude else { return false }
    return signature.isUniform || y.magnitude > signature.output.roundedUp(x.magnitude)
  }

  /// The signed histogram bin, or nil if the enclosure touches two.
  static func bin(_ e: ErrorEnclosure) -> Int? {
    guard e.below > 0 || e.above > 0 else { return signedBin(e.estimate) }
    // The ends are excluded, and edges belong to the bin of the larger magnitudes.
    let (a, b) = e.ends
    let low = signedBin(a < 0 ? a.nextUp : a)
    return low == signedBin(b > 0 ? b.nextDown : b) ? low : nil
  }

  static func signedBin(_ e: Double) -> Int {
    let bin = Histogram.bin(e.magnitude)
    return e < 0 ? -bin : bin
  }
}
