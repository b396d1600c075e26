import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Scoring
import Testing

/// Scores of codes: what is counted, how ties and the ends of the range are judged, and what data says.
@Suite struct CodeScorerTests {
  private static func end(_ text: String) throws -> EndFormat { try EndFormat(quantised: text) }

  /// The score of a function of codes on all of them, or on some.
  static func score(
    _ function: Function, _ input: String, _ output: String, on codes: ClosedRange<Int>? = nil,
    threads: Int = 2, _ body: (Int) -> Int
  ) throws -> QuantisedScore {
    let (x, y) = (try end(input), try end(output))
    guard case .quantised(let name, let q) = y, case .quantised(let inputs, _) = x else {
      throw ScoringError("not quantised")
    }
    let question = CodeQuestion(Target(function), x, name, q)
    let tried = codes ?? inputs.codes
    return try scoreCodes(
      "mine", question, x: tried.map { inputs.bits(code: $0) },
      y: tried.map { name.bits(code: body($0)) }, inputs: codes == nil ? .exhaustive : nil,
      threads: threads)
  }

  /// relu with scales of 1/2 and 1: x/2 for even and odd x, by hand.
  @Test func everyCountByHand() throws {
    let (x, y) = ("int8(scale=0.5,zero-point=0)", "int8(scale=1,zero-point=100)")
    let score = try Self.score(.relu, x, y) { code in
      switch code {
      case 3: 102  // A tie: 101 or 102.
      case 4: 103  // 102, off by one.
      case 10: 108  // 105, off by three.
      case 7: 105  // A tie: 103 or 104.
      case 127: -93  // 163.5 is beyond: 163 and 164 wrap around to −93 and −92.
      case 125: -93  // 162.5 is beyond, and 163 wraps around.
      case 126: 0  // 163 is beyond.
      case -5: -128  // 100, an end that is far away.
      default: min(100 + max(code, 0) / 2, 127)
      }
    }
    #expect(score.scored == 256 && score.numbers == 256 && score.bound == .exact)
    #expect(score.correctlyRounded == 249 && score.wrongCodes == 7)
    #expect(score.offByOne == 2 && score.offByMore == 5)
    #expect(score.maxCodes == 228 && score.maxCodesInput == "-5" && score.maxCodesOutput == "-128")
    #expect(score.maxReal == 228)
    // From 55 on 27.5 and more is beyond 27, but not its nearest code: 27.5 ties with 28.
    #expect(score.below == 0 && score.above == 127 - 55)
    #expect(score.wrapped == 2 && score.notSaturated == 1 && score.saturatedWrongly == 1)
    #expect(score.classExamples["wrapped"] == Example(input: "125", output: "-93"))
    #expect(score.classExamples["not_saturated"]?.input == "126")
    #expect(score.classExamples["saturated_wrongly"]?.input == "-5")
    // 1, 3, …, 53 lie between two codes.
    #expect(score.ties.count == 27 && score.ties.rules.isEmpty)
    #expect(score.worst.count == 10 && score.worst[0].codes == -228)
    #expect(score.worst.map(\.input).prefix(4) == ["-5", "125", "127", "126"])
    let three = try #require(score.worst.first { $0.input == "10" })
    #expect(three.wanted == [105] && three.x == "5" && three.truth == "5" && three.outputValue == 8)
    // 1/2 for each tie but the wrong one, and 1, 3, 3/2, 220, 220, 127, 228 for the wrong ones.
    let sum = 26.0 / 2 + 1 + 3 + 1.5 + 220 + 220 + 127 + 228
    #expect(abs(score.meanCodes - sum / 256) < 1e-5, "\(score.meanCodes)")
    #expect(score.cause == nil && score.data == nil)
  }

