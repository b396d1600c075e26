import Foundation

@testable import Kernels

/// A figure that a kernel's list of defects states, and the number it stands for. The text must be
/// that number rounded to the digits that the text has.
struct DefectFigure: Sendable, CustomStringConvertible {
  let kernel: String
  let text: String
  let measured: @Sendable () -> Double

  init(_ kernel: String, _ text: String, _ measured: @escaping @Sendable () -> Double) {
    (self.kernel, self.text, self.measured) = (kernel, text, measured)
  }

  var description: String { "\(kernel): \(text)" }

  /// The number to as many decimals as the text has; a percentage counts hundredths.
  func rounded(_ number: Double) -> String {
    let isPercent = text.hasSuffix(" %")
    let figure = isPercent ? String(text.dropLast(2)) : text
    let parts = figure.split(separator: "e")
    let decimals = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
    let scaled = isPercent ? number * 100 : number
    guard parts.count == 2 else {
      return String(format: "%.\(decimals)f", scaled) + (isPercent ? " %" : "")
    }
    let power = Double(parts[1]) ?? 0
    return String(format: "%.\(decimals)f", scaled / pow(10, power)) + "e\(parts[1])"
  }

  static let all: [DefectFigure] =
    [
      // The largest distance from the function, in exact arithmetic but for float64's rounding.
      .init("mish", "0.209") { farthest(Mish.self) },
      .init("hard", "0.0901") { farthest(HardGELU.self) },
      .init("i-gelu", "0.0182") { farthest(IGELU.self) },
      .init("pwl-16", "0.0023") { farthest(PiecewiseLinear.self) },
      .init("cutlass-poly11", "8.1e-4") { farthest(CutlassPoly11.self) },
      .init("shift-gelu", "0.0087") { farthest(ShiftGELU.self) },
      .init("table-2048", "6.1e-6") { farthest(InterpolatedTable.self) },
      .init("sqrt-2-over-5", "0.1031") { farthest(MissingCubic.self) },
      .init("tt-lut6", "0.0234") { farthest(TenstorrentLUT.self) },
      .init("tt-lut6-backward", "0.0327") { farthest(TenstorrentLUTBackward.self) },
      // What is lost of the result itself.
      .init("erf", "57 %") { relative(Erf.self, in: Float.self, at: -5.5001) },
      .init("table-2048", "0.6 %") { relativeNearZero(InterpolatedTable.self) },
      .init("tt-piecewise", "0.25 %") { largestRelative(TenstorrentPiecewise.self, -13.1, -3.125) },
      .init("tt-odd8-backward", "0.31 %") { largestRelative(TenstorrentOddBackward.self, -13, -3) },
      // erf's own error: twice the result over x, less one.
      .init("as7126", "1.4e-7") { farthestErf(AbramowitzStegun.self) },
      .init("as7126-backward", "1.4e-7") { farthestErf(AbramowitzStegun.self) },
      .init("onednn-minimax", "3e-8") { farthestErf(OneDNNMinimax.self) },
      .init("mlas-3.725", "1.4e-7") { 2 * gate(MLASOld.self, at: -6) },
      // The last input, going down, whose result is not zero.
      .init("erf", "-5.5426") { lastNonzero(Erf.self, in: Float.self) },
      .init("erf", "-5.5") { firstOff(Erf.self, by: 0.57, below: -5.4) },
      .init("tanh-eigen", "-4.88") { firstWrongSign(EigenTanh.self, from: -4.87, to: -5) },
      .init("tanh-eigen", "-5.15") { firstWrongSign(EigenTanh.self, from: -5.17, to: -5) },
      .init("erf", "-8.3744") { lastNonzero(Erf.self, in: Double.self) },
      .init("onednn-minimax", "-5.5426") { firstNonzero(OneDNNMinimax.self, above: -5.55) },
      .init("cutlass-poly11", "-3.5") { lastNonzero(CutlassPoly11.self, in: Float.self) },
      .init("cann-backward", "-10.06") { lastNonzero(CANNBackward.self, in: Float.self, from: -1) },
      .init("int8-table", "-2.219") { lastNonzero(Int8Table.self, in: Double.self) },
      .init("pade-tanh", "-3.241") { lastNonzero(PadeTanh.self, in: Double.self) },
      .init("tt-chebyshev15", "-5.5") { lastNonzero(TenstorrentChebyshev.self, in: Float.self) },
      .init("tt-piecewise", "-13.1875") { lastNonzero(TenstorrentPiecewise.self, in: Double.self) },
      .init("tt-odd8-backward", "-13.375") {
        lastNonzero(TenstorrentOddBackward.self, in: Double.self, from: -3)
      },
      .init("quick-select", "-16.6") {
        1.702 * lastNonzero(QuickSelect.self, in: Float.self)
      },
      // Steps at a join, and values at one place.
      .init("pade-tanh", "1.6e-3") {
        step(PadeTanh.self, at: lastNonzero(PadeTanh.self, in: Double.self))
      },
      .init("tt-chebyshev15", "4.8e-3") { step(TenstorrentChebyshev.self, at: 3) },
      .init("tt-piecewise", "7.5e-3") { step(TenstorrentPiecewise.self, at: 2.78125) },
      .init("tt-chebyshev15", "2.98e-5") { TenstorrentChebyshev.value(0x1p-60) },
      .init("tt-lut6", "-1.044e-4") { TenstorrentLUT.value(0.0) },
      .init("int8-table", "7.9375") { Int8Table.value(100.0) },
      .init("int8-table", "7.9") { firstEqual(Int8Table.self, to: 7.9375) },
      .init("tanh-exp-ratio", "10.06") { firstNaN(ExpRatioTanh.self) },
      .init("tt-odd8-backward", "3.1719") { firstEqual(TenstorrentOddBackward.self, to: 1) },
      .init("tt-piecewise", "2.78125") { firstIdentity(TenstorrentPiecewise.self) },
      .init("erf-eigen", "-5.657") { firstConstantGate(EigenErf.self) },
    ]
    + [
      "erf-backward", "erf-outside-backward", "erfc-backward", "erfc-autograd-backward",
      "erfc-split-backward",
    ].map { .init($0, "-0.7518") { zero(ErfBackward.about, -1, -0.5) } }
    + [.init("silu-backward", "-1.2785") { zero(SiLUBackward.about, -2, -1) }]
}
