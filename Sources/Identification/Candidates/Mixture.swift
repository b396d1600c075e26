/// A stretch of inputs, in ascending order, on which a candidate gives every output observed.
package struct MixturePart: Sendable {
  /// Places among the inputs, both ends included.
  package let from, through: Int
  /// The candidates that do, by number; the first is named.
  package let candidates: [Int]
}

/// Outputs that several candidates give together, one after another on the input line.
package enum Mixture {
  /// No more parts than these, and none shorter: chance agreement makes short ones everywhere.
  package static let (most, shortest) = (5, 24)

  /// The fewest parts that cover all inputs; nil where there are more than `most`, or one is too short.
  ///
  /// - Parameters:
  ///   - observed: the outputs.
  ///   - candidates: the outputs of each candidate, in the order of preference. One that has a part already comes
  ///     before all others.
  package static func parts(_ observed: [UInt64], _ candidates: [[UInt64]]) -> [MixturePart]? {
    var parts: [MixturePart] = []
    var from = 0
    while from < observed.count {
      guard parts.count < most else { return nil }
      var (reach, reaching) = (from, [Int]())
      for (number, outputs) in candidates.enumerated() {
        var i = from
        while i < observed.count, outputs[i] == observed[i] { i += 1 }
        if i > reach {
          (reach, reaching) = (i, [number])
        } else if i == reach, i > from {
          reaching.append(number)
        }
      }
      guard reach - from >= shortest || reach == observed.count && reach > from else { return nil }
      let before = reaching.filter { known in parts.contains { $0.candidates[0] == known } }
      parts.append(
        MixturePart(
          from: from, through: reach - 1,
          candidates: before + reaching.filter { !before.contains($0) }))
      from = reach
    }
    return parts.count > 1 ? parts : nil
  }
}
