import Analysis
import Scoring

extension KernelCost: Named {
  var fullName: String { "\(kernel)-\(format.rawValue)" }
  static var list: String { "" }
}

extension Structure: Named {
  var fullName: String { "\(kernel)-\(asked.words)" }
  static var list: String { "landmarks" }
}

extension ErrorSplit: Named {
  var fullName: String { "\(kernel)-\(asked.words)" }
  static var list: String { "regions" }
}

extension SignedErrors: Named {
  var fullName: String { "\(kernel)-\(asked.words)" }
  static var list: String { "regions" }
}

extension Asked {
  fileprivate var words: String { "\(signature)-\(GoldenTable.name(of: target))" }
}
