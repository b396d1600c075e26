import Foundation
import Functions

/// A real function that outputs may be meant to be, or be by mistake.
package struct Hypothesis: Sendable {
  /// What it is: a function of the suite, or a mistake in one.
  package enum Kind: Sendable, Hashable {
    /// A function or a derivative of it, with its usual constants.
    case function
    case otherConstants
    case swappedConstants
    case droppedConstant
    case droppedTerm
    case wrongFactor
    case wrongArgument
    case wrongSign
    case valueForGradient
    case gradientForValue
    case gradientOfOutput
  }

  package let kind: Kind
  /// The function that it is, or is a mistake in.
  package let target: Target
  /// A noun phrase: `gelu`, `gelu-tanh with its two constants swapped`.
  package let name: String
  /// In doubles; see `Target.approximate`.
  package let value: @Sendable (Double) -> Double

  package init(
    _ kind: Kind, _ target: Target, _ name: String, _ value: @escaping @Sendable (Double) -> Double
  ) {
    (self.kind, self.target, self.name, self.value) = (kind, target, name, value)
  }

  package init(_ target: Target) {
    self.init(.function, target, target.plainName) { target.approximate(at: $0) }
  }
}

extension Target {
  /// `gelu`, `the derivative of gelu`.
  package var plainName: String { unscaled.description }
}

extension Hypothesis {
  /// Every function and its first derivative, and the mistakes that are known of them.
  package static let all: [Hypothesis] =
    functions + Function.all.flatMap(mistakes) + tanhMistakes + normalMistakes

  /// The functions themselves.
  package static let functions: [Hypothesis] = Function.all.flatMap { function in
    (0...1).map { Hypothesis(Target(function, derivative: $0)) }
  }

  /// Those that any function may suffer.
  private static func mistakes(_ f: Function) -> [Hypothesis] {
    let (value, slope) = (Target(f), Target(f, derivative: 1))
    let all = [
      Hypothesis(.wrongFactor, value, "twice \(f.name)") { 2 * value.approximate(at: $0) },
      Hypothesis(.wrongFactor, value, "half of \(f.name)") { value.approximate(at: $0) / 2 },
      Hypothesis(.wrongFactor, value, "\(f.name) without its factor x") {
        $0 == 0 ? slope.approximate(at: 0) : value.approximate(at: $0) / $0
      },
      Hypothesis(.wrongFactor, slope, "twice \(slope.plainName)") {
        2 * slope.approximate(at: $0)
      },
      Hypothesis(.wrongFactor, slope, "half of \(slope.plainName)") {
        slope.approximate(at: $0) / 2
      },
      Hypothesis(.wrongFactor, slope, "x times \(slope.plainName)") {
        $0 * slope.approximate(at: $0)
      },
      Hypothesis(.wrongSign, value, "\(f.name) with the other sign") {
        -value.approximate(at: $0)
      },
      Hypothesis(.wrongSign, value, "\(f.name) of -x") { value.approximate(at: -$0) },
      Hypothesis(.wrongSign, value, "\(f.name) of |x|") { value.approximate(at: abs($0)) },
      Hypothesis(.wrongSign, value, "|\(f.name)|") { abs(value.approximate(at: $0)) },
      Hypothesis(.wrongSign, slope, "\(slope.plainName) with the other sign") {
        -slope.approximate(at: $0)
      },
      Hypothesis(.wrongSign, slope, "\(slope.plainName) at -x") { slope.approximate(at: -$0) },
      Hypothesis(.gradientOfOutput, slope, "\(slope.plainName) at \(f.name)(x) in place of x") {
        slope.approximate(at: value.approximate(at: $0))
      },
    ]
    // |x|'s kin are their own mirror images.
    return f.isPiecewiseLinear ? all.filter { $0.kind != .wrongSign } : all
  }
}

/// The normal distribution function and its density, in doubles.
@Sendable func normal(_ x: Double) -> Double { 0.5 * erfc(-x * 0x1.6a09e667f3bcdp-1) }
@Sendable func density(_ x: Double) -> Double { 0x1.9884533d43651p-2 * exp(-0.5 * x * x) }
/// 1/(1 + exp(−z)).
@Sendable func logistic(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

extension Hypothesis {
  private static let root2 = 0x1.6a09e667f3bcdp+0
  private static let gelu = Target(.gelu)
  private static let slope = Target(.gelu, derivative: 1)

  /// Those of x·Φ(x).
  private static let normalMistakes = [
    Hypothesis(.wrongArgument, gelu, "gelu with erf(x) in place of erf(x/sqrt(2))") {
      $0 * normal($0 * root2)
    },
    Hypothesis(.wrongArgument, gelu, "gelu with erf(x/2) in place of erf(x/sqrt(2))") {
      $0 * normal($0 / root2)
    },
    Hypothesis(.droppedConstant, gelu, "x * erf(x/sqrt(2)): the 1 of 1 + erf is missing") {
      $0 * erf($0 / root2)
    },
    Hypothesis(.droppedTerm, slope, "Phi(x): the term x * phi(x) is missing") { normal($0) },
    Hypothesis(.droppedTerm, slope, "x * phi(x): the term Phi(x) is missing") {
      $0 * density($0)
    },
    Hypothesis(.wrongFactor, slope, "Phi(x) + phi(x): the second term lacks its factor x") {
      normal($0) + density($0)
    },
    Hypothesis(.wrongFactor, slope, "Phi(x) + x * exp(-x^2/2): 1/sqrt(2*pi) is missing") {
      normal($0) + $0 * exp(-0.5 * $0 * $0)
    },
    Hypothesis(.wrongFactor, slope, "Phi(x) + x * phi(x)/2: the second term is halved") {
      normal($0) + 0.5 * $0 * density($0)
    },
    Hypothesis(.wrongFactor, slope, "Phi(x) + 2*x*phi(x): the second term is doubled") {
      normal($0) + 2 * $0 * density($0)
    },
    Hypothesis(
      .wrongArgument, slope, "Phi(x) + x * exp(-x^2)/sqrt(2*pi): the exponent lacks its 1/2"
    ) { normal($0) + $0 * 0x1.9884533d43651p-2 * exp(-$0 * $0) },
    Hypothesis(.wrongSign, slope, "Phi(x) - x * phi(x): the second term has the other sign") {
      normal($0) - $0 * density($0)
    },
  ]
}
