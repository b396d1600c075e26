import FloatingPointFormats
import Kernels

/// Scores a chunk of float64 inputs, in batches that stay in the cache.
func scoreDoubles(
  _ kernel: any MixedKernel<Double, Double>, _ judge: Judge, _ plan: InputPlan, chunk: Int
) throws -> Accumulator {
  var part = Accumulator(judge.map, isOrdered: true, isWeighted: judge.weights != nil)
  var (cursor, fast) = (Cursor(), FastJudge64(judge))
  defer { fast.deallocate() }
  let batch = 1 << 13
  let first = chunk * plan.chunk
  let end = first + plan.count(ofChunk: chunk)
  try withBatchBuffers(of: Double.self, and: Double.self, count: batch + 1) { inputs, outputs in
    for from in stride(from: first, to: end, by: batch) {
      let positions = plan.positions(from..<min(from + batch, end))
      // One more in front, which orders the first.
      let lead = from == 0 ? nil : plan.position(from - 1)
      let start = lead == nil ? 0 : 1
      if let lead { inputs[0] = Double(position: lead) }
      for (k, position) in positions.enumerated() { inputs[start + k] = Double(position: position) }
      let count = start + positions.count
      let x = UnsafeBufferPointer(rebasing: inputs[..<count])
      let y = UnsafeMutableBufferPointer(rebasing: outputs[..<count])
      try kernel.evaluate(x, into: y)
      guard let xs = x.baseAddress, let ys = y.baseAddress else { continue }
      let isOrdered = start == 1 && xs[0].isFinite && !ys[0].isNaN
      cursor.previous = isOrdered ? (xs[0], ys[0]) : nil
      try fast.run(xs, UnsafePointer(ys), from: start, count: count, &cursor, &part)
      part.ranges?.settle(ScoredStretch(positions, before: lead))
    }
  }
  try fast.finish(&part)
  return part
}
