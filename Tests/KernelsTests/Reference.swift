import Foundation
import Kernels

/// The functions and derivatives as plain `Double` code, written otherwise than the kernels: every
/// logistic through tanh, the tanh form through its logistic, derivatives as difference quotients.
/// Good to about 1e-15 for values and 1e-9 for derivatives.
enum Reference {
  static func value(_ function: String, _ x: Double) -> Double? {
    switch function {
    case "gelu": x * (x < 0 ? Foundation.erfc(-x / 2.squareRoot()) / 2 : normal(x))
    case "gelu-tanh": x * logistic(2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * pow(x, 3)))
    case "gelu-sigmoid": x * logistic(1.702 * x)
    case "silu": x * logistic(x)
    case "relu": max(x, 0)
    case "leaky-relu": max(x, x / 100)
    default: nil
    }
  }

  static func derivative(_ function: String, _ x: Double) -> Double? {
    switch function {
    case "relu": return x > 0 ? 1 : 0
    case "leaky-relu": return x > 0 ? 1 : 0.01
    default:
      let h = 0x1p-13
      let at = { (i: Double) in value(function, x + i * h) ?? .nan }
      let quotient = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
      return quotient.isNaN ? nil : quotient
    }
  }

  static func value(_ kernel: KernelDescription, _ x: Double) -> Double? {
    kernel.derivative == 0 ? value(kernel.function, x) : derivative(kernel.function, x)
  }

  private static func normal(_ x: Double) -> Double { 0.5 + Foundation.erf(x / 2.squareRoot()) / 2 }

  private static func logistic(_ z: Double) -> Double {
    z < 0 ? Foundation.exp(z) / (1 + Foundation.exp(z)) : (1 + Foundation.tanh(z / 2)) / 2
  }
}
