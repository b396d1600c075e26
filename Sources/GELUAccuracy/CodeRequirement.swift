import Scoring

/// What outputs that are codes must keep.
public struct CodeRequirement: Sendable {
  private let limits: [(measure: CodeMeasure, most: Double)]

  /// Reads `max_codes=1,wrong_codes=0`. What is not named is not required.
  ///
  /// The keys are `max_codes`, `max_real`, `mean_codes`, `wrong_codes` (outputs that are not correctly rounded),
  /// `off_by_more` (by more than one code), `wrapped`, `not_saturated` and `saturated_wrongly`.
  /// - Throws: `ScoringError`, one line with the key and what it takes.
  public init(_ text: String) throws {
    limits = try CodeMeasure.bounds(text, as: "max_codes=1,wrong_codes=0")
  }

  /// What a score breaks, a line each: `wrong_codes is 3 of 256, at most 0`. Empty where it keeps all.
  public func violations(of score: QuantisedScore) -> [String] {
    limits.compactMap { measure, most in
      let reading = measure.reading(of: score)
      guard !(reading.value <= most) else { return nil }
      return "\(measure.key) is \(reading.text)\(reading.place), at most \(shortest(most))"
    }
  }
}

/// As it was said: `max_codes=1, wrong_codes=0`.
extension CodeRequirement: CustomStringConvertible {
  public var description: String {
    limits.map { "\($0.measure.key)=\(shortest($0.most))" }.joined(separator: ", ")
  }
}

/// A measure of a score of codes that can be bounded from above.
package enum CodeMeasure: BoundedMeasure {
  case maxCodes, maxReal, meanCodes, wrongCodes, offByMore
  case errors(CodeClass)

  package static let all: [CodeMeasure] =
    [.maxCodes, .maxReal, .meanCodes, .wrongCodes, .offByMore]
    + CodeClass.allCases.map { .errors($0) }

  package var key: String {
    switch self {
    case .maxCodes: "max_codes"
    case .maxReal: "max_real"
    case .meanCodes: "mean_codes"
    case .wrongCodes: "wrong_codes"
    case .offByMore: "off_by_more"
    case .errors(let c): c.rawValue
    }
  }

  package var isCount: Bool {
    switch self {
    case .maxCodes, .maxReal, .meanCodes: false
    case .wrongCodes, .offByMore, .errors: true
    }
  }

  func reading(of score: QuantisedScore) -> MeasureReading {
    func size(_ x: Double) -> MeasureReading {
      MeasureReading(value: x, text: "\(x)", place: " at \(score.shown(score.maxCodesInput))")
    }
    func count(_ n: Int, _ place: String) -> MeasureReading {
      MeasureReading(value: Double(n), text: "\(n)", place: place)
    }
    switch self {
    case .maxCodes: return size(score.maxCodes)
    case .maxReal: return size(score.maxReal)
    case .meanCodes:
      return MeasureReading(value: score.meanCodes, text: "\(score.meanCodes)")
    case .wrongCodes: return count(score.wrongCodes, " of \(score.numbers)")
    case .offByMore: return count(score.offByMore, " of \(score.numbers)")
    case .errors(let kind):
      let first = score.classExamples[kind.rawValue].map { " at \(score.shown($0.input))" }
      return count(score[kind], first ?? "")
    }
  }
}
