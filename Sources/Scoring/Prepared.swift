import FloatingPointFormats
import Functions
import Oracle
import Synchronization

/// The truth at one input with what judging asks of it: the exponent of its ulp and its rounding.
struct Prepared: Sendable {
  let truth: Truth
  let quantum: Int
  /// The correct rounding to nearest, the sign of zero included, and infinite beyond the format.
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
    if let y = t.nearest(quantum: q) {
      // hi keeps the sign of a result that underflows.
      let sign: FloatingPointSign = t.hi.sign
      let size = y.magnitude > parameters.largestFinite ? .infinity : y.magnitude
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
    guard nearest.isFinite else {
      // Where G rounds to an infinity, that is right, and no distance to G is a number.
      (ownError, ownDoubt, ownBin) = (0, 0, nil)
      return
    }
    let own = t.error(of: nearest, quantum: q)
    ownError = own.estimate
    ownDoubt = max(own.below, own.above)
    ownBin = own.estimate.magnitude < 0.75 ? Judge.bin(own) : nil
  }
}

/// What tables of truths and regions are kept by.
private struct Asked: Hashable {
  let target: Target
  let signature: Signature
}

/// All 65,536 truths of 16-bit inputs, made once a process.
enum PreparedTable {
  private static let tables = Mutex<[Asked: [Prepared]]>([:])

  static func shared(_ target: Target, _ signature: Signature) throws -> [Prepared] {
    let key = Asked(target: target, signature: signature)
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
    return try Parallel.map(0..<64, threads: Parallel.cores) { part in
      try (part * 1024..<(part + 1) * 1024).map { bits in
        let x = signature.input.value(bits: UInt64(bits))
        let finite = x.isFinite ? x : 0
        return try Prepared(
          finite, source.truth(at: finite), oracle, format.parameters, format)
      }
    }.flatMap { $0 }
  }
}

extension FormatName {
  /// The value of an encoding, as a double.
  package func value(bits: UInt64) -> Double {
    switch self {
    case .float16: Float16(bitPattern: UInt16(truncatingIfNeeded: bits)).double
    case .bfloat16: BFloat16(bitPattern: UInt16(truncatingIfNeeded: bits)).double
    case .float32: Float(bitPattern: UInt32(truncatingIfNeeded: bits)).double
    case .float64: Double(bitPattern: bits)
    }
  }

  /// The encoding of a value of the format.
  func bits(of value: Double) -> UInt64 {
    switch self {
    case .float16: UInt64(Float16(nearest: value).bitPattern)
    case .bfloat16: UInt64(BFloat16(nearest: value).bitPattern)
    case .float32: UInt64(Float(nearest: value).bitPattern)
    case .float64: value.bitPattern
    }
  }

  /// The least value of the format that is at least a finite x.
  func roundedUp(_ x: Double) -> Double {
    let ordinal = ordinal(below: x) + 1
    return ordinal > parameters.ordinal(of: parameters.largestFinite)
      ? .infinity : value(ordinal: ordinal)
  }

  /// Bits in hex at the format's width.
  func hex(_ bits: UInt64) -> String {
    let digits = String(bits, radix: 16)
    return "0x" + String(repeating: "0", count: width / 4 - digits.count) + digits
  }
}

extension RegionMap {
  private static let maps = Mutex<[Asked: RegionMap]>([:])

  /// The map of a target and signature, made once a process.
  static func shared(_ target: Target, _ signature: Signature) throws -> RegionMap {
    let key = Asked(target: target, signature: signature)
    if let known = maps.withLock({ $0[key] }) { return known }
    let made = try RegionMap(target, signature)
    maps.withLock { $0[key] = made }
    return made
  }
}
