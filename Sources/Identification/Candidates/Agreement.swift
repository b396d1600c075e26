import FloatingPointFormats

/// How a candidate's outputs compare with those observed.
package struct Agreement: Sendable {
  /// How many are the same to the bit.
  package let same: Int
  package let of: Int
  /// The mean of log2(1 + steps) over all inputs; 64 steps' worth of bits where one alone is NaN. Few inputs that are
  /// far off weigh little.
  package let distance: Double
  /// The most steps apart, where both are numbers.
  package let mostSteps: UInt64
  /// The first input, in ascending order, where they differ.
  package let firstDifference: Int?

  package var isIdentical: Bool { same == of }

  package init(_ observed: [UInt64], _ candidate: [UInt64], on line: OrderedLine) {
    var (same, sum, most) = (0, 0.0, UInt64(0))
    var first: Int?
    for i in observed.indices {
      let (a, b) = (observed[i], candidate[i])
      guard a != b else {
        same += 1
        continue
      }
      first = first ?? i
      guard let steps = line.steps(a, b) else {
        sum += 64
        continue
      }
      most = max(most, steps)
      // Zeros of two signs are no step apart, and not the same.
      sum += Agreement.bits(max(1, steps))
    }
    (self.same, of, mostSteps) = (same, observed.count, most)
    distance = observed.isEmpty ? 0 : sum / Double(observed.count)
    firstDifference = first
  }

  /// log2(1 + steps), to a few digits: a ranking needs no more.
  private static func bits(_ steps: UInt64) -> Double {
    let x = Double(steps) + 1
    return Double(x.exponent) + (x.significand - 1)
  }
}
