/// An activation function as exact mathematics, with its constants: a `Definition` of any type.
///
/// Names and definitions are those of Documentation/Definitions.md.
public struct Function: Hashable, Sendable {
  package let definition: any Definition
  /// The definition's facts that are asked for at every input.
  package let branches: [Branch]
  private let left, right: Tail

  package init(_ definition: any Definition) {
    self.definition = definition
    branches = definition.branches
    (left, right) = (definition.left, definition.right)
  }

  public static func == (a: Function, b: Function) -> Bool {
    AnyHashable(a.definition) == AnyHashable(b.definition)
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(definition)) }

  public static let gelu = Function(GELU())
  public static let geluTanh = Function(GELUTanh())
  public static let geluSigmoid = Function(GELUSigmoid())
  public static let silu = Function(SiLU())
  public static let relu = Function(ReLU())
  public static let leakyReLU = Function(LeakyReLU())
  public static let sigmoid = Function(Sigmoid())
  public static let tanh = Function(Tanh())
  public static let erf = Function(Erf())
  public static let erfc = Function(Erfc())
  public static let softplus = Function(Softplus())
  public static let mish = Function(Mish())
  public static let elu = Function(ELU())
  public static let hardswish = Function(Hardswish())

  /// The functions that the committed tables, thresholds and hardest cases are of.
  package static let tabulated: [Function] = [
    gelu, geluTanh, geluSigmoid, silu, relu, leakyReLU,
  ]
  /// Every function that has a name.
  public static let all: [Function] =
    tabulated + [sigmoid, tanh, erf, erfc, softplus, mish, elu, hardswish]
}

extension Function {
  /// f itself.
  package func value<A: Arithmetic>(_ x: A) -> A { definition.value(x) }
  /// f(x)/x.
  package func gate<A: Arithmetic>(_ x: A) -> A { definition.gate(x) ?? definition.value(x) / x }

  /// The branch that a number belongs to.
  package func branch(at x: Double) -> Branch {
    branches.first { $0.contains(x) } ?? branches[branches.count - 1]
  }

  /// Whether all branches are polynomials: values can be exact binary numbers, while those of curved
  /// ones are transcendental at every nonzero binary number.
  package var isPolynomial: Bool { branches.allSatisfy { $0.polynomial != nil } }
  /// Whether f is a line on either side of zero.
  package var isPiecewiseLinear: Bool {
    branches.allSatisfy { $0.polynomial?.isLinear == true }
  }

  /// Whether branches meet at a number, or just below it.
  package func isKink(_ x: Double) -> Bool {
    branches.dropLast().contains { $0.through == x || $0.through == x.nextDown }
  }

  /// The tail on the side of x.
  package func tail(at x: Double) -> Tail { x < 0 ? left : right }

  /// Where f⁽ᵏ⁾ turns, with the usual constants; nil if it has others, or the file does not say.
  package func knownTurns(_ k: Int) -> [Double]? {
    func turns<D: Definition>(_ definition: D) -> [Double]? {
      definition == D() && k < D.turns.count ? D.turns[k] : nil
    }
    return turns(definition)
  }
}
