import FloatingPointFormats

// The list itself: which formulas there are, and under which policies besides the usual one.
extension Catalogue {
  static func all<T: KernelFormat>() -> [BatchKernel<T>] {
    gelu() + geluTanh() + logistic() + rectifiers() + backward() + recommended()
  }

  private static func gelu<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(Erf.self, .native, .f64)
      + entries(ErfDiv.self, .native)
      + entries(Erfc.self, .native, .f64)
      + entries(ErfcSplit.self)
      + entries(NormCDF.self)
      + entries(ClippedErf.self)
      + entries(AbramowitzStegun.self, .fma, in: upToFloat32)
      + entries(Juffa.self, .fma, in: upToFloat32)
      + entries(MLAS.self, .fma, in: upToFloat32)
      + entries(MLASOld.self, .fma, in: upToFloat32)
      + entries(XNNPACKFloat32.self, .fma, in: upToFloat32)
      + entries(XNNPACKFloat16.self, .native, .nativeFMA, in: [.float16])
      + entries(PiecewiseLinear.self, in: upToFloat32)
      + entries(IGELU.self, in: upToFloat32)
      + entries(HardGELU.self, in: upToFloat32)
      + entries(MissingCubic.self)
  }

  private static func geluTanh<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(Tanh.self, .native, .f64, .fma)
      + entries(TanhPow.self, .native)
      + entries(TanhFactored.self, .native, .fma)
      + entries(TanhFactored8.self)
      + entries(TanhFactored6.self)
      + entries(TanhPi6.self)
      + entries(SigmaDiv.self, .native, .f64, .fma)
      + entries(SigmaTanh.self, .native, .fma)
      + entries(SigmaStable.self, .f64)
      + entries(XMinus.self)
      + entries(Ascend.self, .native)
      + entries(MLXOld.self)
      + entries(PadeTanh.self, .fma, in: upToFloat32)
      + entries(ExpTanh.self, in: upToFloat32)
      + entries(ExpRatioTanh.self)
      + entries(EigenTanh.self, .fma, in: upToFloat32)
      + kernels(EigenTanh.self, [.native, .nativeFMA], in: [.float16])
  }

  private static func logistic<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(Quick.self, .native, .f64)
      + entries(Quick1773.self)
      + entries(QuickStable.self, .f64)
      + entries(SiLU.self, .native, .f64)
      + entries(SiLUProduct.self, .native)
      + entries(SiLUStable.self, .f64)
  }

  private static func rectifiers<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(ReLU.self, .native)
      + entries(ReLUSelect.self)
      + entries(LeakyReLU.self, .native)
  }

  private static func backward<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(ErfBackward.self, .native, .f64)
      + entries(ErfAutogradBackward.self, .native)
      + entries(ErfcBackward.self, .native, .f64)
      + entries(SplitBackward.self, .f64)
      + entries(TanhBackward.self, .native, .f64, .fma)
      + entries(TanhAutogradBackward.self, .native)
      + entries(TanhFactoredBackward.self, .native, .fma)
      + entries(SigmaDivBackward.self, .native, .f64)
      + entries(QuickBackward.self, .native, .f64)
      + entries(SiLUBackward.self, .native, .f64)
      + entries(ReLUBackward.self, .native)
      + entries(LeakyReLUBackward.self, .native)
  }

  private static func recommended<T: KernelFormat>() -> [BatchKernel<T>] {
    BestKernels.all()
  }

  /// Where approximations for float32 are of use.
  private static let upToFloat32: Set<FormatName> = [.float16, .bfloat16, .float32]

  /// A formula under its usual policy, then under those of `others` that the format tells apart.
  private static func entries<F: Formula, T: KernelFormat>(
    _: F.Type, _ others: Policy..., in formats: Set<FormatName> = Set(FormatName.allCases)
  ) -> [BatchKernel<T>] {
    kernels(F.self, [.usual] + others, in: formats)
  }

  private static func kernels<F: Formula, T: KernelFormat>(
    _: F.Type, _ policies: [Policy], in formats: Set<FormatName>
  ) -> [BatchKernel<T>] {
    guard formats.contains(T.name) else { return [] }
    return policies.filter { $0.applies(to: T.name) }.map { BatchKernel(F.self, $0) }
  }
}
