import Digests
import FloatingPointFormats
import Functions
import Oracle

/// The whole question that a run asks, and who asks it. Parts that agree in all of it may be joined;
/// the score of the joined whole is made from it alone.
public struct RunIdentity: Codable, Sendable, Equatable {
  public var kernel: String
  /// With the constants that are not the usual ones, as `Function.name` has them.
  public var function: String
  public var derivative: Int
  /// What the truth is multiplied by (the upstream gradient dy): binary64 bits in hex; nil for 1.
  public var factor: String?
  public var format: FormatName
  public var flush: FlushModel
  /// As the command takes it: `exhaustive`, `sample:N:SEED`; `given:N` for a list.
  public var inputs: String
  /// Of a list: SHA-256 of its positions in totalOrder, eight little-endian bytes each.
  public var inputsDigest: String?
  /// The first and last input of an interval that the inputs are limited to.
  public var region: [Double]?
  /// How many chunks the inputs are cut into.
  public var chunks: Int
  /// The program that the kernel and the judge are part of; see `Build.id`.
  public var build: String
  /// The libm that the kernel called.
  public var libm: String

  init(
    kernel: String, _ oracle: Oracle, _ format: FormatName, flush: FlushModel = .none,
    inputs: InputSet, region: ClosedRange<Double>? = nil, chunks: Int
  ) {
    (self.kernel, self.format, self.flush, self.chunks) = (kernel, format, flush, chunks)
    (function, derivative) = (oracle.function.name, oracle.derivative)
    factor = oracle.factor == 1 ? nil : FormatName.float64.hex(oracle.factor.bitPattern)
    self.inputs = inputs.text
    inputsDigest = inputs.digest
    self.region = region.map { [$0.lowerBound, $0.upperBound] }
    (build, libm) = (Build.id, platformLibm)
  }

  /// Every field by its name, in the words of complaints.
  static let fields: [(name: String, text: @Sendable (RunIdentity) -> String)] = [
    ("kernel", { $0.kernel }),
    ("function", { $0.function }),
    ("derivative", { "\($0.derivative)" }),
    ("dy", { $0.factor ?? "1" }),
    ("format", { $0.format.rawValue }),
    ("flush", { $0.flush.rawValue }),
    ("inputs", { $0.inputs }),
    ("digest of the inputs", { $0.inputsDigest ?? "none" }),
    ("region", { $0.region.map { $0.map { "\($0)" }.joined(separator: ":") } ?? "none" }),
    ("number of chunks", { "\($0.chunks)" }),
    ("build", { $0.build }),
    ("libm", { $0.libm }),
  ]

  /// The first field that another run has otherwise, with both values: `flush none and ftz`.
  func difference(from other: RunIdentity) -> String? {
    RunIdentity.fields.lazy.map { (name: $0.name, ours: $0.text(self), theirs: $0.text(other)) }
      .first { $0.ours != $0.theirs }.map { "\($0.name) \($0.ours) and \($0.theirs)" }
  }

  /// What the outputs were held to.
  /// - Throws: `ScoringError`, where a file says something that no run asks.
  func oracle() throws -> Oracle {
    guard let function = Function(named: function) else {
      throw ScoringError("unknown function '\(function)'")
    }
    guard (0...8).contains(derivative) else {
      throw ScoringError("derivative \(derivative) of a function is not scored")
    }
    guard let factor else { return Oracle(function, derivative: derivative) }
    guard factor.hasPrefix("0x"), factor.utf8.count == 18,
      let bits = UInt64(factor.dropFirst(2), radix: 16),
      case let dy = Double(bitPattern: bits), dy.isFinite, dy != 0, derivative == 1
    else { throw ScoringError("a dy of \(factor) is not scored") }
    return Oracle(function, derivative: derivative, factor: dy)
  }

  /// - Throws: `ScoringError`, where the ends are no interval.
  func closedRegion() throws -> ClosedRange<Double>? {
    guard let region else { return nil }
    guard region.count == 2, region[0] <= region[1] else {
      throw ScoringError("a region has two ends, the lower first")
    }
    return region[0]...region[1]
  }

  var summary: String { "\(kernel) \(format.rawValue) against \(function), \(inputs)" }
}

extension InputSet {
  /// What tells a list of given inputs from another one; nil for sets that their text makes again.
  var digest: String? {
    guard case .given(let list) = self else { return nil }
    return list.map(\.littleEndian).withUnsafeBytes { bytes in
      var digest = SHA256()
      digest.update(bytes)
      return digest.hexDigest()
    }
  }
}
