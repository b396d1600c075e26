import FloatingPointFormats
import Functions
import Oracle

/// float32 inputs worth testing, with the exact results: every binade's ends with their neighbours,
/// landmarks, strata of every binade and region, the hardest cases, zeros and infinities.
package struct CertifiedSet: Sendable {
  /// As `GoldenTable.name(of:)` has it.
  package let name: String
  /// Ascending.
  package let inputs: [Float]
  /// Rounded to nearest.
  package let results: [Float]
  /// Rounded to odd in binary64, from which any narrower rounding can be taken.
  package let exact: [Double]

  /// - Parameters:
  ///   - count: how many inputs the strata and landmarks have together, about.
  ///   - goOn: called between pieces of work; what it throws ends it.
  /// - Throws: `OracleError`.
  package init(
    _ oracle: Oracle, count: Int = 8192, goOn: @Sendable () throws -> Void = {}
  ) throws {
    try goOn()
    name = GoldenTable.name(of: oracle.target)
    let sample = InputSet.sample(count: count, seed: InputSet.usualSeed)
    var positions = Set(try samplePositions(sample, oracle.target, Signature(.float32)))
    if !oracle.function.isPiecewiseLinear {
      let hard = try HardCases(of: oracle)
      positions.formUnion(
        (hard.midpoints + hard.floats).compactMap {
          UInt32($0.input.dropFirst(2), radix: 16).map { Float(bitPattern: $0).position }
        })
    }
    inputs = positions.sorted().map { Float(position: $0) }.filter { !$0.isNaN }
    let inputs = inputs
    exact = try Parallel.map(0..<inputs.count, threads: Parallel.cores) {
      try goOn()
      return try oracle.roundedToOdd(at: inputs[$0].double)
    }
    results = exact.map { Float(nearest: $0) }
  }
}
