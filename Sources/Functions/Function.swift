/// An activation function as exact mathematics: f(x) = x · gate(x).
///
/// Constants are decimal literals read as exact rationals, or √(2/π). Names and definitions are
/// those of Documentation/Definitions.md.
public struct Function: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable, Codable {
    case gelu
    case geluTanh = "gelu-tanh"
    case geluSigmoid = "gelu-sigmoid"
    case silu
    case relu
    case leakyReLU = "leaky-relu"
  }

  public let kind: Kind
  /// gelu-tanh: the factor of u, √(2/π) unless said; gelu-sigmoid: the factor in the exponent.
  public let scale: Constant
  /// gelu-tanh: the coefficient of x³ beside x.
  public let cubic: DecimalConstant
  /// leaky-relu: the factor of negative inputs.
  public let slope: DecimalConstant

  /// Any constants, admitted or not: `with` checks them.
  package init(
    _ kind: Kind, scale: Constant = .integer(1),
    cubic: DecimalConstant = Function.usualCubic, slope: DecimalConstant = Function.usualSlope
  ) {
    self.kind = kind
    self.scale = scale
    self.cubic = cubic
    self.slope = slope
  }

  public static let usualCubic = DecimalConstant("0.044715")!
  public static let usualSlope = DecimalConstant("0.01")!
  public static let usualLogisticScale = DecimalConstant("1.702")!

  public static let gelu = Function(.gelu)
  public static let geluTanh = Function(.geluTanh, scale: .sqrtTwoOverPi)
  public static let geluSigmoid = Function(.geluSigmoid, scale: .decimal(usualLogisticScale))
  public static let silu = Function(.silu)
  public static let relu = Function(.relu)
  public static let leakyReLU = Function(.leakyReLU)
  public static let all: [Function] = [gelu, geluTanh, geluSigmoid, silu, relu, leakyReLU]

  /// Whether it is one of `all`, whose growth the fast cells near zero know.
  public var hasUsualConstants: Bool { Function.all.contains(self) }

  /// True where f is x times a constant on either side of zero: its values can be exact binary
  /// numbers, while the others' are transcendental at every nonzero binary number.
  public var isPiecewiseLinear: Bool { kind == .relu || kind == .leakyReLU }
}

extension Function {
  /// The one definition. Every value, derivative, table and proof in the suite comes from here.
  ///
  /// - Precondition: for relu and leaky-relu the sign of x is known.
  public func gate<A: Arithmetic>(_ x: A) -> A {
    switch kind {
    case .gelu:
      return (-x.times(.sqrtHalf)).erfc() / x.constant(.integer(2))
    case .geluTanh, .geluSigmoid, .silu:
      return logistic(exponent(x))
    case .relu:
      return x.constant(.integer(x.isCertainlyNegative ? 0 : 1))
    case .leakyReLU:
      return x.constant(x.isCertainlyNegative ? .decimal(slope) : .integer(1))
    }
  }

  /// 1/(1+exp(−z)). The other form, v/(1+v) with v = exp(z), where z < 0: v is tiny there, and
  /// intervals of 1+v stay narrow while those of 1+exp(−z) do not.
  private func logistic<A: Arithmetic>(_ z: A) -> A {
    let one = z.constant(.integer(1))
    guard z.isCertainlyNegative else { return one / (one + (-z).exp()) }
    let v = z.exp()
    return v / (one + v)
  }

  /// z of the gate: that is 1/(1 + exp(−z)), and for gelu as good as exp(z)/(|x|·√(2π)) on the far left.
  package func exponent<A: Arithmetic>(_ x: A) -> A {
    switch kind {
    case .gelu: -(x * x) / x.constant(.integer(2))
    case .geluTanh: (x + (x * x * x).times(.decimal(cubic))).times(scale).times(.integer(2))
    default: x.times(scale)
    }
  }

  /// f itself.
  public func value<A: Arithmetic>(_ x: A) -> A {
    switch kind {
    // x·(n/10^k) as (x·n)/10^k: exact wherever the product is a binary number.
    case .leakyReLU where x.isCertainlyNegative: x.times(.decimal(slope))
    case .leakyReLU: x
    default: x * gate(x)
    }
  }
}
