import FloatingPointFormats

// The list itself: which formulas there are, and under which policies besides the usual one.
extension Catalogue {
  static func all<T: KernelFormat>() -> [BatchKernel<T>] {
    forward() + backward()
  }

  private static func forward<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(Erf.self, .native)
      + entries(Erfc.self, .native)
      + entries(Tanh.self, .native)
      + entries(SigmaDiv.self, .native)
      + entries(Quick.self, .native)
      + entries(SiLU.self, .native)
      + entries(ReLU.self, .native)
      + entries(LeakyReLU.self, .native)
  }

  private static func backward<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(ErfBackward.self, .native)
      + entries(ErfcBackward.self, .native)
      + entries(TanhBackward.self, .native)
      + entries(SigmaDivBackward.self, .native)
      + entries(QuickBackward.self, .native)
      + entries(SiLUBackward.self, .native)
      + entries(ReLUBackward.self, .native)
      + entries(LeakyReLUBackward.self, .native)
  }

  /// A formula under its usual policy, then under those of `others` that the format tells apart.
  private static func entries<F: Formula, T: KernelFormat>(
    _: F.Type, _ others: Policy...
  ) -> [BatchKernel<T>] {
    ([.usual] + others).filter { $0.applies(to: T.name) }.map { policy in
      BatchKernel(F.self, policy)
    }
  }
}
