import FloatingPointFormats

/// The inputs of the chunks that a part says it has done: what its counts are held against.
struct ClaimedInputs: Sendable {
  private let plan: InputPlan
  private let done: ChunkSet
  let signature: Signature
  let map: RegionMap
  /// How many there are, NaNs and infinities included.
  let count: Int
  /// How many lie in each region.
  let byRegion: [Int]

  /// - Precondition: the chunks are those of the plan.
  init(_ plan: InputPlan, _ done: ChunkSet, _ map: RegionMap, _ signature: Signature) {
    (self.plan, self.done, self.map, self.signature) = (plan, done, map, signature)
    let ranks = done.ranges.map { $0[0] * plan.chunk..<min($0[1] * plan.chunk, plan.count) }
    count = ranks.reduce(0) { $0 + $1.count }
    byRegion = map.regions.map { region in
      let place = region.positions(signature.input)
      let inside = plan.rank(of: place.lowerBound)..<plan.rank(of: place.upperBound)
      return ranks.reduce(0) { $0 + $1.clamped(to: inside).count }
    }
  }

  /// The stretches of the line that they answer for.
  var coverage: Coverage {
    var coverage = Coverage()
    for r in done.ranges {
      coverage.add(plan.span(ofRanks: r[0] * plan.chunk..<min(r[1] * plan.chunk, plan.count)))
    }
    return coverage
  }

  /// Whether a run between claimed inputs has as many inputs as lie there, and begins where the one before ends.
  func holds(_ run: ClassRun) -> Bool {
    let (first, last) = (plan.rank(of: run.from), plan.rank(of: run.to))
    return run.count == last - first + 1
      && run.left == plan.span(ofRanks: first..<first + 1).from
      && (first / plan.chunk...last / plan.chunk).allSatisfy { done.contains($0) }
  }

  /// Whether an encoding is one of them, at this place in totalOrder.
  func contains(_ position: UInt64, _ bits: UInt64) -> Bool {
    let format = signature.input
    guard position >> UInt64(format.width - 1) <= 1, format.bits(position: position) == bits else {
      return false
    }
    let rank = plan.rank(of: position)
    return rank < plan.count && plan.position(rank) == position
      && done.contains(rank / plan.chunk)
  }
}

extension Region {
  /// Its places in totalOrder; the region around zero has both zeros.
  func positions(_ format: FormatName) -> Range<UInt64> {
    format.position(ordinal: from)..<format.position(ordinal: to) + 1
  }
}

extension InputPlan {
  /// How many inputs come before a position.
  func rank(of position: UInt64) -> Int {
    switch positions {
    case .range(let r): return Int(min(max(position, r.lowerBound), r.upperBound) - r.lowerBound)
    case .list(let list): return list.partitioningIndex { $0 >= position }
    case .strata(let sample, let ranks):
      return min(max(sample.rank(of: position), ranks.lowerBound), ranks.upperBound)
        - ranks.lowerBound
    }
  }
}

extension FormatName {
  /// The place in totalOrder of an encoding; bits beyond the format's width are left out.
  func position(bits: UInt64) -> UInt64 {
    let sign: UInt64 = 1 << UInt64(width - 1)
    return bits & sign != 0 ? ~bits & (sign | (sign - 1)) : bits & (sign | (sign - 1)) ^ sign
  }
}
