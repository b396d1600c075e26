import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle

/// What one processor core does in a second, in values: measured in one run, so that ratios hold
/// whatever the machine's speed is at the time.
package struct BenchmarkResult: Codable, Sendable {
  /// How many float32 inputs were used, and which share of all.
  package var values: Int
  /// Calling the kernel and nothing else.
  package var kernelRate: Double
  /// Judging outputs that are already there: oracle, all measures, classes and histogram.
  package var scoringRate: Double
  /// Both, as `measure` does it.
  package var wholeRate: Double
  /// MPFR at 128 bits on [−14.5, −4], outward-rounded enclosures.
  package var mpfrRate: Double
  /// Judging 4 million float64 outputs on [−14.5, 8].
  package var float64Rate: Double
}

/// Runs the benchmark on one thread over every `stride`-th chunk of 2^20 consecutive float32 inputs.
package func benchmark(
  _ kernel: any Kernel<Float>, against oracle: Oracle, stride: Int
) throws -> BenchmarkResult {
  let question = Question(oracle.target, Signature(.float32), inputs: .exhaustive)
  let (judge, plan) = (try Judge(question), try InputPlan(question))
  // The offset keeps the chunks from all starting at powers of two.
  let ranges = Swift.stride(from: stride / 3, to: plan.chunks, by: stride).compactMap {
    plan.range(ofChunk: $0)
  }
  let size = plan.chunk
  var inputs = [Float](repeating: 0, count: size + 1)
  var outputs = inputs
  var result = BenchmarkResult(
    values: ranges.count * size, kernelRate: 0, scoringRate: 0, wholeRate: 0, mpfrRate: 0,
    float64Rate: 0)
  var (alone, scoring, whole) = (0.0, 0.0, 0.0)
  for range in ranges {
    for (i, p) in (range.lowerBound - 1..<range.upperBound).enumerated() {
      inputs[i] = Float(position: p)
    }
    // Cells are built by the first score of a stretch; that is part of a whole run once in 2^20.
    _ = try scoreConsecutive(kernel, judge, range.prefix(1 << 14), isFirst: false)
    alone += try seconds {
      try inputs.withUnsafeBufferPointer { x in
        try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
      }
    }
    let recorded = Replayed(first: inputs[0].position, outputs: outputs)
    scoring += try seconds { _ = try scoreConsecutive(recorded, judge, range, isFirst: false) }
    whole += try seconds { _ = try scoreConsecutive(kernel, judge, range, isFirst: false) }
  }
  let n = Double(result.values)
  (result.kernelRate, result.scoringRate, result.wholeRate) = (n / alone, n / scoring, n / whole)
  result.mpfrRate = try mpfrRate(oracle)
  result.float64Rate = try float64Rate(oracle)
  return result
}

private func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start) / .seconds(1)
}

private func mpfrRate(_ oracle: Oracle) throws -> Double {
  var random = SplitMix64(seed: 4)
  let points = (0..<2000).map { _ in Double.random(in: -14.5 ... -4, using: &random) }
  return 2000 / seconds { for x in points { _ = oracle.enclosure(at: x, precision: 128) } }
}

private func float64Rate(_ oracle: Oracle) throws -> Double {
  let judge = try Judge(oracle.target, Signature(.float64))
  var random = SplitMix64(seed: 5)
  let points = (0..<4_000_000).map { _ in Double.random(in: -14.5...8, using: &random) }.sorted()
  let outputs = points.map { judge.source.truth(at: $0).hi }
  var total = Accumulator(judge.map)
  var cursor = Cursor()
  let time = try points.withUnsafeBufferPointer { x in
    try outputs.withUnsafeBufferPointer { y in
      guard let xs = x.baseAddress, let ys = y.baseAddress else { return 0.0 }
      return try seconds {
        var fast = FastJudge64(judge)
        defer { fast.deallocate() }
        try fast.run(xs, ys, from: 0, count: x.count, &cursor, &total)
        try fast.finish(&total)
      }
    }
  }
  return Double(points.count) / time
}

/// Outputs that are there already, for consecutive inputs.
private struct Replayed: Kernel {
  let first: UInt64
  let outputs: [Float]

  var description: KernelDescription {
    KernelDescription(name: "replayed", Target(.gelu), usesLibm: false)
  }

  func evaluate(
    _ inputs: UnsafeBufferPointer<Float>, into results: UnsafeMutableBufferPointer<Float>
  ) throws {
    let from = Int(inputs[0].position - first)
    _ = results.update(fromContentsOf: outputs[from..<from + inputs.count])
  }
}
