/// The classes of wrong results, by their names in JSON, the gravest first in `bySeverity`.
package enum ErrorClass: String, CaseIterable, Codable, Sendable {
  case nanForNumber = "nan_for_number"
  case infiniteForFinite = "infinite_for_finite"
  case numberForNan = "number_for_nan"
  case wrongSign = "wrong_sign"
  case lostZeroSign = "lost_zero_sign"
  case flushed
  case flushedSubnormal = "flushed_subnormal"
  case notMonotone = "not_monotone"
  case exceedsInput = "exceeds_input"

  package var count: WritableKeyPath<ClassCounts, Int> {
    switch self {
    case .nanForNumber: \.nanForNumber
    case .infiniteForFinite: \.infiniteForFinite
    case .numberForNan: \.numberForNan
    case .wrongSign: \.wrongSign
    case .lostZeroSign: \.lostZeroSign
    case .flushed: \.flushed
    case .flushedSubnormal: \.flushedSubnormal
    case .notMonotone: \.notMonotone
    case .exceedsInput: \.exceedsInput
    }
  }

  package static let bySeverity: [ErrorClass] = [
    .nanForNumber, .infiniteForFinite, .numberForNan, .wrongSign, .flushed, .flushedSubnormal,
    .lostZeroSign, .notMonotone, .exceedsInput,
  ]

  /// What it counts, as the title of a row.
  package var title: String { words.title }
  /// One of them, as words in a sentence.
  package var noun: String { words.noun }
  package var plural: String { words.plural }

  private var words: (title: String, noun: String, plural: String) {
    switch self {
    case .nanForNumber: ("NaN for a number", "NaN", "NaNs")
    case .infiniteForFinite: ("infinity for a finite truth", "infinity", "infinities")
    case .numberForNan: ("number for a NaN", "NaN lost", "NaNs lost")
    case .wrongSign: ("wrong sign", "wrong sign", "wrong signs")
    case .lostZeroSign: ("lost sign of zero", "zero of the wrong sign", "zeros of the wrong sign")
    case .flushed:
      ("zero for a normal truth", "zero for a normal number", "zeros for normal numbers")
    case .flushedSubnormal:
      (
        "zero for a subnormal truth", "subnormal result flushed to zero",
        "subnormal results flushed to zero"
      )
    case .notMonotone:
      (
        "neighbours out of order", "pair of neighbours out of order",
        "pairs of neighbours out of order"
      )
    case .exceedsInput:
      (
        "output larger than its input", "output larger than its input",
        "outputs larger than their inputs"
      )
    }
  }
}
