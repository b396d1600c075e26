import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring

/// Where a kernel's error comes from, in ULP of the exact result G, at one input. With F, the kernel's
/// formula in exact arithmetic, and its rounding RN(F):
///
/// - method: F − G, the formula's own error (its constants', too);
/// - evaluation: y − RN(F), what the kernel's roundings and libm add: whole steps;
/// - rounding: RN(F) − F, what no kernel of that formula can avoid.
///
/// They add up to the error of the output y.
package struct ErrorParts: Codable, Sendable, Equatable {
  package var input: String
  package var method: Double
  package var evaluation: Double
  package var rounding: Double
  package var total: Double
}

/// The largest parts met in one region, over the score's worst inputs and evenly spaced ones.
package struct RegionSplit: Codable, Sendable, Equatable {
  package var region: String
  package var inputs: Int
  /// The inputs of the largest |method|, |evaluation| and |rounding|; nil where nothing was finite.
  package var method: ErrorParts?
  package var evaluation: ErrorParts?
  package var rounding: ErrorParts?
  /// The largest |method|, |evaluation| and |rounding| as plain numbers.
  package var absoluteMethod: Double
  package var absoluteEvaluation: Double
  package var absoluteRounding: Double
  /// The largest |y − G| in units of ulp(1): what tells where ulp(G) is small beside a zero of G.
  package var absoluteTotal: Double
}

/// The error split of a built-in kernel by region.
package struct ErrorSplit: Sendable, Equatable {
  package var kernel: String
  package var target: Target
  package var signature: Signature
  package var regions: [RegionSplit]

  /// - Parameters:
  ///   - score: the kernel's score against the function wanted: its regions, and its worst inputs.
  ///   - samples: evenly spaced inputs a region.
  /// - Returns: nil for a kernel that is not one formula.
  /// - Throws: `UnknownKernel`, what the oracle throws.
  package static func of(_ score: Score, samples: Int = 64) throws -> ErrorSplit? {
    try make(score.format.type, score, samples)
  }

  private static func make<T: BinaryFormat>(
    _: T.Type, _ score: Score, _ samples: Int
  ) throws -> ErrorSplit? {
    guard let formula = Catalogue.formula(named: score.kernel, in: score.format) else {
      return nil
    }
    let kernel = try Catalogue.kernel(named: score.kernel, for: T.self)
    let splitter = Splitter<T>(
      formula: formula, contracts: kernel.description.variant.isContracted, kernel: kernel,
      oracle: Oracle(score.target))
    let worst = score.worst.compactMap { T(hex: $0.input) }
    let regions = try Parallel.map(0..<score.regions.count, threads: Parallel.cores) { i in
      try splitter.split(score.regions[i], worst: worst, samples: samples)
    }
    return ErrorSplit(
      kernel: score.kernel, target: score.target, signature: score.question.signature,
      regions: regions)
  }
}

extension ErrorSplit {
  package var asked: Asked { Asked(target, signature) }
}

extension ErrorSplit: Codable {
  private enum Key: String, CodingKey { case kernel, regions }

  package init(from decoder: any Decoder) throws {
    let asked = try Asked(from: decoder)
    (target, signature) = (asked.target, asked.signature)
    let keys = try decoder.container(keyedBy: Key.self)
    kernel = try keys.decode(String.self, forKey: .kernel)
    regions = try keys.decode([RegionSplit].self, forKey: .regions)
  }

  package func encode(to encoder: any Encoder) throws {
    try Asked(target, signature).encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encode(regions, forKey: .regions)
  }
}

private struct Splitter<T: BinaryFormat>: Sendable {
  let formula: any Formula.Type
  let contracts: Bool
  let kernel: any Kernel<T>
  let oracle: Oracle

