import FloatingPointFormats
import Foundation
import Functions
import Oracle

/// What is counted over inputs in ascending order, and the score that it comes to.
struct CodeSums {
  private let question: CodeQuestion
  private var all: [JudgedInput] = []
  private var sums = ErrorSums()
  private var doubt = Doubt()
  private var scored = 0, severalOutputs = 0
  private var firstWithSeveral: String?
  private var correct = 0, offByOne = 0, offByMore = 0, besideTies = 0, below = 0, above = 0
  private var rightElements = 0
  private var classes: [CodeClass: Int] = [:]
  private var examples: [String: Example] = [:]
  private var ties = TieSummary()
  private var rules = Set(TieRule.allCases)

  init(_ question: CodeQuestion) { self.question = question }

  mutating func add(_ input: JudgedInput) {
    scored += 1
    if input.outputs > 1 {
      severalOutputs += 1
      firstWithSeveral = firstWithSeveral ?? question.input.text(bits: input.bits)
    }
    guard let verdict = input.worst, let truth = input.truth else { return }
    all.append(input)
    rightElements += input.rightElements
    let error = verdict.estimate
    sums.add(error)
    doubt.add(1, error.magnitude < 0x1p10 ? verdict.doubt : 0)
    switch verdict.steps {
    case 0: correct += 1
    case 1: offByOne += 1
    default: offByMore += 1
    }
    besideTies += verdict.isBesideATie ? 1 : 0
    below += verdict.beyond < 0 ? 1 : 0
    above += verdict.beyond > 0 ? 1 : 0
    if let kind = verdict.kind {
      classes[kind, default: 0] += 1
      if examples[kind.rawValue] == nil {
        examples[kind.rawValue] = Example(
          input: question.input.text(bits: input.bits), output: "\(verdict.code)")
      }
    }
    if verdict.isTie {
      ties.count += 1
      rules = rules.filter { $0.code(truth, zeroPoint: question.output.zeroPoint) == verdict.code }
    }
  }

  func score(
    _ kernel: String, _ oracle: Oracle, _ rows: CodeRows, _ inputs: InputSet?, threads: Int
  ) throws -> QuantisedScore {
    let set = inputs ?? given(rows)
    let ranked = all.enumerated().sorted {
      let (a, b) = ($0.element.worst?.size ?? 0, $1.element.worst?.size ?? 0)
      return (b, $0.offset) < (a, $1.offset)
    }.prefix(10).map(\.element)
    let worst = try ranked.map { try listed($0, oracle) }
    let count = max(1, all.count)
    let mean = certifiedDigits(sums.magnitude / Double(count), doubt: doubt.ofMean(count))
    let signed = certifiedDigits(sums.signed / Double(count), doubt: doubt.ofMean(count))
    var ties = ties
    ties.rules =
      ties.count == 0
      ? []
      : TieRule.allCases.filter {
        // With an even zero point the two are one.
        rules.contains($0) && ($0 != .evenCode || question.output.zeroPoint & 1 == 1)
      }
    let data =
      inputs == nil
      ? QuantisedScore.CodeData(
        elements: rows.elements, correctlyRounded: rightElements, severalOutputs: severalOutputs,
        firstWithSeveral: firstWithSeveral) : nil
    return QuantisedScore(
      kernel: kernel, target: question.target, input: question.input,
      output: .quantised(question.name, question.output),
      inputs: InputSummary(set, count: scored), bound: set == .exhaustive ? .exact : .largestKnown,
      scored: scored, numbers: all.count,
      maxCodes: worst.first?.codes.magnitude ?? 0, maxReal: worst.first?.real ?? 0,
      maxCodesInput: worst.first?.input ?? "",
      maxCodesOutput: worst.first.map { "\($0.output)" } ?? "",
      meanCodes: mean, meanSignedCodes: signed,
      meanReal: sixDigits(mean * question.output.scale),
      correctlyRounded: correct, offByOne: offByOne, offByMore: offByMore, besideTies: besideTies,
      below: below,
      above: above,
      ties: ties, wrapped: classes[.wrapped] ?? 0, notSaturated: classes[.notSaturated] ?? 0,
      saturatedWrongly: classes[.saturatedWrongly] ?? 0, classExamples: examples, worst: worst,
      cause: try cause(threads: threads), data: data)
  }

  /// All codes, where data has them; else a list of those that it has.
  private func given(_ rows: CodeRows) -> InputSet {
    let width = question.input.storedName.width
    guard width > 16 || rows.inputs.count < 1 << width else { return .exhaustive }
    return .positions(rows.inputs.map { question.input.position(bits: $0.bits) })
  }

  private func listed(_ input: JudgedInput, _ oracle: Oracle) throws -> QuantisedScore.WorstCode {
    guard let verdict = input.worst, let x = input.argument else {
      preconditionFailure("only what has a verdict is ranked")
    }
    let q = question.output
    return QuantisedScore.WorstCode(
      input: question.input.text(bits: input.bits), x: x.decimal(digits: 17), output: verdict.code,
      outputValue: q.scale * Double(verdict.code - q.zeroPoint),
      wanted: Array(verdict.wanted), truth: try oracle.decimal(at: x, digits: 17),
      codes: shown(verdict), real: sixDigits(verdict.estimate.magnitude * q.scale))
  }

  /// The error to digits that are certain; never shown as 1/2 where the output is wrong.
  private func shown(_ verdict: CodeVerdict) -> Double {
    let error = certifiedDigits(verdict.estimate, doubt: verdict.doubt)
    guard !verdict.isRight, error.magnitude <= 0.5 else { return error }
    return verdict.estimate < 0 ? -0.500001 : 0.500001
  }

  private func cause(threads: Int) throws -> QuantisedCause? {
    let rows = all.compactMap { input -> CauseSearch.Row? in
      guard let x = input.argument, let truth = input.truth, let worst = input.worst else {
        return nil
      }
      return CauseSearch.Row(bits: input.bits, argument: x, truth: truth, code: worst.code)
    }
    return try CauseSearch(
      question.target, question.input, question.name, question.output, rows
    ).cause(threads: threads)
  }
}

/// Six significant digits, for what is known to more.
private func sixDigits(_ x: Double) -> Double { Double(String(format: "%.6g", x)) ?? x }
