import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Synchronization

/// All exact values of a function at the inputs of a small format, rounded to odd in binary64, by
/// encoding: for 16 bits what `Reference/Tables` holds, so that nothing is computed in multiple precision;
/// for 8 bits computed at once, which is quicker than any table.
package struct GoldenTable: Sendable {
  let values: [Double]

  private static let known = Mutex<[String: GoldenTable]>([:])
  private static let computed = Mutex<[Oracle: [FormatName: GoldenTable]]>([:])

  /// The table of a function with its usual constants, or nil where there is no file of it, or where its
  /// 53 bits say too little of an output of more than 11.
  ///
  /// It comes from the program itself, or from the folder that GELU_ACCURACY_TABLES names; empty, that
  /// variable says to do without.
  ///
  /// - Throws: `ScoringError`, naming the file, where it is there and does not hold the table to the bit:
  ///   a damaged table gives wrong errors, and doing without it in silence would hide the damage.
  static func shared(_ target: Target, _ signature: Signature) throws -> GoldenTable? {
    let format = signature.input
    guard format.keepsAllTruths, signature.output.parameters.precision <= 11,
      target.derivative <= 1
    else { return nil }
    guard format.width > 8 else { return try computedOnce(Oracle(target), format) }
    guard target.factor == 1, Function.tabulated.contains(target.function),
      let place = Place.asked(format)
    else { return nil }
    let tensor = name(of: target)
    let key = "\(place):\(tensor)"
    if let table = known.withLock({ $0[key] }) { return table }
    guard place.isThere else { return nil }
    guard let digest = digests["\(format.rawValue)/\(tensor)"],
      let values = place.read(tensor, digest: digest)
    else { throw ScoringError(place.damage(to: tensor)) }
    let table = GoldenTable(values: values)
    known.withLock { $0[key] = table }
    return table
  }

  /// `gelu`, `gelu-derivative` and so on.
  package static func name(of target: Target) -> String {
    let order = target.derivative == 1 ? "" : "-\(target.derivative)"
    return target.function.name + (target.derivative == 0 ? "" : "-derivative\(order)")
  }

  private static func computedOnce(_ oracle: Oracle, _ format: FormatName) throws -> GoldenTable {
    if let table = computed.withLock({ $0[oracle]?[format] }) { return table }
    let table = GoldenTable(values: try computed(oracle, format.type))
    computed.withLock { $0[oracle, default: [:]][format] = table }
    return table
  }

  /// All exact values of a function, rounded to odd, by encoding; in multiple precision.
  /// - Parameter goOn: called before each piece of a few milliseconds; what it throws ends the work.
  /// - Precondition: the format keeps all truths.
  package static func computed<T: BinaryFormat>(
    _ oracle: Oracle, _: T.Type, goOn: @Sendable () throws -> Void = {}
  ) throws -> [Double] {
    precondition(T.name.keepsAllTruths, "a table of \(T.name.rawValue) has too many values")
    let parts = 64
    let piece = (1 << T.width) / parts
    return try Parallel.map(0..<parts, threads: Parallel.cores) { part in
      try goOn()
      return try (part * piece..<(part + 1) * piece).map {
        try oracle.roundedToOdd(at: T(bits: UInt64($0)).double)
      }
    }.flatMap { $0 }
  }
}

extension Prepared {
  /// From the exact value rounded to odd.
  init(roundedToOdd t: Double, _ parameters: FormatParameters, _ format: FormatName) {
    truth = Truth(roundedToOdd: t)
    // No binade begins inside the gap that t stands for.
    quantum =
      t == 0 ? parameters.minimumQuantum : parameters.ulpExponent(ofBinade: t.exponentFloor)
    nearest = format.value(bits: format.bits(of: t))
    isBelowNormal = t.magnitude < parameters.smallestNormal
    byMPFR = false
    isBeyond = parameters.isBeyond(t)
    guard !isBeyond, nearest.isFinite else {
      (ownError, ownDoubt, ownBin) = (0, 0, nearest.isFinite ? 0 : nil)
      return
    }
    let own = truth.error(of: nearest, quantum: quantum)
    ownError = own.estimate
    ownDoubt = max(own.below, own.above)
    ownBin = Judge.bin(own)
  }
}
