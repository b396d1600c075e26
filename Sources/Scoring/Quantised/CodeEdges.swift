import FloatingPointFormats
import Oracle

/// Inputs of a wide format beside which the right code changes: there a kernel that rounds before it quantises goes
/// wrong, and an even sample meets hardly any of them.
package struct CodeEdges {
  /// How many changes are looked for at most; codes of 8 bits have fewer than this by far.
  private static let most = 2048
  /// Stretches between which codes are compared first.
  private static let stretches = 1024
  /// How many inputs on either side of a change are taken.
  private static let beside: UInt64 = 2

  private let question: CodeQuestion
  private let oracle: Oracle

  package init(_ question: CodeQuestion) {
    (self.question, oracle) = (question, Oracle(question.target))
  }

  /// Positions of such inputs in ascending order, found by bisection between those of a sample.
  /// - Throws: `OracleError`.
  package func positions(among sample: [UInt64], threads: Int) throws -> [UInt64] {
    let step = max(1, sample.count / CodeEdges.stretches)
    let coarse = stride(from: 0, to: sample.count, by: step).map { sample[$0] } + sample.suffix(1)
    let share = max(1, CodeEdges.most / max(1, coarse.count))
    let found = try FloatingPointEnvironment.standard.run {
      try Parallel.map(0..<max(0, coarse.count - 1), threads: threads) { i in
        try changes(coarse[i], coarse[i + 1], most: share)
      }
    }
    return Set(found.joined()).sorted()
  }

  /// The inputs beside so many changes of the code between two inputs, the lowest ones.
  private func changes(_ first: UInt64, _ last: UInt64, most: Int) throws -> [UInt64] {
    guard let low = try code(first), let high = try code(last) else { return [] }
    var (open, found, count) = ([(first, low, last, high)], [UInt64](), 0)
    while let (a, codeA, b, codeB) = open.popLast(), count < most {
      guard codeA != codeB, a < b else { continue }
      guard b - a > 1 else {
        found += (a - min(a, CodeEdges.beside - 1)...b + CodeEdges.beside - 1)
        count += 1
        continue
      }
      let middle = a + (b - a) / 2
      guard let code = try code(middle) else { continue }
      open += [(middle, code, b, codeB), (a, codeA, middle, code)]
    }
    return try found.filter { try code($0) != nil }
  }

  /// The lowest code that is right; nil for a NaN and beyond the last input.
  private func code(_ position: UInt64) throws -> Int? {
    let width = question.input.storedName.width
    guard width == 64 || position < 1 << UInt64(width) else { return nil }
    guard let x = question.input.argument(bits: question.input.bits(position: position)) else {
      return nil
    }
    let codes = question.name.codes
    let nearest = try oracle.codeTruth(at: x, question.output).nearest.lowerBound
    return min(max(nearest, codes.lowerBound), codes.upperBound)
  }
}
