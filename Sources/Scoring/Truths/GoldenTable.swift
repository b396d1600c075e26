import Digests
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
  /// The folder is that of the sources this was built from, or what GELU_ACCURACY_TABLES names; empty,
  /// that variable says to do without.
  ///
  /// - Throws: `ScoringError`, naming the file, where it is there and does not hold the table to the bit:
  ///   a damaged table gives wrong errors, and doing without it in silence would hide the damage.
  static func shared(_ target: Target, _ signature: Signature) throws -> GoldenTable? {
    let format = signature.input
    guard format.keepsAllTruths, signature.output.parameters.precision <= 11,
      target.derivative <= 1
    else { return nil }
    guard format.width > 8 else { return try computedOnce(Oracle(target), format) }
    guard target.factor == 1, Function.tabulated.contains(target.function), let folder else {
      return nil
    }
    let (file, tensor) = ("\(folder)/\(format.rawValue)-odd.safetensors", name(of: target))
    let key = "\(file):\(tensor)"
    if let table = known.withLock({ $0[key] }) { return table }
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    guard let digest = digests["\(format.rawValue)/\(tensor)"],
      let values = read(tensor, from: file, digest: digest)
    else {
      throw ScoringError(
        "\(file) is damaged or not readable: its '\(tensor)' is not the exact values of the function (SHA-256); "
          + "put the file back, or let 'gelu-accuracy tables' write it again")
    }
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

  private static var folder: String? {
    if let named = ProcessInfo.processInfo.environment["GELU_ACCURACY_TABLES"] {
      return named.isEmpty ? nil : named
    }
    // The package's, wherever in it this file stands.
    return sequence(first: URL(fileURLWithPath: #filePath)) {
      $0.path == "/" ? nil : $0.deletingLastPathComponent()
    }.lazy.map { $0.appending(path: "Reference/Tables").path }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]
    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  /// One tensor of 65,536 doubles with this SHA-256 out of a safetensors file; nil for anything else.
  static func read(_ tensor: String, from path: String, digest: String) -> [Double]? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let prefix = try? file.read(upToCount: 8), prefix.count == 8 else { return nil }
    let length = prefix.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    let (count, size) = (1 << 16, 1 << 19)
    guard length < 1 << 16, let header = try? file.read(upToCount: Int(length)),
      let entries = try? JSONDecoder().decode([String: Entry].self, from: header),
      let entry = entries[tensor], entry.dtype == "F64", entry.shape == [count],
      entry.dataOffsets.count == 2, entry.dataOffsets[0] >= 0,
      entry.dataOffsets[0] <= 1 << 40, entry.dataOffsets[1] == entry.dataOffsets[0] + size,
      (try? file.seek(toOffset: 8 + length + UInt64(entry.dataOffsets[0]))) != nil,
      let data = try? file.read(upToCount: size), data.count == size,
      SHA256.hexDigest(of: data) == digest
    else { return nil }
    return data.withUnsafeBytes { raw in
      (0..<count).map {
        Double(bitPattern: UInt64(littleEndian: raw.load(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
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
