import FloatingPointFormats
import Functions
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
  /// Whether the truth rounds beyond the format.
  let isBeyond: Bool
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
    self.isBeyond = isBeyond || !nearest.isFinite
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

extension Prepared {
  /// ulp(G).
  @inline(__always) var unit: Double {
    Double(sign: .plus, exponent: quantum, significand: 1)
  }

  /// An error as it leads away from zero, or from an exact result of zero.
  @inline(__always) func outward(_ e: Double) -> Double {
    if truth.hi == 0 && truth.isExact { return e.magnitude }
    return truth.hi.sign == .minus ? -e : e
  }
}

/// All truths of inputs of a format that is small enough for it, made once a process.
enum PreparedTable {
  private static let tables = Mutex<[Asked: [Prepared]]>([:])

  static func shared(_ target: Target, _ signature: Signature) throws -> [Prepared] {
    let key = Asked(target, signature)
    if let known = tables.withLock({ $0[key] }) { return known }
    let made = try golden(target, signature) ?? computed(target, signature)
    // One of many factors is asked for once.
    guard target.factor == 1 else { return made }
    tables.withLock { $0[key] = made }
    return made
  }

  /// From the golden table, where there is one.
  static func golden(_ target: Target, _ signature: Signature) throws -> [Prepared]? {
    let format = signature.output
    return try GoldenTable.shared(target, signature)?.values.map {
      // Nothing is asked at infinities and NaN.
      Prepared(roundedToOdd: $0.isFinite ? $0 : 0, format.parameters, format)
    }
  }

  static func computed(_ target: Target, _ signature: Signature) throws -> [Prepared] {
    let (oracle, format) = (Oracle(target), signature.output)
    let source = TruthSource(oracle, for: format)
    let (count, piece) = (1 << signature.input.width, 1 << max(signature.input.width - 6, 0))
    return try Parallel.map(0..<count / piece, threads: Parallel.cores) { part in
      try (part * piece..<(part + 1) * piece).map { bits in
        let x = signature.input.value(bits: UInt64(bits))
        let finite = x.isFinite ? x : 0
        return try Prepared(
          finite, source.truth(at: finite), oracle, format.parameters, format)
      }
    }.flatMap { $0 }
  }
}

extension FormatName {
  /// The least value of the format that is at least a finite x.
  func roundedUp(_ x: Double) -> Double {
    let ordinal = ordinal(below: x) + 1
    return ordinal > parameters.ordinal(of: parameters.largestFinite)
      ? .infinity : value(ordinal: ordinal)
  }
}

extension RegionMap {
  private static let maps = Mutex<[Asked: RegionMap]>([:])

  /// The map of a target and signature, made once a process.
  static func shared(_ target: Target, _ signature: Signature) throws -> RegionMap {
    let key = Asked(target, signature)
    if let known = maps.withLock({ $0[key] }) { return known }
    let made = try RegionMap(target, signature)
    maps.withLock { $0[key] = made }
    return made
  }
}