  /// All the rules of rounding to nearest pass, and each is told from the others.
  @Test func tiesMayGoEitherWay() throws {
    func run(_ rounding: (Double, Int) -> Double, sum: Double = 0) throws -> QuantisedScore {
      try Self.score(
        .leakyReLU, "int16(scale=0.5,zero-point=1)", "int16(scale=1,zero-point=-3)",
        on: -1000...1000
      ) { code in
        let x = Double(code - 1) / 2
        return Int(rounding((x < 0 ? x / 100 : x) + sum, code) - sum) - 3
      }
    }
    let rules: [(TieRule, (Double) -> Double)] = [
      (.even, { $0.rounded(.toNearestOrEven) }), (.awayFromZero, { $0.rounded() }),
      (.up, { ($0 + 0.5).rounded(.down) }), (.down, { ($0 - 0.5).rounded(.up) }),
    ]
    for (rule, rounding) in rules {
      let score = try run { x, _ in rounding(x) }
      #expect(score.wrongCodes == 0 && score.maxCodes == 0.5, "\(rule): \(score)")
      // Every other code above zero, and five below it.
      #expect(score.ties.count == 505 && score.ties.rules == [rule], "\(rule): \(score.ties)")
    }
    let even = try run({ x, _ in x.rounded(.toNearestOrEven) }, sum: -3)
    #expect(even.wrongCodes == 0 && even.ties.rules == [.evenCode])
    #expect("\(even)".contains("midway between two codes; the outputs go to the even code"))
    let mixed = try run { x, code in
      code % 3 == 0 ? (x + 0.5).rounded(.down) : (x - 0.5).rounded(.up)
    }
    #expect(mixed.wrongCodes == 0 && "\(mixed)".contains("by no one rule"), "\(mixed)")
  }

  @Test func anExactTableIsRight() throws {
    for (function, x, y) in [
      (Function.gelu, "int8(scale=0.05,zero-point=3)", "int8(scale=0.04,zero-point=-128)"),
      (.silu, "uint8(scale=0.1,zero-point=200)", "int8(scale=0.07,zero-point=10)"),
      (.sigmoid, "int8(scale=0.1)", "int8(scale=1/256,zero-point=-128)"),
    ] {
      guard case .quantised(let name, let q) = try Self.end(y),
        case .quantised(_, let p) = try Self.end(x)
      else { return }
      let score = try Self.score(function, x, y) { code in
        let truth = try? Oracle(function).codeTruth(
          at: .code(scale: p.scale, steps: code - p.zeroPoint), q)
        return min(
          max(truth?.nearest.lowerBound ?? 0, name.codes.lowerBound), name.codes.upperBound)
      }
      #expect(score.wrongCodes == 0 && score.maxCodes <= 0.5 && score.maxCodes > 0.4, "\(score)")
      #expect(score.wrapped + score.notSaturated + score.saturatedWrongly == 0)
      #expect(score.maxReal == Double(String(format: "%.6g", score.worst[0].real)))
    }
  }

