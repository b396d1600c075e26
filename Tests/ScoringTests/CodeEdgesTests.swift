import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// The changes of the right code that a sample of a wide format is given the inputs beside.
@Suite struct CodeEdgesTests {
  private static let input = EndFormat.float(.float32)

  /// The codes above which a change was met, ascending by its input; codes are those of one rounding.
  private static func changes(
    _ function: Function, _ output: String, among sample: [UInt64], threads: Int = 2
  ) throws -> [Int] {
    guard case .quantised(let name, let q) = try EndFormat(quantised: output) else { return [] }
    let question = CodeQuestion(Target(function), input, name, q)
    let found = try CodeEdges(question).positions(among: sample, threads: threads)
    #expect(found == Set(found).sorted())
    let oracle = Oracle(function)
    let codes = try found.map { position in
      let x = try #require(input.argument(bits: input.bits(position: position)))
      let nearest = try oracle.codeTruth(at: x, q).nearest.lowerBound
      return min(max(nearest, name.codes.lowerBound), name.codes.upperBound)
    }
    return zip(found.indices, found.indices.dropFirst()).filter { i, j in
      found[j] - found[i] == 1 && codes[i] != codes[j]
    }.map { codes[$0.0] }
  }

  /// 20,000 encodings, NaNs among them.
  private static let sample = (0..<UInt64(20_000)).map { $0 * 214_748 }

  @Test func allOfFew() throws {
    let relu = try Self.changes(.relu, "int8(scale=0.04,zero-point=-128)", among: Self.sample)
    #expect(relu == Array(-128...126))
    let gelu = try Self.changes(.gelu, "int8(scale=0.04)", among: Self.sample)
    // To the least result, −4.25 codes, and back.
    let all = [0, -1, -2, -3] + Array(-4...126)
    #expect(gelu == all)
    // Two inputs with the same code, and the turning point between them.
    let two = [-20.0, -0.01].map { Self.input.position(bits: UInt64(Float($0).bitPattern)) }
    #expect(
      try Self.changes(.gelu, "int8(scale=0.04)", among: two) == [0, -1, -2, -3, -4, -3, -2, -1])
    #expect(try Self.changes(.gelu, "int8(scale=0.04)", among: []) == [])
  }

  /// Of more than are kept as many as are, from all over the range.
  @Test func someOfMany() throws {
    func run(_ threads: Int) throws -> [Int] {
      try Self.changes(.relu, "int16(scale=1/1024)", among: Self.sample, threads: threads)
    }
    let found = try run(2)
    #expect(found.count == CodeEdges.most && found == found.sorted())
    let alone = try run(1)
    #expect(found[0] == 0 && alone == found)
    // Evenly over encodings: none is further from the next than a 32nd of itself, or 32 codes.
    let gaps = zip(found, found.dropFirst()).map { Double($1 - $0) / Double(max($0, 1024)) }
    #expect(gaps.max()! < 1.0 / 32 && found.last! > 32767 - 512, "\(gaps.max()!), \(found.last!)")
  }
}
