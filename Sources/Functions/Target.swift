/// What the outputs of a kernel are held to: a·f⁽ᵏ⁾(x), a function or a derivative of it, times a number that
/// every input has, or with a second input that each row has of its own.
public struct Target: Hashable, Sendable {
  /// The function, with its constants.
  public let function: Function
  /// k: 0 for the function itself.
  public let derivative: Int
  /// What the exact value is multiplied by; 1 unless the kernel is a gradient with another dy, or a gated one.
  public let factor: Double
  /// The second input, where each row has its own.
  public let second: SecondInput?

  /// - Precondition: a factor other than 1 is finite, not zero, and that of a value or a first derivative.
  public init(_ function: Function, derivative: Int = 0, factor: Double = 1) {
    precondition(
      factor == 1 || derivative <= 1 && factor.isFinite && factor != 0, "a factor must be finite")
    self.function = function
    self.derivative = derivative
    self.factor = factor
    second = nil
  }

  /// With a second input in each row: of a dy the first derivative, else the value.
  public init(_ function: Function, second: SecondInput) {
    self.function = function
    derivative = second.role == .dy ? 1 : 0
    factor = 1
    self.second = second
  }

  /// The same of another function; nil keeps the one that it has.
  package func with(_ other: Function?) -> Target {
    guard let second else {
      return Target(other ?? function, derivative: derivative, factor: factor)
    }
    return Target(other ?? function, second: second)
  }

  /// The same with a factor of 1 and no second input.
  package var unscaled: Target { Target(function, derivative: derivative) }
}

extension Target {
  /// For a table or a terminal: `gelu`, `gelu′`.
  public var symbol: String {
    let plain = function.name + String(repeating: "′", count: derivative)
    switch second?.role {
    case .dy: return "dy·\(plain)"
    case .up: return "\(second.map { "\($0)" } ?? "")·\(plain)"
    case .bias: return "\(plain)(x + bias)"
    case nil: return plain
    }
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
    switch second?.role {
    case .dy: return "dy · \(order)"
    case .up: return "\(second.map { "\($0)" } ?? "") · \(order)"
    case .bias: return "\(order) of x + bias"
    case nil: return factor == 1 ? order : "\(factor) · \(order)"
    }
  }
}
