import FloatingPointFormats
import Functions
import Oracle

/// What one stretch of magnitudes, or all, showed.
struct StructurePart: Codable, Sendable, Equatable {
  /// By rule, then by sign: + first.
  var collectors = StructureRule.allCases.map { _ in [RangeCollector(), RangeCollector()] }
  /// The least output.
  var least: Double?
  /// The largest magnitudes whose output is not yet saturated, on either side.
  var lastUnsaturated = -1
  var lastNonzero = -1

  @inline(__always)
  mutating func see<T: BinaryFormat>(_ y: T) {
    if y.double < least ?? .infinity { least = y.double }
  }

  mutating func add<T: BinaryFormat>(_ rule: StructureRule, _ side: Int, _ magnitude: Int, _ y: T) {
    collectors[rule.place][side].add(magnitude, output: UInt64(y.bitPattern))
  }

  /// Joins the stretch that follows.
  mutating func append(_ other: StructurePart) {
    for (i, pair) in other.collectors.enumerated() {
      for side in 0..<2 { collectors[i][side].append(pair[side]) }
    }
    if let found = other.least { least = min(found, least ?? .infinity) }
    lastUnsaturated = max(lastUnsaturated, other.lastUnsaturated)
    lastNonzero = max(lastNonzero, other.lastNonzero)
  }

  func defects(in signature: Signature, _ rules: StructureRules) -> [DefectRanges] {
    let format = signature.input
    return zip(StructureRule.allCases, collectors).compactMap { rule, pair in
      let inputs = pair[0].inputs + pair[1].inputs
      guard inputs > 0 else { return nil }
      let ranges = zip(pair, [0, 1 << UInt64(format.width - 1)]).flatMap { side, sign in
        side.first.map { piece in
          DefectRanges.Range(
            from: format.hex(UInt64(piece.from) | sign), to: format.hex(UInt64(piece.to) | sign),
            count: piece.to - piece.from + 1, output: signature.output.hex(piece.output))
        }
      }
      return DefectRanges(
        rule: rules.text(rule), inputs: inputs, rangeCount: pair[0].count + pair[1].count,
        ranges: ranges)
    }
  }

  /// Where results become x (or 1), where −0, and the minimum.
  func landmarks<T: BinaryFormat>(_ oracle: Oracle, _: T.Type) throws -> [StructureLandmark] {
    guard !oracle.function.isPolynomial else { return [] }
    let edges = try ResultEdges(oracle, Signature(T.name))
    func mark(_ name: String, _ expected: T, _ found: T) -> StructureLandmark {
      StructureLandmark(
        name: name, expected: expected.hexBits, found: found.hexBits,
        ok: expected.bitPattern == found.bitPattern)
    }
    let top = T.largestFinite.ordinal
    func isOnLine(_ x: T) throws -> Bool {
      try oracle.rounded(at: x.double, to: T.self).double == oracle.line(at: x.double)
    }
    // Regions begin at 3 or later; the results of coarse formats are x earlier.
    var identity = edges.rightFrom
    while try isOnLine(T(ordinal: identity - 1)) { identity -= 1 }
    // Constants other than zero are reached before the regions' edges too.
    var settled = edges.leftThrough
    while settled < -1, try isOnLine(T(ordinal: settled + 1)) { settled += 1 }
    var marks = [
      mark(
        "from here on " + StructurePart.limit(oracle), T(ordinal: identity),
        T(ordinal: min(lastUnsaturated + 1, top))),
      mark(
        "down from here on results are " + (oracle.line(at: -1) == 0 ? "zero" : "one value"),
        T(ordinal: settled), T(ordinal: -min(lastNonzero + 1, top))),
    ]
    // Minima are flat: beside one all results are its rounding.
    let minima = oracle.turningPoints(derivative: oracle.derivative).enumerated().filter {
      !Oracle.rises(after: $0.offset, first: oracle.firstDirection)
    }
    let values: [T] = try minima.map { try oracle.rounded(at: $0.element) }
    if let value = values.min(by: { $0.ordinal < $1.ordinal }), let least {
      marks.append(mark("the least result", value, T(nearest: least)))
    }
    return marks
  }

  /// `f(x) = x`, `f′(x) = 1`: what results on the right come to.
  private static func limit(_ oracle: Oracle) -> String {
    let line = oracle.function.definition.right.line(oracle.derivative)
    return "f" + String(repeating: "′", count: oracle.derivative) + "(x) = "
      + (line.slope != 0 ? "x" : "\(line.constant.numerator)")
  }
}

/// Stretches of numbered chunks, each with what it showed; neighbours are joined, so that chunks may be
/// done in any order.
struct StructureRuns: Codable, Sendable, Equatable {
  struct Run: Codable, Sendable, Equatable {
    var from, to: Int
    var part: StructurePart
  }

  private(set) var runs: [Run] = []

  mutating func insert(_ chunk: Int, _ part: StructurePart) {
    var i = runs.firstIndex { $0.from > chunk } ?? runs.count
    runs.insert(Run(from: chunk, to: chunk + 1, part: part), at: i)
    if i > 0, runs[i - 1].to == chunk {
      runs[i - 1].part.append(part)
      runs[i - 1].to = chunk + 1
      runs.remove(at: i)
      i -= 1
    }
    if i + 1 < runs.count, runs[i].to == runs[i + 1].from {
      runs[i].part.append(runs[i + 1].part)
      runs[i].to = runs[i + 1].to
      runs.remove(at: i + 1)
    }
  }
}
