import FloatingPointFormats
import Functions

/// The recommended kernels where accuracy comes first, for each function and its gradient.
enum BestKernels {
  static func all<T: KernelFormat>(_: T.Type = T.self) -> [BatchKernel<T>] {
    pair("best", .gelu, NormalGate.self, "x * Phi(x)", "Phi(x) + x * phi(x)")
      + pair("best-tanh", .geluTanh, TanhGate.self, logistic, slope)
      + pair("best-sigmoid", .geluSigmoid, SigmoidGate.self, logistic, slope)
      + pair("best-silu", .silu, SiLUGate.self, logistic, slope)
  }

  private static let logistic = "x / (1 + exp(-z)), z = k * (x + c * x^3)"
  private static let slope = "s + x * s * (1 - s) * z', s = 1 / (1 + exp(-z))"

  private static func pair<G: BestGate, T: KernelFormat>(
    _ name: String, _ function: Function, _: G.Type, _ value: String, _ slope: String
  ) -> [BatchKernel<T>] {
    [(name, 0, value), (name + "-backward", 1, slope)].map { name, derivative, formula in
      Best<G>.kernel(
        KernelDescription(
          name: name, function: function, derivative: derivative, formula: formula,
          usedBy: "this project's recommendation where accuracy comes first"))
    }
  }
}
