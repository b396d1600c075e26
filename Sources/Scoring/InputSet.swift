import FloatingPointFormats
import Oracle

/// Which inputs a kernel is scored on, in ascending order.
public enum InputSet: Sendable, Hashable {
  /// Every encoding of the format, NaNs included.
  case exhaustive
  /// A stratified sample of about so many inputs, with all landmarks; see `Sample`.
  case sample(count: Int, seed: UInt64)
  /// These inputs, as ascending positions in totalOrder, none twice.
  case given([UInt64])

  public static let usualSeed: UInt64 = 20_240_229

  /// What a kernel is scored on where nothing else is said: all inputs of a small format, and so many
  /// strata of another.
  public static func usual(for format: FormatName, strata: Int = 100_000) -> InputSet {
    format.keepsAllTruths ? .exhaustive : .sample(count: strata, seed: usualSeed)
  }
}

/// The inputs of one run, as positions in totalOrder, cut into chunks.
struct InputPlan: Sendable {
  /// The number of inputs in a chunk: the same on every machine, so that chunks mean the same.
  var chunk: Int {
    switch positions {
    case .range(let r): r.upperBound > 1 << 16 ? 1 << 20 : 1 << 12
    case .list: 1 << 12
    }
  }

  let positions: Positions
  let summary: InputSummary

  enum Positions: Sendable {
    case range(Range<UInt64>)
    case list([UInt64])
  }

  /// - Throws: for an exhaustive run over float64, and for a region without inputs.
  init(
    _ inputs: InputSet, _ oracle: Oracle, _ format: FormatName, region: ClosedRange<Double>? = nil
  ) throws {
    let map = try RegionMap.shared(oracle.unscaled, format)
    switch inputs {
    case .exhaustive:
      guard format.canTryAllInputs else {
        throw ScoringError(
          "\(format.rawValue) has 2^\(format.width) inputs: use sample:N or search:SECONDS")
      }
      var range: Range<UInt64> = 0..<(1 << UInt64(format.width))
      if let region {
        range =
          format.position(least: region.lowerBound)..<format.position(above: region.upperBound)
      }
      positions = .range(range)
      summary = InputSummary(kind: "exhaustive", count: range.count)
    case .sample(let count, let seed):
      var list = Sample(oracle.unscaled, format, map, count: count, seed: seed).positions
      if let region {
        let (a, b) = (
          format.position(least: region.lowerBound), format.position(above: region.upperBound)
        )
        list = list.filter { a <= $0 && $0 < b }
      }
      positions = .list(list)
      summary = InputSummary(
        kind: "sample", count: list.count, requested: count, seed: seed)
    case .given(let list):
      positions = .list(list)
      summary = InputSummary(kind: "sample", count: list.count)
    }
    guard count > 0 else { throw ScoringError("no inputs of \(format.rawValue) in that region") }
  }

  var count: Int {
    switch positions {
    case .range(let r): r.count
    case .list(let l): l.count
    }
  }

  var chunks: Int { (count + chunk - 1) / chunk }

  func count(ofChunk i: Int) -> Int { min(chunk, count - i * chunk) }

  /// The position of the input of a rank.
  func position(_ rank: Int) -> UInt64 {
    switch positions {
    case .range(let r): r.lowerBound + UInt64(rank)
    case .list(let l): l[rank]
    }
  }

  /// The consecutive positions of a chunk, where the plan is a range.
  func range(ofChunk i: Int) -> Range<UInt64>? {
    guard case .range(let r) = positions else { return nil }
    let from = r.lowerBound + UInt64(i * chunk)
    return from..<min(from + UInt64(chunk), r.upperBound)
  }

  /// The positions of a chunk, and the one before it, which orders its first output.
  func chunk(_ i: Int) -> (lead: UInt64?, positions: [UInt64]) {
    let (from, to) = (i * chunk, min((i + 1) * chunk, count))
    switch positions {
    case .range(let r):
      let first = r.lowerBound + UInt64(from)
      return (from == 0 ? nil : first - 1, Array(first..<(r.lowerBound + UInt64(to))))
    case .list(let l):
      return (from == 0 ? nil : l[from - 1], Array(l[from..<to]))
    }
  }
}

/// What went wrong in a run; one line, ready to print.
public struct ScoringError: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

extension FormatName {
  /// The position of an ordinal; 0 is +0.
  func position(ordinal: Int) -> UInt64 {
    let zero: UInt64 = 1 << UInt64(width - 1)
    return ordinal < 0 ? zero &- 1 &- UInt64(ordinal.magnitude) : zero &+ UInt64(ordinal)
  }

  /// The position of the first value that is at least x, −0 for zero.
  func position(least x: Double) -> UInt64 {
    let p = position(ordinal: ordinal(below: x) + 1)
    return p == 1 << UInt64(width - 1) ? p - 1 : p
  }

  /// The position after the last value that is at most x.
  func position(above x: Double) -> UInt64 {
    guard x.isFinite else { return position(ordinal: type.lastOrdinal) + 1 }
    let o = ordinal(below: x.nextUp)
    return position(ordinal: o) + 1
  }

  /// The encoding at a position.
  func bits(position: UInt64) -> UInt64 {
    let sign: UInt64 = 1 << UInt64(width - 1)
    return position & sign == 0 ? ~position & (sign | (sign - 1)) : position ^ sign
  }
}
