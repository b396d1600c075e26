/// What went wrong in a run; one line, ready to print.
public struct ScoringError: Error, CustomStringConvertible {
  public let description: String
  package init(_ description: String) { self.description = description }
}
