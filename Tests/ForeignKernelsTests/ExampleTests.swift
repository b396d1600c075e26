import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Testing

@testable import ForeignKernels

/// The kernels of Examples/, built and run as their first lines say.
@Suite struct ExampleTests {
  static let folder = URL(fileURLWithPath: testFolder).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Examples").path

  static func gelu(_ x: Double) -> Double { x * 0.5 * erfc(-x * 0x1.6a09e667f3bcdp-1) }

  static func gradient(_ x: Double) -> Double {
    0.5 * erfc(-x * 0x1.6a09e667f3bcdp-1) + x * exp(-x * x / 2) * 0x1.9884533d43651p-2
  }

  static func tanhForm(_ x: Double) -> Double {
    x / (1 + exp(-2 * 0x1.9884533d43651p-1 * (x + 0.044715 * x * x * x)))
  }

  static let inputs: [Double] = (-24...24).map { Double($0) / 8 }

  /// Within a tolerance that tells the right function and gradient from any other.
  private func check<T: BinaryFormat>(
    _ kernel: any Kernel<T>, _ truth: (Double) -> Double, within tolerance: Double = 4
  ) throws {
    let x = Self.inputs.map { T(nearest: $0) }
    var y = [T](repeating: T.quietNaN, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    let unit = exp2(Double(1 - T.precision))
    for (x, y) in zip(x, y) {
      #expect(abs(y.double - truth(x.double)) <= tolerance * unit, "\(x): \(y)")
    }
  }

  private func library(_ path: String) throws -> String {
    try #require(Compiled.library(Self.folder + path, ["-O2"]))
  }

  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func c() throws {
    let path = try library("/c-kernel/gelu.c")
    try check(
      LibraryKernel<Float>(path, symbol: "gelu", target: Target(.gelu), launcher: .forTests),
      Self.gelu)
    let backward = LibraryKernel<Float>(
      path, symbol: "gelu_backward", form: .backward, target: Target(.gelu, derivative: 1),
      launcher: .forTests)
    try check(backward, Self.gradient)
    try check(FixedGradient(backward, dy: -2), { -2 * Self.gradient($0) }, within: 8)
  }

  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func cPlusPlus() throws {
    let kernel = LibraryKernel<BFloat16>(
      try library("/cpp-kernel/gelu.cpp"), symbol: "gelu_tanh", target: Target(.geluTanh),
      launcher: .forTests)
    try check(kernel, Self.tanhForm)
  }

  @Test(.enabled(if: hasPython, "python3 is not installed"))
  func plainPython() throws {
    let command = "python3 '\(Self.folder)/python/plain.py'"
    try check(CommandKernel<Float16>(command, target: Target(.gelu)), Self.gelu)
    try check(CommandKernel<BFloat16>(command, target: Target(.gelu)), Self.gelu)
    try check(CommandKernel<Float>(command, target: Target(.gelu)), Self.gelu)
    try check(CommandKernel<Double>(command, target: Target(.gelu)), Self.gelu, within: 16)
  }

  static let hasNumpy = imports("numpy")
  static let hasTorch = imports("torch")

  private static func imports(_ module: String) -> Bool {
    guard
      let process = try? Spawned(
        "python3", ["-c", "import \(module)"], environment: ProcessInfo.processInfo.environment,
        descriptors: [-1, -1, -1], ownsGroup: false)
    else { return false }
    return process.end(within: 60) == .exited(0)
  }

  @Test(.enabled(if: hasNumpy, "numpy is not installed"))
  func numpy() throws {
    let command = "python3 '\(Self.folder)/python/numpy_gelu.py'"
    try check(CommandKernel<Float16>(command, target: Target(.geluTanh)), Self.tanhForm)
    try check(CommandKernel<BFloat16>(command, target: Target(.geluTanh)), Self.tanhForm)
    try check(CommandKernel<Float>(command, target: Target(.geluTanh)), Self.tanhForm)
    try check(CommandKernel<Double>(command, target: Target(.geluTanh)), Self.tanhForm, within: 16)
  }

  @Test(.enabled(if: hasTorch, "torch is not installed"))
  func torch() throws {
    let command = "python3 '\(Self.folder)/python/torch_gelu.py'"
    func kernel<T: BinaryFormat>(
      _ type: T.Type, _ target: Target
    ) -> CommandKernel<T> {
      CommandKernel<T>(command, target: target, options: .init(timeout: 120))
    }
    try check(kernel(Float.self, Target(.gelu)), Self.gelu, within: 16)
    try check(kernel(BFloat16.self, Target(.gelu)), Self.gelu)
    try check(kernel(Float16.self, Target(.geluTanh)), Self.tanhForm)
    try check(kernel(Float.self, Target(.gelu, derivative: 1)), Self.gradient)
    try check(
      FixedGradient(kernel(Float.self, Target(.gelu, derivative: 1)), dy: 3),
      { 3 * Self.gradient($0) },
      within: 12)
  }
}
