import FloatingPointFormats
import Oracle

/// What one output code is worth, held against the exact result.
struct CodeVerdict: Sendable {
  /// The codes that are right: the nearest in the range, two at a tie.
  let wanted: ClosedRange<Int>
  let code: Int
  /// Enclosing code − v in codes, with v moved to the nearest end where it is beyond the range.
  let error: ClosedRange<Double>
  /// The exact result rounds to no code: −1 below the range, 1 above it, else 0.
  let beyond: Int
  let kind: CodeClass?

  init(_ code: Int, _ truth: CodeTruth, _ codes: ClosedRange<Int>, width: Int) {
    let nearest = truth.nearest
    (self.code, wanted) = (code, nearest.clamped(to: codes))
    beyond =
      nearest.lowerBound > codes.upperBound ? 1 : nearest.upperBound < codes.lowerBound ? -1 : 0
    if truth.halves >= 2 * codes.upperBound {
      let e = Double(code - codes.upperBound)
      error = e...e
    } else if truth.halves < 2 * codes.lowerBound {
      let e = Double(code - codes.lowerBound)
      error = e...e
    } else {
      // Half-codes are exact; one rounding follows.
      let whole = Double(2 * code - truth.halves) / 2
      error = whole - truth.rest.upperBound...whole - truth.rest.lowerBound
    }
    let size = max(error.lowerBound.magnitude, error.upperBound.magnitude)
    let isEnd = code == codes.lowerBound || code == codes.upperBound
    // What is a code is equal to no other code modulo 2^width.
    let isBetween = beyond != 0 && !truth.isWhole
    let roundings = isBetween ? truth.floor...truth.floor + 1 : nearest
    let hasWrapped =
      !truth.isBeyondBound && roundings.contains { ($0 - code) & (1 << width - 1) == 0 }
    if wanted.contains(code) {
      kind = nil
    } else if hasWrapped {
      kind = .wrapped
    } else if beyond != 0 {
      kind = .notSaturated
    } else {
      kind = isEnd && size >= 1 ? .saturatedWrongly : nil
    }
  }

  var isRight: Bool { wanted.contains(code) }
  /// Codes from the nearest right one.
  var steps: Int { max(wanted.lowerBound - code, code - wanted.upperBound, 0) }
  /// Wrong by next to nothing: no number in the enclosure of its error exceeds 1/2 by 10^−6.
  var isBesideATie: Bool {
    !isRight && max(error.lowerBound.magnitude, error.upperBound.magnitude) < 0.500001
  }
  var isTie: Bool { wanted.count == 2 }
  var estimate: Double { (error.lowerBound + error.upperBound) / 2 }
  /// What the estimate may be off by, the roundings of the ends and of their middle included.
  var doubt: Double {
    (error.upperBound - error.lowerBound) / 2 + max(1, error.upperBound.magnitude) * 0x1p-50
  }
}

/// Wrong at the ends of the range of codes, each kind counted apart.
public enum CodeClass: String, Sendable, CaseIterable {
  /// The output is wrong, and is modulo 2^width a number that is no code and to which the exact result rounds: up or
  /// down where it rounds to no code, else at a tie beside an end of the range.
  case wrapped
  /// The exact result rounds to no code, and the output is another code than the nearest end.
  case notSaturated = "not_saturated"
  /// The output is an end of the range, and the exact result a code or more inside it.
  case saturatedWrongly = "saturated_wrongly"

  var noun: String {
    switch self {
    case .wrapped: "wrapped around where they should saturate"
    case .notSaturated: "not saturated"
    case .saturatedWrongly: "saturated wrongly"
    }
  }
}

extension ClosedRange<Int> {
  /// The numbers of another range that are nearest to those of this one.
  fileprivate func clamped(to codes: ClosedRange<Int>) -> ClosedRange<Int> {
    let low = Swift.min(Swift.max(lowerBound, codes.lowerBound), codes.upperBound)
    let high = Swift.min(Swift.max(upperBound, codes.lowerBound), codes.upperBound)
    return low...high
  }
}
