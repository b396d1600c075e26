import Analysis
import Functions
import Scoring

extension Target {
  /// `gelu`, `the derivative of gelu`.
  var spelled: String {
    switch derivative {
    case 0: function.name
    case 1: "the derivative of \(function.name)"
    default: "derivative \(derivative) of \(function.name)"
    }
  }
}

extension Structure {
  /// Whether it looks at the outputs that a score of this question measures.
  func isOf(_ question: Question) -> Bool {
    target == question.target && signature == question.signature
  }
}

extension ErrorSplit {
  func isOf(_ question: Question) -> Bool {
    target == question.target && signature == question.signature
  }
}
