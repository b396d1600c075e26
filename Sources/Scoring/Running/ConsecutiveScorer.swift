import CHotLoop
import FloatingPointFormats
import Kernels

/// Scores consecutive float32 encodings through the hot loop, in batches that stay in the cache.
func scoreConsecutive<K: MixedKernel>(
  _ kernel: K, _ judge: Judge, _ range: Range<UInt64>, isFirst: Bool,
  sharing floors: PeakFloors? = nil
) throws -> Accumulator where K.Input == Float {
  try scored(kernel, judge, range, isFirst: isFirst, sharing: floors)
}

// Compiled for each format of outputs: through a table of the format every block would cost several times as
// much.
@_specialize(where Y == Float)
@_specialize(where Y == BFloat16)
@_specialize(where Y == Float16)
@_specialize(where Y == Float8E4M3FN)
@_specialize(where Y == Saturating<Float8E4M3FN>)
@_specialize(where Y == Float8E5M2)
@_specialize(where Y == Saturating<Float8E5M2>)
private func scored<Y: BinaryFormat>(
  _ kernel: any MixedKernel<Float, Y>, _ judge: Judge, _ range: Range<UInt64>, isFirst: Bool,
  sharing floors: PeakFloors?
) throws -> Accumulator {
  var part = Accumulator(judge.map, isOrdered: true, isWeighted: judge.weights != nil)
  var cursor = Cursor()
  var fast = try FastJudge<Y>(judge, sharing: floors)
  let widened = Widened<Y>(capacity: Consecutive.batch + 1)
  defer { widened.deallocate() }
  let room = Consecutive.batch + 1
  try withBatchBuffers(of: Float.self, and: Y.self, count: room) { inputs, outputs in
    for from in stride(from: range.lowerBound, to: range.upperBound, by: Consecutive.batch) {
      let positions = from..<min(from + UInt64(Consecutive.batch), range.upperBound)
      // One more in front: the input before, or itself where there is none.
      let isVeryFirst = isFirst && from == range.lowerBound
      let count = positions.count + 1
      let x = UnsafeMutableBufferPointer(rebasing: inputs[..<count])
      let y = UnsafeMutableBufferPointer(rebasing: outputs[..<count])
      fill(x, positions, before: isVeryFirst ? from : from - 1)
      try kernel.evaluate(UnsafeBufferPointer(x), into: y)
      guard let xs = x.baseAddress, let ys = y.baseAddress else { continue }
      let floats = widened.floats(ys, count)
      try judgeBatch(
        xs + 1, Outputs(own: ys + 1, float: floats + 1), positions.count, isFirst: isVeryFirst,
        judge, &fast, &cursor, &part)
      part.ranges?.settle(ScoredStretch(consecutive: positions))
    }
  }
  try fast.finish(&part)
  return part
}

/// Scores given outputs of consecutive float32 encodings, the first of them without the one before; in which
/// ranges classes occur is left to be settled.
@_specialize(where Y == Float)
@_specialize(where Y == BFloat16)
@_specialize(where Y == Float16)
func scoreConsecutive<Y: BinaryFormat>(
  _ outputs: UnsafeBufferPointer<Y>, _ judge: Judge, _ range: Range<UInt64>
) throws -> Accumulator {
  var part = Accumulator(judge.map, isOrdered: true, isWeighted: judge.weights != nil)
  var cursor = Cursor()
  var fast = try FastJudge<Y>(judge)
  let widened = Widened<Y>(capacity: outputs.count)
  defer { widened.deallocate() }
  try withUnsafeTemporaryAllocation(of: Float.self, capacity: outputs.count + 1) { x in
    fill(x, range, before: range.lowerBound)
    guard let xs = x.baseAddress, let ys = outputs.baseAddress else { return }
    try judgeBatch(
      xs + 1, Outputs(own: ys, float: widened.floats(ys, outputs.count)), outputs.count,
      isFirst: true, judge, &fast, &cursor, &part)
  }
  try fast.finish(&part)
  return part
}

enum Consecutive {
  /// Inputs of a batch.
  static let batch = 1 << 14

  /// Whether outputs of the format go through the hot loop: all their numbers are float32's.
  static func serves<Y: BinaryFormat>(_: Y.Type) -> Bool { Y.precision <= 24 && Y.width <= 32 }
}

/// Consecutive encodings, and in front the one at `before`.
func fill(
  _ x: UnsafeMutableBufferPointer<Float>, _ positions: Range<UInt64>, before: UInt64
) {
  x[0] = Float(position: before)
  // Encodings fall with the position below zero and rise above it.
  let zero: UInt64 = 1 << 31
  let negative = Int(
    min(positions.upperBound, max(zero, positions.lowerBound)) - positions.lowerBound)
  let first = Float(position: positions.lowerBound).bitPattern
  guard let start = x.baseAddress else { return }
  hot_fill(start + 1, first, -1, Int64(negative))
  guard negative < positions.count else { return }
  let second = Float(position: positions.lowerBound + UInt64(negative)).bitPattern
  hot_fill(start + 1 + negative, second, 1, Int64(positions.count - negative))
}

/// Runs of finite nonzero inputs go through the hot loop, the few others to the judge.
func judgeBatch<Y: BinaryFormat>(
  _ x: UnsafePointer<Float>, _ y: Outputs<Y>, _ count: Int, isFirst: Bool,
  _ judge: Judge, _ fast: inout FastJudge<Y>, _ cursor: inout Cursor, _ part: inout Accumulator
) throws {
  var i = 0
  var isStart = isFirst
  while i < count {
    let run = consecutive(x, from: i, to: count)
    if run > 0 {
      try fast.run(x + i, y.from(i), count: run, isFirst: isStart, &cursor, &part)
      i += run
      isStart = false
    } else {
      let isOrdered = !isStart && x[i - 1].isFinite && !y.float[i - 1].isNaN
      cursor.previous = isOrdered ? (x[i - 1].double, y.float[i - 1].double) : nil
      try judge.judge(
        x: x[i].double, y: y.float[i].double, input: UInt64(x[i].bitPattern),
        output: UInt64(y.own[i].bitPattern), &cursor, &part)
      isStart = !x[i].isFinite
      i += 1
    }
  }
}

/// How many finite inputs other than zero follow from here.
private func consecutive(_ x: UnsafePointer<Float>, from: Int, to: Int) -> Int {
  guard x[from].isFinite, x[from] != 0 else { return 0 }
  // Encodings ascend, so only zero or infinity ends a run, and each has its place.
  let last = x[to - 1]
  if last.isFinite && (last > 0) == (x[from] > 0) && last != 0 { return to - from }
  let end = x[from] < 0 ? 0 : Float.infinityValue.ordinal
  return min(to - from, end - x[from].ordinal)
}