  func split(_ region: RegionScore, worst: [T], samples: Int) throws -> RegionSplit {
    guard let from = T(hex: region.from)?.ordinal, let to = T(hex: region.to)?.ordinal else {
      throw AnalysisError(description: "the ends of region \(region.name) cannot be read")
    }
    let step = max(1, (to - from) / samples)
    var ordinals = stride(from: from, through: to, by: step).map { $0 } + [to]
    ordinals += worst.map(\.ordinal).filter { $0 >= from && $0 <= to }
    let inputs = Set(ordinals).sorted().map { T(ordinal: $0) }.filter { $0.isFiniteValue }
    var found = RegionSplit(
      region: region.name, inputs: inputs.count, absoluteMethod: 0, absoluteEvaluation: 0,
      absoluteRounding: 0, absoluteTotal: 0)
    let outputs = try inputs.withUnsafeBufferPointer { x in
      try [T](unsafeUninitializedCapacity: x.count) { y, count in
        y.initialize(repeating: T(bitPattern: 0))
        try kernel.evaluate(x, into: y)
        count = x.count
      }
    }
    for (x, y) in zip(inputs, outputs) {
      guard let (parts, ulp) = parts(x, y) else { continue }
      if parts.method.magnitude > found.method?.method.magnitude ?? -1 { found.method = parts }
      if parts.evaluation.magnitude > found.evaluation?.evaluation.magnitude ?? -1 {
        found.evaluation = parts
      }
      if parts.rounding.magnitude > found.rounding?.rounding.magnitude ?? -1 {
        found.rounding = parts
      }
      let unit = Double(sign: .plus, exponent: ulp, significand: 1)
      let one = Double(sign: .plus, exponent: ulp + T.precision - 1, significand: 1)
      found.absoluteTotal = max(found.absoluteTotal, digits(parts.total.magnitude * one))
      found.absoluteMethod = max(found.absoluteMethod, digits(parts.method.magnitude * unit))
      found.absoluteEvaluation = max(
        found.absoluteEvaluation, digits(parts.evaluation.magnitude * unit))
      found.absoluteRounding = max(
        found.absoluteRounding, digits(parts.rounding.magnitude * unit))
    }
    return found
  }

  /// The parts in ulp(G), and its exponent; nil where the output or the formula is no finite number.
  private func parts(_ x: T, _ y: T) -> (ErrorParts, ulp: Int)? {
    guard y.isFiniteValue, let meant = formula.meaning(at: x.double, contracts: contracts),
      let ulp = try? oracle.ulpExponent(at: x.double, in: T.parameters),
      let rounded: T = meant.rounded()
    else { return nil }
    let truth = oracle.enclosure(at: x.double, precision: 320).interval
    func inUlps(_ difference: Interval) -> Double {
      digits(difference.scaled(by: -ulp).middle.doubles.lo)
    }
    let (output, nearest) = (
      Interval(y.double, precision: 320), Interval(rounded.double, precision: 320)
    )
    return (
      ErrorParts(
        input: x.hexBits, method: inUlps(meant - truth), evaluation: inUlps(output - nearest),
        rounding: inUlps(nearest - meant), total: inUlps(output - truth)), ulp
    )
  }
}

/// To 21 bits, six digits: what is printed has fewer.
private func digits(_ x: Double) -> Double {
  guard x != 0, x.isFinite else { return x }
  let unit = Double(sign: .plus, exponent: x.exponent - 20, significand: 1)
  return unit > 0 ? (x / unit).rounded() * unit : x
}

extension Formula {
  /// The formula in exact arithmetic; nil where that is no number.
  fileprivate static func meaning(at x: Double, contracts: Bool) -> Interval? {
    Interval.prepareThread()
    let y =
      contracts
      ? value(Exact<Fused>(nearest: x)).interval : value(Exact<Plain>(nearest: x)).interval
    return y.isFinite ? y : nil
  }
}

extension Interval {
  /// What all of it rounds to, in the format asked for.
  fileprivate func rounded<T: BinaryFormat>() -> T? {
    Enclosure(interval: self, isOpen: false).rounded(to: T.self, .nearestEven)
  }
}

extension BinaryFormat {
  /// Reads `0x…`.
  init?(hex: String) {
    guard let bits = UInt64(hex.dropFirst(2), radix: 16) else { return nil }
    self.init(bitPattern: Bits(truncatingIfNeeded: bits))
  }
}
