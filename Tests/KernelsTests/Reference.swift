import Foundation
import Kernels

/// The functions and derivatives as plain `Double` code, written otherwise than the kernels: every
/// logistic through tanh, the tanh form through its logistic, derivatives as difference quotients.
/// Good to about 1e-15 for values and 1e-9 for derivatives.
enum Reference {
  /// The kernel's own function or its derivative; nil if there is none of that name.
  static func value(_ kernel: KernelDescription, _ x: Double) -> Double? {
    kernel.target.derivative == 0 ? function(kernel, x) : derivative(kernel, x)
  }

  private static func function(_ kernel: KernelDescription, _ x: Double) -> Double? {
    let scale = kernel.parameters["scale"].flatMap { Double($0) }
    let cubic = kernel.parameters["cubic"].flatMap { Double($0) } ?? 0.044715
    switch kernel.target.function.name {
    case "gelu": return x * (x < 0 ? Foundation.erfc(-x / 2.squareRoot()) / 2 : normal(x))
    case "gelu-tanh":
      let u = (scale ?? (2 / Double.pi).squareRoot()) * (x + cubic * pow(x, 3))
      return x * logistic(2 * u)
    case "gelu-sigmoid": return x * logistic((scale ?? 1.702) * x)
    case "silu": return x * logistic(x)
    case "relu": return max(x, 0)
    case "leaky-relu": return max(x, x / 100)
    default: return nil
    }
  }

  private static func derivative(_ kernel: KernelDescription, _ x: Double) -> Double? {
    switch kernel.target.function.name {
    case "relu": return x > 0 ? 1 : 0
    case "leaky-relu": return x > 0 ? 1 : 0.01
    default:
      let h = 0x1p-13
      let at = { (i: Double) in function(kernel, x + i * h) ?? .nan }
      let quotient = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
      return quotient.isNaN ? nil : quotient
    }
  }

  private static func normal(_ x: Double) -> Double { 0.5 + Foundation.erf(x / 2.squareRoot()) / 2 }

  private static func logistic(_ z: Double) -> Double {
    z < 0 ? Foundation.exp(z) / (1 + Foundation.exp(z)) : (1 + Foundation.tanh(z / 2)) / 2
  }
}
