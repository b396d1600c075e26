/// Ranges that were read from a file are held to what a run can have found.
extension ClassRanges {
  /// What no run can have found among these inputs; nil for sound ranges.
  func problem(_ claimed: ClaimedInputs, _ classes: ClassCounts) -> String? {
    guard covered == claimed.coverage else { return "its ranges are of other inputs" }
    for c in ErrorClass.allCases {
      let list = lists[c] ?? RunList()
      let n = classes[keyPath: c.count]
      guard list.infinite.count <= 2, list.inputs == n - list.infinite.count else {
        return "the ranges of '\(c.rawValue)' have \(list.inputs) inputs where there are \(n)"
      }
      guard list.isSound(claimed, covered) else {
        return "the ranges of '\(c.rawValue)' are no ranges of its inputs"
      }
    }
    return nil
  }
}

extension RunList {
  fileprivate func isSound(_ claimed: ClaimedInputs, _ covered: Coverage) -> Bool {
    var (left, free) = (inputs, 0)
    for (i, run) in kept.enumerated() {
      guard run.left <= run.from, run.from <= run.to, claimed.isRun(run) else { return false }
      if i > 0, kept[i - 1].to >= run.left || kept[i - 1].adjoins(run) { return false }
      guard (1...max(1, left)).contains(run.count), left > 0 else { return false }
      left -= run.count
      free += covered.isAtBorder(run) ? 0 : 1
    }
    // Whatever is left out lies in the middle of so many that are kept.
    let leftOut = runs - kept.count
    return leftOut >= 0 && leftOut <= left && (leftOut > 0 || left == 0)
      && (leftOut == 0 || free == 2 * RunList.capacity) && free <= 2 * RunList.capacity
      && infinite == infinite.sorted() && Set(infinite).count == infinite.count
      && infinite.allSatisfy { claimed.isInfinite($0) }
  }
}

extension ClaimedInputs {
  /// Whether both ends are claimed inputs, with so many of them between.
  fileprivate func isRun(_ run: ClassRun) -> Bool {
    let format = signature.input
    return contains(run.from, format.bits(position: run.from))
      && contains(run.to, format.bits(position: run.to))
      && holds(run)
  }

  fileprivate func isInfinite(_ position: UInt64) -> Bool {
    let bits = signature.input.bits(position: position)
    return contains(position, bits) && signature.input.value(bits: bits).isInfinite
  }
}
