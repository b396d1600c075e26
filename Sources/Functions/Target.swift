/// What the outputs of a kernel are held to: dy·f⁽ᵏ⁾(x), a function or a derivative of it, times the
/// upstream gradient.
public struct Target: Hashable, Sendable {
  /// The function, with its constants.
  public let function: Function
  /// k: 0 for the function itself.
  public let derivative: Int
  /// dy, what the exact value is multiplied by; 1 unless the kernel is a gradient with another dy.
  public let factor: Double

  /// - Precondition: a factor other than 1 is finite, not zero, and that of a first derivative.
  public init(_ function: Function, derivative: Int = 0, factor: Double = 1) {
    precondition(
      factor == 1 || derivative == 1 && factor.isFinite && factor != 0, "dy·f′ needs a finite dy")
    self.function = function
    self.derivative = derivative
    self.factor = factor
  }

  /// The same of another function; nil keeps the one that it has.
  package func with(_ other: Function?) -> Target {
    Target(other ?? function, derivative: derivative, factor: factor)
  }

  /// The same with a factor of 1.
  package var unscaled: Target { Target(function, derivative: derivative) }
}

extension Target {
  /// For a table or a terminal: `gelu`, `gelu′`.
  public var symbol: String {
    function.name + String(repeating: "′", count: derivative)
  }
}

extension Target: CustomStringConvertible {
  /// `gelu`, `the derivative of gelu`, `2.0 · the derivative of gelu`.
  public var description: String {
    let order =
      switch derivative {
      case 0: function.name
      case 1: "the derivative of \(function.name)"
      default: "derivative \(derivative) of \(function.name)"
      }
    return factor == 1 ? order : "\(factor) · \(order)"
  }
}
