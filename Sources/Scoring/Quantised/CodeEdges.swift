import FloatingPointFormats
import Oracle

/// Inputs of a wide format beside which the right code changes: there a kernel that rounds before it quantises goes
/// wrong, and an even sample meets hardly any of them.
///
/// All changes are found that lie between neighbours with different right codes among up to 1,024 inputs of the sample
/// and the turning points of the function, between which it does not rise and fall.
package struct CodeEdges {
  /// How many changes are kept at most; codes of 8 bits have fewer than this by far.
  package static let most = 2048
  /// How many numbers of a sample at most are compared first.
  private static let stretches = 1024
  /// How many inputs on either side of a change are taken.
  private static let beside: UInt64 = 2

  /// Two inputs with different right codes.
  private struct Stretch: Sendable {
    let first, last: UInt64
    let low, high: Int
  }

  private let question: CodeQuestion
  private let oracle: Oracle

  package init(_ question: CodeQuestion) {
    (self.question, oracle) = (question, Oracle(question.target))
  }

  /// Positions of such inputs in ascending order, found by bisection between those of a sample.
  /// - Parameter sample: ascending positions.
  /// - Throws: `OracleError`.
  package func positions(among sample: [UInt64], threads: Int) throws -> [UInt64] {
    let found = try FloatingPointEnvironment.standard.run {
      try changes(between: ends(among: sample), threads: threads)
    }
    let beside = CodeEdges.beside - 1
    return Set(found.flatMap { $0 - min($0, beside)...$0 + 1 + beside }).filter(isNumber).sorted()
  }

  /// Up to 1,024 numbers of the sample and its greatest one, and the turning points between its least and greatest.
  private func ends(among sample: [UInt64]) -> [UInt64] {
    let numbers = sample.filter(isNumber)
    guard let first = numbers.first, let last = numbers.last else { return [] }
    let step = (numbers.count + CodeEdges.stretches - 1) / CodeEdges.stretches
    let some = stride(from: 0, to: numbers.count, by: step).map { numbers[$0] }
    return Set(some + [last] + turns.filter { (first...last).contains($0) }).sorted()
  }

  /// The inputs on either side of each turning point.
  private var turns: [UInt64] {
    guard case .float(let format) = question.input else { return [] }
    return oracle.turningPoints(derivative: oracle.derivative).flatMap { turn in
      let ordinal = format.ordinal(below: turn)
      return [format.position(ordinal: ordinal), format.position(ordinal: ordinal + 1)]
    }
  }

  /// The lower input of each change of the code, or where there are more than are kept, of so many among them: in each
  /// step all stretches are halved, and of too many every second or so is kept.
  private func changes(between ends: [UInt64], threads: Int) throws -> [UInt64] {
    let codes = try self.codes(ends, threads: threads)
    var open = zip(ends.indices, ends.dropFirst().indices).map { i, j in
      Stretch(first: ends[i], last: ends[j], low: codes[i], high: codes[j])
    }.filter { $0.low != $0.high }
    while true {
      let kept = min(open.count, CodeEdges.most)
      open = (0..<kept).map { open[$0 * open.count / kept] }
      let middles = open.map { $0.first + ($0.last - $0.first) / 2 }
      guard open.contains(where: { $0.last - $0.first > 1 }) else { return middles }
      let codes = try self.codes(middles, threads: threads)
      open = open.indices.flatMap { i -> [Stretch] in
        let (whole, middle, code) = (open[i], middles[i], codes[i])
        guard whole.last - whole.first > 1 else { return [whole] }
        return [
          Stretch(first: whole.first, last: middle, low: whole.low, high: code),
          Stretch(first: middle, last: whole.last, low: code, high: whole.high),
        ].filter { $0.low != $0.high }
      }
    }
  }

  /// The lowest right code of each of some numbers.
  private func codes(_ positions: [UInt64], threads: Int) throws -> [Int] {
    let chunk = 64
    return try Parallel.map(0..<(positions.count + chunk - 1) / chunk, threads: threads) { i in
      try positions[i * chunk..<min((i + 1) * chunk, positions.count)].map { try code($0) }
    }.flatMap(\.self)
  }

  private func code(_ position: UInt64) throws -> Int {
    guard let x = argument(position) else { preconditionFailure("numbers lie between numbers") }
    let codes = question.name.codes
    let nearest = try oracle.codeTruth(at: x, question.output).nearest.lowerBound
    return min(max(nearest, codes.lowerBound), codes.upperBound)
  }

  /// Nil for a NaN and beyond the last input.
  private func argument(_ position: UInt64) -> CodeArgument? {
    let width = question.input.storedName.width
    guard width == 64 || position < 1 << UInt64(width) else { return nil }
    return question.input.argument(bits: question.input.bits(position: position))
  }

  private func isNumber(_ position: UInt64) -> Bool { argument(position) != nil }
}