  /// NaN is not judged, and infinities have the code of their limit.
  @Test func floatingPointInputs() throws {
    guard case .quantised(let name, let q) = try Self.end("int8(scale=1/16,zero-point=-8)") else {
      return
    }
    let question = CodeQuestion(Target(.relu), .float(.float16), name, q)
    let bits = EndFormat.float(.float16).allBits
    func run(_ atNaN: Int, _ atInfinity: Int) throws -> QuantisedScore {
      let y = bits.map { bits -> UInt64 in
        let x = FormatName.float16.value(bits: bits)
        guard !x.isNaN else { return name.bits(code: atNaN) }
        let v = x > 100 ? (x.isInfinite ? Double(atInfinity) + 8 : 135) : max(x, 0) * 16
        return name.bits(code: min(Int(v.rounded()) - 8, 127))
      }
      return try scoreCodes("f", question, x: bits, y: y, inputs: .exhaustive, threads: 1)
    }
    let score = try run(5, 127)
    #expect(score.scored == 65536 && score.numbers == 65536 - 2046 && score.wrongCodes == 0)
    #expect(score.ties.rules == [.awayFromZero, .up] && score.ties.count > 100)
    #expect("\(score)".contains("2046 NaN inputs are not judged"))
    let bad = try run(-128, -128)
    #expect(bad.wrongCodes == 1 && bad.notSaturated == 1 && bad.maxCodesInput == "0x7c00")
    #expect(
      "\(bad)".contains("worst  x = inf: got -128 (-7.5), want 127 (inf), off by -255.0 codes"),
      "\(bad)")
  }

  /// Inputs that repeat count once, by the worst of their outputs; the data says what holds of elements.
  @Test func recordedData() throws {
    let x = try Self.end("int8(scale=1)")
    let question = CodeQuestion(
      Target(.relu), x, .int8, try #require(Quantisation(scale: 1 as Float)))
    func bits(_ codes: [Int]) -> [UInt64] { codes.map { IntegerName.int8.bits(code: $0) } }
    let score = try scoreCodes(
      "data", question, x: bits([5, 5, -3, 5, 7, -3]), y: bits([5, 8, 0, 5, 7, 0]), threads: 1)
    #expect(score.scored == 3 && score.wrongCodes == 1 && score.maxCodes == 3)
    #expect(score.bound == .largestKnown && score.inputs.count == 3)
    let data = try #require(score.data)
    #expect(data.elements == 6 && data.correctlyRounded == 5)
    #expect(data.severalOutputs == 1 && data.firstWithSeveral == "5")
    #expect("\(score)".contains("6 elements; of them 5 right") && "\(score)".contains("(recorded)"))
    let all = try scoreCodes("all", question, x: x.allBits, y: x.allBits, threads: 1)
    #expect(all.bound == .exact && all.inputs.kind == "exhaustive" && all.wrongCodes == 128)
  }

  /// Off by next to nothing more than half a code, and yet wrong: it is shown so.
  @Test func besideATie() throws {
    func run(_ at33: Int) throws -> QuantisedScore {
      try Self.score(.silu, "int8(scale=1)", "int8(scale=2)", on: 33...33) { _ in at33 }
    }
    // silu(33)/2 is 16.5 but for 4e-14 of it.
    #expect(try run(16).wrongCodes == 0 && run(16).maxCodes == 0.5)
    #expect(try run(17).wrongCodes == 1 && run(17).maxCodes == 0.500001)
    #expect(try run(17).worst[0].codes == 0.500001 && run(17).ties.count == 0)
    #expect(try run(17).besideTies == 1 && run(16).besideTies == 0 && run(18).besideTies == 0)
    #expect(try "\(run(17))".contains("0 by more; 1 of them less than 10^-6 beyond a tie"))
  }

  /// A right output and a wrong one that are equally far off for all that doubles show: the wrong one counts.
  @Test func aWrongOutputBesideATieIsWorse() throws {
    // gelu(x)/2 is less than 4.5 and 5.5 by less than 2^-54 codes.
    let score = try Self.score(.gelu, "int8(scale=1)", "int8(scale=2)", on: 8...11) { code in
      code == 11 ? 6 : code / 2
    }
    #expect(score.wrongCodes == 1 && score.maxCodes == 0.500001 && score.maxCodesInput == "11")
    #expect(score.worst.map(\.codes).prefix(2) == [0.500001, -0.5])
    let question = CodeQuestion(
      Target(.gelu), try Self.end("int8(scale=1)"), .int8,
      try #require(Quantisation(scale: 2 as Float)))
    for outputs in [[4, 5], [5, 4]] as [[UInt64]] {
      let data = try scoreCodes("data", question, x: [9, 9], y: outputs, threads: 1)
      #expect(data.wrongCodes == 1 && data.maxCodes == 0.500001 && data.maxCodesOutput == "5")
    }
  }

  /// At a tie both neighbours are roundings, one of them no code; a result that is whole has one.
  @Test func whatWrapsAround() throws {
    let tie = try Self.score(.relu, "uint8(scale=0.5)", "int8(scale=1)") { code in
      Int(Int8(truncatingIfNeeded: (code + 1) / 2))
    }
    #expect(tie.wrapped == 1 && tie.saturatedWrongly == 0 && tie.above == 0 && tie.wrongCodes == 1)
    #expect("\(tie)".contains("no result lies beyond the range of codes but at a tie; 1 wrapped"))
    // 126.25, off by less than a code at the end.
    let near = try Self.score(.relu, "int16(scale=0.25)", "int8(scale=1)", on: 505...505) { _ in 127
    }
    #expect(near.wrongCodes == 1 && near.maxCodes == 0.75 && near.saturatedWrongly == 0)
    // 162, which 94 below zero is modulo 256.
    for (code, wrapped) in [(-94, 1), (-93, 0), (-95, 0)] {
      let whole = try Self.score(
        .relu, "int8(scale=0.5)", "int8(scale=1,zero-point=100)", on: 124...124
      ) { _ in code }
      #expect(whole.wrapped == wrapped && whole.notSaturated == 1 - wrapped, "\(code): \(whole)")
    }
  }

  @Test func threadsChangeNothing() throws {
    func run(_ threads: Int) throws -> QuantisedScore {
      try Self.score(
        .gelu, "int16(scale=0.001)", "int16(scale=0.001,zero-point=1)", on: -2000...2000,
        threads: threads
      ) { $0 > 0 ? $0 : 0 }
    }
    let (one, three) = (try run(1), try run(3))
    #expect(one == three && one.wrongCodes > 1000)
  }
}
