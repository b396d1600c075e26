import FloatingPointFormats
import Oracle

/// The inputs of one run, as positions in totalOrder, cut into chunks.
struct InputPlan: Sendable {
  /// The number of inputs in a chunk: the same on every machine, so that chunks mean the same.
  var chunk: Int {
    switch positions {
    case .range(let r): r.upperBound > 1 << 16 ? 1 << 20 : 1 << 12
    case .list: 1 << 12
    case .strata: 1 << 18
    }
  }

  let positions: Positions

  enum Positions: Sendable {
    case range(Range<UInt64>)
    case list([UInt64])
    /// The inputs of these ranks.
    case strata(StratifiedSample, Range<Int>)
  }

  /// - Throws: for an exhaustive run over float64, and for a region without inputs.
  init(_ question: Question) throws {
    let (inputs, region, format) = (question.inputs, question.region, question.signature.input)
    switch inputs {
    case .exhaustive:
      guard format.canTryAllInputs else {
        throw ScoringError(
          "\(format.rawValue) has 2^\(format.width) inputs: use sample:N, or in 'measure' and 'validate' "
            + "search:SECONDS")
      }
      var range: Range<UInt64> = 0..<(1 << UInt64(format.width))
      if let region {
        range =
          format.position(least: region.lowerBound)..<format.position(above: region.upperBound)
      }
      positions = .range(range)
    case .sample(let count, let seed) where count > Sample.mostListed:
      let sample = try StratifiedSample(
        question.target.unscaled, question.signature, count: count, seed: seed)
      let ranks = region.map {
        sample.rank(
          of: format.position(least: $0.lowerBound))..<sample.rank(
            of: format.position(above: $0.upperBound))
      }
      positions = .strata(sample, ranks ?? 0..<sample.count)
    case .sample(let count, let seed):
      var list = try Sample.positions(
        question.target.unscaled, question.signature, count: count, seed: seed)
      if let region {
        let (a, b) = (
          format.position(least: region.lowerBound), format.position(above: region.upperBound)
        )
        list = list.filter { a <= $0 && $0 < b }
      }
      positions = .list(list)
    case .given(let given):
      guard let list = given.positions else {
        throw ScoringError("'\(inputs.text)' names inputs that are not here: give them again")
      }
      positions = .list(list)
    case .search: throw ScoringError("a search chooses its inputs as it goes; it has no plan")
    }
    guard count > 0 else { throw ScoringError("no inputs of \(format.rawValue) in that region") }
  }

  var count: Int {
    switch positions {
    case .range(let r): r.count
    case .list(let l): l.count
    case .strata(_, let ranks): ranks.count
    }
  }

  var chunks: Int { (count + chunk - 1) / chunk }

  func count(ofChunk i: Int) -> Int { min(chunk, count - i * chunk) }

  /// The position of the input of a rank.
  func position(_ rank: Int) -> UInt64 {
    switch positions {
    case .range(let r): r.lowerBound + UInt64(rank)
    case .list(let l): l[rank]
    case .strata(let sample, let ranks): sample.position(ranks.lowerBound + rank)
    }
  }

  /// The positions of the inputs of consecutive ranks.
  func positions(_ ranks: Range<Int>) -> [UInt64] {
    switch positions {
    case .range(let r):
      Array(r.lowerBound + UInt64(ranks.lowerBound)..<r.lowerBound + UInt64(ranks.upperBound))
    case .list(let l): Array(l[ranks])
    case .strata(let sample, let all):
      sample.positions(all.lowerBound + ranks.lowerBound..<all.lowerBound + ranks.upperBound)
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
    let from = i * chunk
    return (from == 0 ? nil : position(from - 1), positions(from..<min(from + chunk, count)))
  }
}
