import FloatingPointFormats
import Kernels

/// Where numbers end and NaN or infinities begin, found by bisection between inputs that were tried.
enum Edges {
  /// No more edges than these are sharpened.
  private static let most = 32

  /// The inputs on both sides of each edge, with their outputs.
  static func between<X: BinaryFormat, Y: BinaryFormat>(
    _ inputs: [X], _ outputs: [Y], _ kernel: some MixedKernel<X, Y>
  ) throws -> (inputs: [X], outputs: [Y]) {
    let line = inputs.indices.filter { inputs[$0].isFiniteValue }
      .sorted { inputs[$0].ordinal < inputs[$1].ordinal }
    let pairs = zip(line, line.dropFirst()).filter {
      outputs[$0].isFiniteValue != outputs[$1].isFiniteValue
    }.prefix(most)
    // A number on one side of the gap, none on the other.
    var gaps = pairs.map { a, b in
      outputs[a].isFiniteValue
        ? (number: inputs[a].ordinal, other: inputs[b].ordinal)
        : (number: inputs[b].ordinal, other: inputs[a].ordinal)
    }
    while true {
      let wide = gaps.indices.filter { abs(gaps[$0].number - gaps[$0].other) > 1 }
      guard !wide.isEmpty else { break }
      let middles = wide.map { gaps[$0].number + (gaps[$0].other - gaps[$0].number) / 2 }
      let found = try kernel.outputs(at: middles.map { X(ordinal: $0) })
      for (k, i) in wide.enumerated() {
        if found[k].isFiniteValue {
          gaps[i].number = middles[k]
        } else {
          gaps[i].other = middles[k]
        }
      }
    }
    let ends = gaps.flatMap { [X(ordinal: $0.number), X(ordinal: $0.other)] }
    return (ends, try kernel.outputs(at: ends))
  }
}
