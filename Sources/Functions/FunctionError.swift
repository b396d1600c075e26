/// A constant or an order that a function does not have; one line, ready to print.
public struct FunctionError: Error, CustomStringConvertible {
  public let description: String
}
