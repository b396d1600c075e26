import FloatingPointFormats

// The list itself: which formulas there are, and in which formats.
extension Catalogue {
  static func all<T: KernelFormat>() -> [BatchKernel<T>] {
    gelu() + geluTanh() + logistic() + rectifiers() + backward() + recommended()
  }

  private static func gelu<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(Erf.self)
      + entries(ErfDiv.self)
      + entries(Erfc.self)
      + entries(ErfcSplit.self)
      + entries(NormCDF.self)
      + entries(ClippedErf.self)
      + entries(AbramowitzStegun.self, in: upToFloat32)
      + entries(Juffa.self, in: upToFloat32)
      + entries(MLAS.self, in: upToFloat32)
      + entries(MLASOld.self, in: upToFloat32)
      + entries(XNNPACKFloat32.self, in: upToFloat32)
      + entries(XNNPACKFloat16.self, in: [.float16])
      + entries(EigenErf.self, in: upToFloat32)
      + entries(OneDNNMinimax.self, in: upToFloat32)
      + entries(CutlassPoly11.self, in: upToFloat32)
      + entries(TenstorrentLUT.self, in: upToFloat32)
      + entries(TenstorrentChebyshev.self, in: upToFloat32)
      + entries(TenstorrentPiecewise.self, in: upToFloat32)
      + entries(InterpolatedTable.self, in: upToFloat32)
      + entries(Int8Table.self, in: upToFloat32)
      + entries(PiecewiseLinear.self, in: upToFloat32)
      + entries(IGELU.self, in: upToFloat32)
      + entries(HardGELU.self, in: upToFloat32)
      + entries(MissingCubic.self)
      + entries(Mish.self)
  }

  private static func geluTanh<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(Tanh.self)
      + entries(TanhPow.self)
      + entries(TanhFactored.self)
      + entries(TanhFactored8.self)
      + entries(TanhFactored6.self)
      + entries(TanhFactored10.self)
      + entries(TanhNCNN.self)
      + entries(Tanh797885.self)
      + entries(TanhPi6.self)
      + entries(TanhHalved.self)
      + entries(SigmaDiv.self)
      + entries(SigmaTanh.self)
      + entries(SigmaFused.self)
      + entries(SigmaStable.self)
      + entries(XMinus.self)
      + entries(Ascend.self)
      + entries(MLXOld.self)
      + entries(PadeTanh.self, in: upToFloat32)
      + entries(ExpTanh.self, in: upToFloat32)
      + entries(ExpRatioTanh.self)
      + entries(EigenTanh.self, in: upToFloat32)
  }

  private static func logistic<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(Quick.self)
      + entries(Quick1773.self)
      + entries(QuickSelect.self)
      + entries(FastGeluNPU.self)
      + entries(ShiftGELU.self, in: upToFloat32)
      + entries(QuickStable.self)
      + entries(SiLU.self)
      + entries(SiLUProduct.self)
      + entries(SiLUStable.self)
  }

  private static func rectifiers<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(ReLU.self)
      + entries(ReLUSelect.self)
      + entries(LeakyReLU.self)
  }

  private static func backward<T: KernelFormat>() -> [BatchKernel<T>] {
    entries(ErfBackward.self)
      + entries(ErfAutogradBackward.self)
      + entries(ErfcBackward.self)
      + entries(ErfcAutogradBackward.self)
      + entries(ErfOutsideBackward.self)
      + entries(AbramowitzStegunBackward.self, in: upToFloat32)
      + entries(TenstorrentLUTBackward.self, in: upToFloat32)
      + entries(TenstorrentOddBackward.self, in: upToFloat32)
      + entries(SplitBackward.self)
      + entries(TanhBackward.self)
      + entries(TanhAutogradBackward.self)
      + entries(TanhFactoredBackward.self)
      + entries(TanhSumBackward.self)
      + entries(TanhPaddleBackward.self)
      + entries(TanhUnslothBackward.self)
      + entries(TanhCoshBackward.self)
      + entries(TanhOneDNNBackward.self)
      + entries(CANNBackward.self)
      + entries(SigmaDivBackward.self)
      + entries(QuickBackward.self)
      + entries(QuickAutogradBackward.self)
      + entries(FastGeluBackward.self)
      + entries(SiLUBackward.self)
      + entries(ReLUBackward.self)
      + entries(LeakyReLUBackward.self)
  }

  private static func recommended<T: KernelFormat>() -> [BatchKernel<T>] {
    BestKernels.all()
  }

  /// Where approximations for float32 are of use.
  private static let upToFloat32: Set<FormatName> = [.float16, .bfloat16, .float32]

  /// A formula under every variant that changes a bit in the format.
  private static func entries<F: Formula, T: KernelFormat>(
    _: F.Type, in formats: Set<FormatName> = Set(FormatName.reported)
  ) -> [BatchKernel<T>] {
    guard formats.contains(T.name) else { return [] }
    return F.variants
      .filter { $0.applies(to: T.name) && !$0.isIdle(for: F.about.name, in: T.name) }
      .map { BatchKernel(F.self, $0) }
  }
}
