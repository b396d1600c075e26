import FloatingPointFormats
import Functions

/// The recommended kernels where speed counts too, for each function and its gradient: faithful in
/// formats of at most 24 bits, and nearly always correctly rounded.
enum FastKernels {
  static func all<T: BinaryFormat>(for _: T.Type = T.self) -> [BatchKernel<T>] {
    [
      kernel(FastGELU.about) { FastGELU.value($0) },
      kernel(FastGELU.slopeAbout) { FastGELU.slope($0) },
    ]
      + pair("fast-tanh", .geluTanh, FastLogistic(TanhGate.self, limit: 16))
      + pair("fast-sigmoid", .geluSigmoid, FastLogistic(SigmoidGate.self, limit: 128))
      + pair("fast-silu", .silu, FastLogistic(SiLUGate.self, limit: 128))
  }

  private static func pair<T: BinaryFormat>(
    _ name: String, _ function: Function, _ logistic: FastLogistic
  ) -> [BatchKernel<T>] {
    let start = "t = |x|; u = exp(-z), z = k * (t + c * t^3); "
    let value = KernelDescription(
      name: name, function: function,
      formula: start + "g = t * u / (1 + u); x < 0 ? -g : x - g",
      arithmetic: FastGELU.about.arithmetic, usedBy: FastGELU.about.usedBy, usesLibm: false)
    let slope = KernelDescription(
      name: name + "-backward", function: function, derivative: 1,
      formula: start
        + "h = u / (1 + u) * (1 - t * z' / (1 + u)); x < 0 ? h : 1 - h; beside its zero by Taylor series",
      arithmetic: value.arithmetic, usedBy: value.usedBy, usesLibm: false)
    return [kernel(value) { logistic.value($0) }, kernel(slope) { logistic.slope($0) }]
  }

  /// A loop over blocks; `body` is called once for eight values.
  @inline(__always)
  private static func kernel<T: BinaryFormat>(
    _ about: KernelDescription, _ body: @escaping @Sendable (FastLanes) -> FastLanes
  ) -> BatchKernel<T> {
    BatchKernel(about) { inputs, outputs in
      withUnsafeTemporaryAllocation(of: FastLanes.self, capacity: 32) { block in
        block.initialize(repeating: .zero)
        for start in stride(from: 0, to: inputs.count, by: 32 * FastLanes.scalarCount) {
          let count = min(32 * FastLanes.scalarCount, inputs.count - start)
          block.withMemoryRebound(to: Double.self) { x in
            for i in 0..<count { x[i] = inputs[start + i].double }
          }
          for i in block.indices { block[i] = body(block[i]) }
          block.withMemoryRebound(to: Double.self) { y in
            for i in 0..<count { outputs[start + i] = T(nearest: y[i]) }
          }
        }
      }
    }
  }
}
