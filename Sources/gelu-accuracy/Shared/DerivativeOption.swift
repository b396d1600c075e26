import ArgumentParser
import Functions

/// Which derivative of a function is asked for.
struct DerivativeOption: ParsableArguments {
  @Option(
    defaultAsFlag: 1,
    help: "The first derivative in place of the value; with =2 the second.")
  var derivative: Int?

  /// The order that was said.
  /// - Parameter function: nil where it is not known here.
  /// - Throws: `Failure`, where the function has no such derivative.
  func order(of function: Function?) throws -> Int? {
    guard let derivative else { return nil }
    let orders = function?.definition.orders ?? 0...2
    guard orders.contains(derivative) else {
      let name = function.map { " of \($0.name)" } ?? ""
      throw Failure(
        "--derivative\(name) takes \(orders.lowerBound) to \(orders.upperBound), not \(derivative)")
    }
    return derivative
  }
}
