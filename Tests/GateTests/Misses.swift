import FloatingPointFormats
import Kernels
import Oracle
import Testing

@testable import Scoring

func outputs(_ kernel: any Kernel<Double>, _ inputs: [Double]) throws -> [Double] {
  var outputs = inputs
  try inputs.withUnsafeBufferPointer { x in
    try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
  }
  return outputs
}

/// The inputs whose outputs are further from the truth than `limit` ulp; without a limit, those that
/// are not correctly rounded.
func misses(
  _ kernel: any Kernel<Double>, _ inputs: [Double], within limit: Double?
) throws -> [String] {
  let about = kernel.description
  let oracle = Oracle(try #require(Function(named: about.function)), derivative: about.derivative)
  return try zip(inputs, outputs(kernel, inputs)).filter { x, y in
    guard let limit else {
      return try oracle.rounded(at: x, to: Double.self).bitPattern != y.bitPattern
    }
    return try !oracle.isError(of: y, at: x, in: FormatName.float64.parameters, within: limit)
  }.map(\.0.hexFloat)
}

/// Ends of regions, turning points, powers of two and the ends of the line, and their neighbours.
func landmarks(_ kernel: KernelDescription) throws -> [Double] {
  let function = try #require(Function(named: kernel.function))
  let oracle = Oracle(function, derivative: kernel.derivative)
  let map = try RegionMap.shared(oracle, .float64)
  return Sample.landmarks(oracle, .float64, map).map { Double(ordinal: $0) }
}
