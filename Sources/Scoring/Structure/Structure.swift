import FloatingPointFormats
import Kernels
import Oracle

/// What a kernel's outputs say by themselves, held to what the function is: no error is measured, only
/// rules that every correct result keeps.
public struct Structure: Codable, Sendable, Equatable {
  public var kernel: String
  public var function: String
  public var derivative: Int
  public var format: FormatName
  /// How many inputs were looked at: all finite ones.
  public var inputs: Int
  /// The rules that are broken.
  public var defects: [DefectRanges]
  public var landmarks: [StructureLandmark]

  public var isSound: Bool { defects.isEmpty && landmarks.allSatisfy(\.ok) }
}

/// A place that the function has and the kernel should have too.
public struct StructureLandmark: Codable, Sendable, Equatable {
  public var name: String
  /// In bits.
  public var expected, found: String
  public var ok: Bool
}

/// A rule that outputs keep; the text says it.
enum StructureRule: String, CaseIterable {
  case number = "a finite input gives a finite output"
  case monotone = "monotone on either side of the turning points"
  case sign = "the sign of the function"
  case bounded = "|f(x)| ≤ |x|"
  /// f(x) − f(−x) = x; of a derivative f′(x) + f′(−x) = 1. Half an ulp of either result is allowed.
  case symmetry = "f(x) and f(−x) differ by x to within rounding (gradients: add up to 1)"
}

/// Runs a kernel on all finite inputs of a format of at most 32 bits and checks its structure.
///
/// - Throws: `ScoringError` for float64; what the kernel throws.
public func structure<T: BinaryFormat>(
  of kernel: any Kernel<T>, against oracle: Oracle, threads: Int = Parallel.cores,
  progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> Structure {
  guard T.name.width <= 32 else {
    throw ScoringError("structure looks at all inputs; float64 has 2^64")
  }
  let checker = StructureChecker<T>(kernel, oracle)
  let last = T.largestFinite.ordinal
  let chunk = 1 << (T.name.width == 16 ? 12 : 18)
  let parts = try Parallel.map(0..<last / chunk + 1, threads: threads) { i in
    progress(i * chunk, last)
    return try checker.check(i * chunk...min((i + 1) * chunk - 1, last))
  }
  var whole = parts[0]
  for part in parts.dropFirst() { whole.append(part) }
  return Structure(
    kernel: kernel.description.name, function: oracle.function.name,
    derivative: oracle.derivative, format: T.name, inputs: 2 * last + 2,
    defects: whole.defects, landmarks: try whole.landmarks(oracle))
}

/// What one stretch of magnitudes, or all, showed.
struct StructurePart<T: BinaryFormat>: Sendable {
  /// By rule, then by sign: + first.
  var collectors = StructureRule.allCases.map { _ in [RangeCollector(), RangeCollector()] }
  /// The least output and its input, nearest to zero.
  var least: (x: T, y: T)?
  /// The largest magnitudes whose output is not yet saturated, on either side.
  var lastUnsaturated = -1
  var lastNonzero = -1

  mutating func append(_ other: StructurePart) {
    for (i, pair) in other.collectors.enumerated() {
      for side in 0..<2 { collectors[i][side].append(pair[side]) }
    }
    if let found = other.least, found.y.double < least?.y.double ?? .infinity { least = found }
    lastUnsaturated = max(lastUnsaturated, other.lastUnsaturated)
    lastNonzero = max(lastNonzero, other.lastNonzero)
  }

  var defects: [DefectRanges] {
    func text(_ bits: UInt64) -> String { T.name.hex(bits) }
    return zip(StructureRule.allCases, collectors).compactMap { rule, pair in
      let inputs = pair[0].inputs + pair[1].inputs
      guard inputs > 0 else { return nil }
      let ranges = zip(pair, [1, -1]).flatMap { side, sign in
        side.first.map { piece in
          DefectRanges.Range(
            from: T(ordinal: sign * piece.from).hexBits, to: T(ordinal: sign * piece.to).hexBits,
            count: piece.to - piece.from + 1, output: text(piece.output))
        }
      }
      return DefectRanges(
        rule: rule.rawValue, inputs: inputs, rangeCount: pair[0].count + pair[1].count,
        ranges: Array(ranges.prefix(2 * RangeCollector.kept)))
    }
  }

  /// Where results become x (or 1), where −0, and the minimum.
  func landmarks(_ oracle: Oracle) throws -> [StructureLandmark] {
    guard !oracle.function.isPiecewiseLinear else { return [] }
    let edges = try ResultEdges(oracle, T.name)
    func mark(_ name: String, _ expected: T, _ found: T) -> StructureLandmark {
      StructureLandmark(
        name: name, expected: expected.hexBits, found: found.hexBits,
        ok: expected.bitPattern == found.bitPattern)
    }
    let top = T.largestFinite.ordinal
    // Regions begin at 3 or later; the results of coarse formats are x earlier.
    var identity = edges.identityFrom
    while case let x = T(ordinal: identity - 1),
      try oracle.rounded(at: x.double, to: T.self).double
        == (oracle.derivative == 0 ? x.double : 1)
    { identity -= 1 }
    var marks = [
      mark(
        oracle.derivative == 0 ? "from here on f(x) = x" : "from here on f′(x) = 1",
        T(ordinal: identity), T(ordinal: min(lastUnsaturated + 1, top))),
      mark(
        "down from here on results are zero", T(ordinal: edges.zeroThrough),
        T(ordinal: -min(lastNonzero + 1, top))),
    ]
    if let turn = oracle.turningPoints(derivative: oracle.derivative).first, let least {
      // The minimum is flat: beside it all results are its rounding.
      let value: T = try oracle.rounded(at: turn)
      marks.append(mark("the least result", value, least.y))
    }
    return marks
  }
}
