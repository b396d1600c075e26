import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Testing

@testable import Scoring

func outputs<T: BinaryFormat>(_ kernel: any Kernel<T>, _ inputs: [T]) throws -> [T] {
  var outputs = inputs
  try inputs.withUnsafeBufferPointer { x in
    try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
  }
  return outputs
}

/// The inputs whose outputs are further from the truth than `limit` ulp; without a limit, those that
/// are not correctly rounded.
func misses<T: BinaryFormat>(
  _ kernel: any Kernel<T>, _ inputs: [T], within limit: Double?
) throws -> [String] {
  let about = kernel.description
  let oracle = Oracle(about.target)
  return try zip(inputs, outputs(kernel, inputs)).filter { x, y in
    guard let limit else {
      return try oracle.rounded(at: x.double, to: T.self).bitPattern != y.bitPattern
    }
    return try !oracle.isError(of: y.double, at: x.double, in: T.name.parameters, within: limit)
  }.map(\.0.double.hexFloat)
}

/// Ends of regions, turning points, powers of two and the ends of the line, and their neighbours.
func landmarks<T: BinaryFormat>(_ kernel: KernelDescription, _: T.Type) throws -> [T] {
  let oracle = Oracle(kernel.target)
  let map = try RegionMap.shared(oracle.target, Signature(T.name))
  return Sample.landmarks(oracle, T.name, map).map { T(ordinal: $0) }
}
