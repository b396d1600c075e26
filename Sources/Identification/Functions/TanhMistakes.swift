import Foundation
import Functions

/// Mistakes in x·(1 + tanh u)/2 and x·σ(z), and in their derivatives.
extension Hypothesis {
  private static let (scale, cubic) = (0x1.9884533d43651p-1, 0.044715)
  private static let tanhForm = Target(.geluTanh)
  private static let tanhSlope = Target(.geluTanh, derivative: 1)

  /// x·σ(2·u(x)).
  private static func gated(
    _ kind: Kind, _ name: String, _ u: @escaping @Sendable (Double) -> Double
  ) -> Hypothesis {
    Hypothesis(kind, tanhForm, name) { $0 * logistic(2 * u($0)) }
  }

  /// σ(2u) + x·σ(2u)·(1 − σ(2u))·2·u′(x), for a u′ of its own.
  private static func slope(
    _ kind: Kind, _ name: String, first: Double = 1, second: Double = 1,
    _ inner: @escaping @Sendable (Double) -> Double
  ) -> Hypothesis {
    Hypothesis(kind, tanhSlope, name) { x in
      let s = logistic(2 * scale * (x + cubic * x * x * x))
      return first * s + second * x * s * logistic(-2 * scale * (x + cubic * x * x * x)) * inner(x)
    }
  }

  static let tanhMistakes =
    [
      gated(.swappedConstants, "gelu-tanh with its constants 0.7978845608 and 0.044715 swapped") {
        cubic * ($0 + scale * $0 * $0 * $0)
      },
      gated(.droppedConstant, "gelu-tanh without its cubic term 0.044715 * x^3") { scale * $0 },
      gated(.droppedConstant, "gelu-tanh without its factor sqrt(2/pi)") {
        $0 + cubic * $0 * $0 * $0
      },
      gated(
        .wrongFactor, "gelu-tanh with u = sqrt(2/pi)*x + 0.044715*x^3: sqrt(2/pi) misses the cube"
      ) { scale * $0 + cubic * $0 * $0 * $0 },
      gated(.wrongArgument, "gelu-tanh with x^2 in place of x^3") {
        scale * ($0 + cubic * $0 * $0)
      },
      gated(.otherConstants, "gelu-tanh with 2/pi in place of sqrt(2/pi)") {
        0.6366197723675814 * ($0 + cubic * $0 * $0 * $0)
      },
      gated(.otherConstants, "gelu-tanh with sqrt(pi/2) in place of sqrt(2/pi)") {
        1.2533141373155001 * ($0 + cubic * $0 * $0 * $0)
      },
      gated(.otherConstants, "gelu-tanh with 0.44715 in place of 0.044715") {
        scale * ($0 + 10 * cubic * $0 * $0 * $0)
      },
      gated(.wrongFactor, "gelu-tanh with sigma(u) in place of sigma(2u)") {
        scale / 2 * ($0 + cubic * $0 * $0 * $0)
      },
      Hypothesis(.droppedConstant, tanhForm, "x * tanh(u)/2: the 1 of 1 + tanh is missing") {
        0.5 * $0 * tanh(scale * ($0 + cubic * $0 * $0 * $0))
      },
    ] + slopes + [Function.geluSigmoid, .silu, .geluTanh].flatMap(terms)

  private static let slopes = [
    slope(
      .wrongFactor,
      "the derivative of gelu-tanh with 0.044715 in place of 3 * 0.044715: u' lacks its factor 3"
    ) { 2 * scale * (1 + cubic * $0 * $0) },
    slope(
      .droppedTerm, "the derivative of gelu-tanh with u' = sqrt(2/pi): its cubic term is missing"
    ) { _ in 2 * scale },
    slope(.wrongFactor, "the derivative of gelu-tanh without the factor sqrt(2/pi) of u'") {
      2 * (1 + 3 * cubic * $0 * $0)
    },
    slope(.droppedTerm, "the derivative of gelu-tanh without its factor u'") { _ in 2 },
    slope(
      .wrongFactor, "the derivative of gelu-tanh with half of its second term", second: 0.5
    ) { 2 * scale * (1 + 3 * cubic * $0 * $0) },
    slope(
      .wrongFactor, "the derivative of gelu-tanh with twice its second term", second: 2
    ) { 2 * scale * (1 + 3 * cubic * $0 * $0) },
    Hypothesis(
      .wrongFactor, tanhSlope,
      "the derivative of gelu-tanh with 1 - t in place of 1 - t^2"
    ) { x in
      let u = scale * (x + cubic * x * x * x)
      let s = logistic(2 * u)
      return s + x * logistic(-2 * u) * scale * (1 + 3 * cubic * x * x)
    },
  ]

  /// Without one of the two terms of σ + x·σ·(1 − σ)·z′, or without a factor of the second.
  private static func terms(_ f: Function) -> [Hypothesis] {
    let (value, derivative) = (Target(f), Target(f, derivative: 1))
    let name = derivative.plainName
    @Sendable func gate(_ x: Double) -> Double {
      x == 0 ? 0.5 : x.magnitude > 1e3 ? (x < 0 ? 0 : 1) : value.approximate(at: x) / x
    }
    let all = [
      Hypothesis(.droppedTerm, derivative, "\(f.name)(x)/x: the second term of \(name) is missing")
      { gate($0) },
      Hypothesis(.droppedTerm, derivative, "the second term of \(name): the first is missing") {
        derivative.approximate(at: $0) - gate($0)
      },
      Hypothesis(.wrongSign, derivative, "\(name) with the other sign of its second term") {
        2 * gate($0) - derivative.approximate(at: $0)
      },
    ]
    guard let scale = f == .geluSigmoid ? 1.702 : nil else { return all }
    return all + [
      Hypothesis(
        .wrongFactor, derivative, "\(name) without the factor 1.702 of its second term"
      ) { gate($0) + (derivative.approximate(at: $0) - gate($0)) / scale }
    ]
  }
}
