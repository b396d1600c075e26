import FloatingPointFormats

/// What is read from a file is held to what a run can have counted, once, so that no sum, merge or
/// score after it meets anything else.
extension Accumulator {
  /// - Throws: `ScoringError`, which says what does not fit.
  func check(against claimed: ClaimedInputs, isScaled: Bool) throws {
    func demand(_ holds: Bool, _ what: @autoclosure () -> String) throws {
      if !holds { throw ScoringError(what()) }
    }
    try demand(
      scored == claimed.count,
      "it counts \(scored) inputs where its chunks have \(claimed.count)")
    try demand(
      regions.count == claimed.map.regions.count,
      "it has \(regions.count) regions where there are \(claimed.map.regions.count)")
    for (i, region) in regions.enumerated() {
      let name = claimed.map.regions[i].name
      try demand(
        region.count == claimed.byRegion[i],
        "region '\(name)' counts \(region.count) inputs where its chunks have \(claimed.byRegion[i])"
      )
      if let problem = region.problem(claimed, claimed.map.regions[i]) {
        throw ScoringError("region '\(name)': \(problem)")
      }
    }
    let finite = claimed.byRegion.reduce(0, +)
    try demand(numbers == finite, "it counts \(numbers) numbers where its chunks have \(finite)")
    // What is in no bin is NaN or infinite, or of a scaled truth that overflows; two inputs are ±∞.
    let missing = regions.reduce(0) { $0 + $1.count - $1.histogram.total }
    for c in ErrorClass.allCases {
      let n = classes[keyPath: c.count]
      try demand((0...scored).contains(n), "'\(c.rawValue)' is \(n) of \(scored)")
      try demand((n > 0) == (examples[c] != nil), "'\(c.rawValue)' is \(n), its example another")
    }
    let (nans, infinities) = regions.reduce((0, 0)) { ($0.0 + $1.nans, $0.1 + $1.infinities) }
    for (c, n) in [(ErrorClass.nanForNumber, nans), (.infiniteForFinite, infinities)] {
      let all = classes[keyPath: c.count]
      try demand(
        (0...2).contains(all - n), "'\(c.rawValue)' is \(all), of which \(n) lie in its regions")
    }
    guard let ranges else { throw ScoringError("it does not say in which ranges classes occur") }
    if let problem = ranges.problem(claimed, classes) { throw ScoringError(problem) }
    let wild = classes.nanForNumber + classes.infiniteForFinite
    try demand(
      wild <= missing + 2 && (isScaled || missing <= wild),
      "its histogram leaves out \(missing) inputs where \(wild) are NaN or infinite")
    try demand(
      examples.values.allSatisfy { claimed.contains($0.position, $0.input) && !$0.size.isNaN },
      "an example is none of its inputs")
    try demand(
      specials.map(\.input) == Array(Set(specials.map(\.input))).sorted()
        && specials.allSatisfy {
          claimed.contains(claimed.signature.input.position(bits: $0.input), $0.input)
        },
      "its special inputs are none of its inputs, or not in order")
    try demand(
      hasOutputs(of: claimed.signature.output),
      "an output is wider than \(claimed.signature.output.rawValue)")
    try demand(weighted?.isSound(terms: scored) ?? true, "its weighted sums are none of its inputs")
    try demand(
      [peaks.absolute, peaks.relative].compactMap { $0 }.allSatisfy {
        claimed.contains($0.position, $0.input) && $0.size >= 0
      }, "its largest real errors are at none of its inputs")
    let decided = [rungs.polynomial, rungs.doubleDouble, rungs.multiplePrecision]
    try demand(decided.allSatisfy { (0...scored).contains($0) }, "its rungs count \(decided)")
  }

  /// Outputs beyond the format's width would be taken for others.
  private func hasOutputs(of format: FormatName) -> Bool {
    let largest = UInt64.max >> UInt64(64 - format.width)
    return specials.allSatisfy { $0.output <= largest }
      && [peaks.absolute, peaks.relative].allSatisfy { ($0?.output ?? 0) <= largest }
      && examples.values.allSatisfy { $0.output <= largest }
      && regions.allSatisfy {
        ($0.worst.candidates + $0.nonFinite.candidates).allSatisfy { $0.output <= largest }
      }
  }
}

extension RegionAccumulator {
  /// What no run can have counted in a region of so many inputs; nil for sound counts.
  fileprivate func problem(_ claimed: ClaimedInputs, _ region: Region) -> String? {
    if !(0...count).contains(correctlyRounded) || !(0...count).contains(faithful) {
      return "\(correctlyRounded) correctly rounded and \(faithful) faithful of \(count)"
    }
    if !(0...count).contains(nans) || !(0...count - nans).contains(infinities) {
      return "\(nans) NaN and \(infinities) infinite of \(count)"
    }
    if !histogram.isSound(total: count) { return "its histogram is not of \(count) inputs" }
    if !sums.isSound(terms: count) { return "its sums are not those of \(count) errors" }
    if !outward.isSound(terms: count) { return "its outward sum is not that of \(count) errors" }
    if !doubt.isSound(errors: count) { return "its doubt is not that of \(count) errors" }
    if nonFiniteColumns >> UInt64(min(region.columns, 63)) > (region.columns > 63 ? 1 : 0) {
      return "it has infinite errors beyond its \(region.columns) columns"
    }
    if profile.count != region.columns || !profile.allSatisfy({ $0 == -1 || $0 >= 0 }) {
      return "its profile is not one of \(region.columns) errors"
    }
    if (maxSteps == 0) != (maxStepsPosition == .max)
      || maxSteps > 0 && !claimed.contains(maxStepsPosition, in: region)
    {
      return "its largest distance is at none of its inputs"
    }
    let infinite = nonFinite.candidates
    let isAscending = zip(infinite, infinite.dropFirst()).allSatisfy { $0.position < $1.position }
    if infinite.count > FirstFew.capacity || !isAscending
      || !infinite.allSatisfy({
        claimed.contains($0.position, $0.input) && claimed.contains($0.position, in: region)
      })
    {
      return "its infinite errors are at none of its inputs, or not in order"
    }
    let list = worst.candidates
    let isRanked = zip(list, list.dropFirst()).allSatisfy { Candidate.precedes($0, $1) }
    if list.count > TopList.capacity || !isRanked
      || !list.allSatisfy({
        $0.size >= 0 && claimed.contains($0.position, $0.input)
          && claimed.contains($0.position, in: region)
      })
    {
      return "its worst inputs are none of its inputs, or not in order"
    }
    return nil
  }
}

extension ClaimedInputs {
  /// Whether a position is that of a claimed input in a region.
  fileprivate func contains(_ position: UInt64, in region: Region) -> Bool {
    contains(position, signature.input.bits(position: position))
      && region.positions(signature.input).contains(position)
  }
}
