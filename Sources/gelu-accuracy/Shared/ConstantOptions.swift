import ArgumentParser
import Functions

/// Other constants for a function, as exact decimals.
struct ConstantOptions: ParsableArguments {
  @Option(
    help: "gelu-tanh: the factor of u; gelu-sigmoid: that of x in the exponent. 0.0625 to 1024.")
  var scale: String?
  @Option(help: "gelu-tanh: the coefficient of x³. 0 to 1024.") var cubic: String?
  @Option(help: "leaky-relu: the factor of negative inputs. 0 to 1.") var slope: String?

  var isEmpty: Bool { scale == nil && cubic == nil && slope == nil }

  /// The function with these constants in it.
  func applied(to function: Function) throws -> Function {
    func read(_ text: String?, _ option: String) throws -> DecimalConstant? {
      try text.map {
        guard let d = DecimalConstant($0) else {
          throw Failure("--\(option) takes a decimal of at most 18 digits, not '\($0)'")
        }
        return d
      }
    }
    return try function.with(
      scale: read(scale, "scale"), cubic: read(cubic, "cubic"), slope: read(slope, "slope"))
  }
}
