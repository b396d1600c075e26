import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import Scoring

/// The signed errors of a built-in kernel over its inputs: the least and the largest (y − G)/ulp(G) met in
/// equal parts of each region. They are those of the inputs tried, each certified.
package struct SignedErrors: Sendable, Equatable {
  package var kernel: String
  package var asked: Asked
  package var regions: [Region]
  /// How many inputs of a column were tried at most.
  package var inputsPerColumn: Int

  /// A region of the score, with its columns; nil where an output tried is NaN or infinite, or where nothing was
  /// tried.
  package struct Region: Codable, Sendable, Equatable {
    package var name, from, to: String
    package var columns: [ClosedRange<Double>?]

    package init(name: String, from: String, to: String, columns: [ClosedRange<Double>?]) {
      (self.name, self.from, self.to, self.columns) = (name, from, to, columns)
    }
  }

  package init(kernel: String, asked: Asked, regions: [Region], inputsPerColumn: Int) {
    (self.kernel, self.asked) = (kernel, asked)
    (self.regions, self.inputsPerColumn) = (regions, inputsPerColumn)
  }

  /// - Parameters:
  ///   - score: of a built-in kernel: its regions, and the largest error of each, which is among the inputs.
  ///   - columns: in how many parts a region is shown.
  ///   - inputs: how many inputs of a part are tried, evenly spaced.
  /// - Throws: `UnknownKernel`; what the kernel and the oracle throw.
  package static func of(
    _ score: Score, columns: Int = 32, inputs: Int = 24
  ) throws -> SignedErrors {
    func made<T: BinaryFormat>(_: T.Type) throws -> SignedErrors {
      let kernel = try Catalogue.kernel(named: score.kernel, for: T.self)
      let oracle = Oracle(score.target)
      let found = try Parallel.map(0..<score.regions.count, threads: Parallel.cores) { i in
        let part = Part<T>(region: score.regions[i], columns: columns, inputs: inputs)
        return try part.errors(of: kernel, oracle)
      }
      return SignedErrors(
        kernel: score.kernel, asked: score.question.asked,
        regions: zip(score.regions, found).map {
          Region(name: $0.name, from: $0.from, to: $0.to, columns: $1)
        },
        inputsPerColumn: inputs)
    }
    return try made(score.format.type)
  }
}

/// A region of one format, in columns.
private struct Part<T: BinaryFormat> {
  let region: RegionScore
  let columns: Int
  let inputs: Int

  func errors(of kernel: any Kernel<T>, _ oracle: Oracle) throws -> [ClosedRange<Double>?] {
    guard let from = T(hex: region.from)?.ordinal, let to = T(hex: region.to)?.ordinal else {
      return []
    }
    let worst = [region.maxFiniteUlpInput].compactMap { T(hex: $0) }
    let count = min(columns, max(1, to - from + 1))
    return try (0..<count).map { i in
      // In doubles and clamped: a region of float64 may have almost 2^64 places.
      let (a, b) = (
        place(i, count, from, to), i == count - 1 ? to : place(i + 1, count, from, to) - 1
      )
      let step = max(1, (b - a) / inputs)
      let x =
        stride(from: a, through: b, by: step).map { T(ordinal: $0) }
        + worst.filter { (a...max(a, b)).contains($0.ordinal) }
      return try range(of: kernel, x, oracle)
    }
  }

  private func place(_ i: Int, _ count: Int, _ from: Int, _ to: Int) -> Int {
    let part = (Double(to) - Double(from) + 1) * Double(i) / Double(count)
    return from + min(Int(part), to - from)
  }

  private func range(
    of kernel: any Kernel<T>, _ x: [T], _ oracle: Oracle
  ) throws -> ClosedRange<Double>? {
    guard !x.isEmpty else { return nil }
    var y = x
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    var (low, high) = (Double.infinity, -Double.infinity)
    for (x, y) in zip(x, y) {
      guard y.isFiniteValue else { return nil }
      let e = try oracle.ulpError(
        of: y.double, at: x.double, in: T.parameters, relativeAccuracy: 0x1p-20)
      (low, high) = (min(low, e.lo), max(high, e.hi))
    }
    return low...high
  }
}

extension SignedErrors {
  /// The same with ends of four digits, which are more than a picture shows.
  package var shortened: SignedErrors {
    func short(_ e: Double) -> Double { Double(String(format: "%.4g", e)) ?? e }
    var errors = self
    for i in regions.indices {
      errors.regions[i].columns = regions[i].columns.map { range in
        range.map { short($0.lowerBound)...short($0.upperBound) }
      }
    }
    return errors
  }
}

extension SignedErrors: Codable {
  private enum Key: String, CodingKey { case kernel, regions, inputsPerColumn }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Key.self)
    try self.init(
      kernel: keys.decode(String.self, forKey: .kernel), asked: Asked(from: decoder),
      regions: keys.decode([Region].self, forKey: .regions),
      inputsPerColumn: keys.decode(Int.self, forKey: .inputsPerColumn))
  }

  package func encode(to encoder: any Encoder) throws {
    try asked.encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encode(regions, forKey: .regions)
    try keys.encode(inputsPerColumn, forKey: .inputsPerColumn)
  }
}
