import FloatingPointFormats
import Foundation
import Functions
import Oracle

/// The float32 inputs of a function that are hardest to round, as `Reference/Hardest` keeps them.
package struct HardCases: Sendable, Equatable {
  package var target: Target
  package var signature: Signature
  /// How many inputs were looked through, and which.
  package var inputs: Int
  package var ranges: [[String]]
  /// Closest to the midpoint of two floats: hard to round to nearest.
  package var midpoints: [HardCase]
  /// Closest to a float: hard to round in a direction.
  package var floats: [HardCase]
}

/// One input, in bits, with its correct rounding and where its exact value lies.
package struct HardCase: Codable, Sendable, Equatable {
  package var input: String
  /// The correct rounding to nearest.
  package var nearest: String
  /// (G − boundary)/ulp(G), nine digits, certified; the boundary is the float `nearest`, or the midpoint
  /// half an ulp from it on G's side.
  package var distance: Double

  package init(input: String, nearest: String, distance: Double) {
    self.input = input
    self.nearest = nearest
    self.distance = distance
  }

  /// The case at an input, by multiple precision alone.
  package init(_ oracle: Oracle, at x: Float, isMidpoint: Bool) throws {
    let parameters = FormatName.float32.parameters
    let y = try oracle.rounded(at: x.double, to: Float.self)
    var boundary = y.double
    if isMidpoint {
      let (lo, hi) = try oracle.ulpError(of: boundary, at: x.double, in: parameters)
      let ulp = try oracle.ulpExponent(at: x.double, in: parameters)
      boundary += (lo + hi < 0 ? 0.5 : -0.5) * Double(sign: .plus, exponent: ulp, significand: 1)
    }
    let (lo, hi) = try oracle.ulpError(
      of: boundary, at: x.double, in: parameters, relativeAccuracy: 0x1p-52)
    let e = -(lo / 2 + hi / 2)
    self.init(
      input: x.hexBits, nearest: y.hexBits, distance: Double(String(format: "%.9g", e)) ?? e)
  }
}

extension HardCases {
  /// All float32 inputs looked through, on all cores.
  ///
  /// - Throws: `ScoringError` for the piecewise linear functions.
  package init(
    of oracle: Oracle, threads: Int = Parallel.cores,
    progress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws {
    let sweep = try HardestSweep(oracle)
    let found = try sweep.run(threads: threads, progress: progress)
    (target, signature) = (oracle.target, Signature(.float32))
    inputs = sweep.count
    ranges = sweep.ranges.map {
      [Float(ordinal: $0.lowerBound).hexBits, Float(ordinal: $0.upperBound).hexBits]
    }
    midpoints = try found.midpoints.map { try HardCase(oracle, at: $0.input, isMidpoint: true) }
    floats = try found.floats.map { try HardCase(oracle, at: $0.input, isMidpoint: false) }
  }

  /// The functions and orders that have hard cases.
  package static let oracles: [Oracle] = Function.tabulated.flatMap { f in
    (0...1).map { Oracle(f, derivative: $0) }
  }.filter { !$0.function.isPiecewiseLinear }
}

extension HardCases: Codable {
  private enum Key: String, CodingKey { case inputs, ranges, midpoints, floats }

  package init(from decoder: any Decoder) throws {
    let asked = try Asked(from: decoder)
    (target, signature) = (asked.target, asked.signature)
    let keys = try decoder.container(keyedBy: Key.self)
    inputs = try keys.decode(Int.self, forKey: .inputs)
    ranges = try keys.decode([[String]].self, forKey: .ranges)
    midpoints = try keys.decode([HardCase].self, forKey: .midpoints)
    floats = try keys.decode([HardCase].self, forKey: .floats)
  }

  package func encode(to encoder: any Encoder) throws {
    try Asked(target, signature).encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(inputs, forKey: .inputs)
    try keys.encode(ranges, forKey: .ranges)
    try keys.encode(midpoints, forKey: .midpoints)
    try keys.encode(floats, forKey: .floats)
  }
}
