import FloatingPointFormats
import Kernels

/// What a chunk of magnitudes showed.
struct SurveyedPair: Sendable {
  var accumulators: [Accumulator]
  var structure = StructurePart()
}

/// Evaluates a kernel on batches of float32 magnitudes with both signs, small enough to stay in the
/// cache, and has every judge look at them.
struct Surveyor: Sendable {
  let kernel: any Kernel<Float>
  let judges: [Judge]
  let checker: StructureChecker<Float, Float>
  private let batch = 1 << 14

  init(kernel: any Kernel<Float>, judges: [Judge], checker: StructureChecker<Float, Float>) {
    (self.kernel, self.judges, self.checker) = (kernel, judges, checker)
  }

  /// The chunk of 2^20 magnitudes with this number.
  ///
  /// - Parameter floors: of the whole survey, one for each judge.
  func survey(_ pair: Int, sharing floors: [PeakFloors]) throws -> SurveyedPair {
    try survey(magnitudes: pair << 20..<(pair + 1) << 20, sharing: floors)
  }

  /// Whole batches of magnitudes, as ordinals.
  func survey(magnitudes: Range<Int>, sharing floors: [PeakFloors] = []) throws -> SurveyedPair {
    var found = SurveyedPair(
      accumulators: judges.map {
        Accumulator($0.map, isOrdered: true, isWeighted: $0.weights != nil)
      })
    var fast = try judges.enumerated().map { i, judge in
      try FastJudge<Float>(judge, sharing: floors.isEmpty ? nil : floors[i])
    }
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: 4 * (batch + 2)) { memory in
      for from in stride(from: magnitudes.lowerBound, to: magnitudes.upperBound, by: batch) {
        try survey(magnitudes: from, memory, &fast, &found)
      }
    }
    for i in judges.indices { try fast[i].finish(&found.accumulators[i]) }
    return found
  }

  private func survey(
    magnitudes from: Int, _ memory: UnsafeMutableBufferPointer<Float>,
    _ fast: inout [FastJudge<Float>],
    _ found: inout SurveyedPair
  ) throws {
    let room = batch + 2
    guard let x = memory.baseAddress else { return }
    let (y, z, mirrored) = (x + room, x + 2 * room, x + 3 * room)
    let zero = UInt64(1) << 31
    let (start, end) = (zero + UInt64(from), zero - UInt64(from))
    let last = end - UInt64(batch)
    try evaluate(last..<end, x, z, extra: 1)
    try judge(x, z, last..<end, isFirst: last == 0, &fast, &found)
    try evaluate(start..<start + UInt64(batch), x, y, extra: 0)
    try judge(x, y, start..<start + UInt64(batch), isFirst: false, &fast, &found)
    // Positions below zero descend in magnitude.
    for i in 0...batch { mirrored[i] = z[batch + 1 - i] }
    let finite = min(batch, Float.largestFinite.ordinal + 1 - from)
    if finite > 0 { checker.check(from, y + 1, mirrored + 1, finite, &found.structure) }
  }

  /// Outputs at consecutive positions, the one before in front, `extra` ones behind.
  private func evaluate(
    _ positions: Range<UInt64>, _ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    extra: Int
  ) throws {
    let count = batch + 1 + extra
    let before = positions.lowerBound == 0 ? 0 : positions.lowerBound - 1
    fill(UnsafeMutableBufferPointer(start: x, count: count), positions, before: before)
    if extra > 0 { x[batch + 1] = Float(position: positions.upperBound) }
    try kernel.evaluate(
      UnsafeBufferPointer(start: x, count: count), into: .init(start: y, count: count))
  }

  private func judge(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ positions: Range<UInt64>,
    isFirst: Bool,
    _ fast: inout [FastJudge<Float>],
    _ found: inout SurveyedPair
  ) throws {
    for i in judges.indices {
      var cursor = Cursor()
      try judgeBatch(
        x + 1, Outputs(own: y + 1, float: y + 1), batch, isFirst: isFirst, judges[i], &fast[i],
        &cursor, &found.accumulators[i])
      found.accumulators[i].ranges?.settle(ScoredStretch(consecutive: positions))
    }
  }
}
