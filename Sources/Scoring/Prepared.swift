import FloatingPointFormats
import Oracle
import Synchronization

/// The truth at one input with what judging asks of it: the exponent of its ulp and its rounding.
struct Prepared: Sendable {
  let truth: Truth
  let quantum: Int
  /// The correct rounding to nearest, the sign of zero included; beyond the format what it has there.
  let nearest: Double
  /// |G| < 2^emin: flushing may be allowed.
  let isBelowNormal: Bool
  /// Whether rung 2 left something open that MPFR had to decide.
  let byMPFR: Bool
  /// The error of the correct rounding, and its histogram bin if that is certain.
  let ownError: Double
  /// What that error may be off by.
  let ownDoubt: Double
  let ownBin: Int?

  init(
    _ x: Double, _ t: Truth, _ oracle: Oracle, _ parameters: FormatParameters,
    _ format: FormatName
  ) throws {
    var asked = false
    var known = t.ulpExponent(in: parameters)
    if known == nil {
      asked = true
      known = try oracle.ulpExponent(at: x, in: parameters)
    }
    let q = known ?? parameters.minimumQuantum
    var isBeyond = false
    if let y = t.nearest(quantum: q) {
      // hi keeps the sign of a result that underflows.
      let sign: FloatingPointSign = t.hi.sign
      isBeyond = y.magnitude > parameters.largestFinite
      let size = isBeyond ? parameters.beyond : y.magnitude
      nearest = sign == .minus ? -size : size
    } else {
      asked = true
      nearest = try oracle.rounded(at: x, to: format)
    }
    truth = t
    quantum = q
    if q != parameters.minimumQuantum {
      isBelowNormal = false
    } else if let known = t.isBelow(exponent: parameters.minimumExponent) {
      isBelowNormal = known
    } else {
      asked = true
      isBelowNormal =
        try oracle.rounded(at: x, to: format, .towardZero).magnitude < parameters.smallestNormal
    }
    byMPFR = asked
    guard !isBeyond, nearest.isFinite else {
      // What the format has beyond its range is right there, and no distance to G says how far.
      (ownError, ownDoubt, ownBin) = (0, 0, nearest.isFinite ? 0 : nil)
      return
    }
    let own = t.error(of: nearest, quantum: q)
    ownError = own.estimate
    ownDoubt = max(own.below, own.above)
    ownBin = own.estimate.magnitude < 0.75 ? Judge.bin(own) : nil
  }
}

/// All truths of a format that is small enough for it, made once a process.
enum PreparedTable {
  private struct Key: Hashable {
    let oracle: Oracle
    let format: FormatName
  }
  private static let tables = Mutex<[Key: [Prepared]]>([:])

  static func shared(_ oracle: Oracle, _ format: FormatName) throws -> [Prepared] {
    let key = Key(oracle: oracle, format: format)
    if let known = tables.withLock({ $0[key] }) { return known }
    let made = try golden(oracle, format) ?? computed(oracle, format)
    // One of many factors is asked for once.
    guard oracle.factor == 1 else { return made }
    tables.withLock { $0[key] = made }
    return made
  }

  /// From the golden table, where there is one.
  static func golden(_ oracle: Oracle, _ format: FormatName) throws -> [Prepared]? {
    try GoldenTable.shared(oracle, format)?.values.map {
      // Nothing is asked at infinities and NaN.
      Prepared(roundedToOdd: $0.isFinite ? $0 : 0, format.parameters, format)
    }
  }

  static func computed(_ oracle: Oracle, _ format: FormatName) throws -> [Prepared] {
    let source = TruthSource(oracle, for: format)
    let (count, piece) = (1 << format.width, 1 << max(format.width - 6, 0))
    return try Parallel.map(0..<count / piece, threads: Parallel.cores) { part in
      try (part * piece..<(part + 1) * piece).map { bits in
        let x = format.value(bits: UInt64(bits))
        let finite = x.isFinite ? x : 0
        return try Prepared(
          finite, source.truth(at: finite), oracle, format.parameters, format)
      }
    }.flatMap { $0 }
  }
}

extension RegionMap {
  private struct Key: Hashable {
    let oracle: Oracle
    let format: FormatName
  }
  private static let maps = Mutex<[Key: RegionMap]>([:])

  /// The map of an oracle and format, made once a process.
  static func shared(_ oracle: Oracle, _ format: FormatName) throws -> RegionMap {
    let key = Key(oracle: oracle, format: format)
    if let known = maps.withLock({ $0[key] }) { return known }
    let made = try RegionMap(oracle, format)
    maps.withLock { $0[key] = made }
    return made
  }
}
