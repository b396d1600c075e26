import FloatingPointFormats

/// What is read from a file is held to what a survey can have found.
extension StructureRuns {
  /// The chunks of the scores that go with the runs: each pair of magnitudes lies in two.
  var chunks: ChunkSet {
    var all = ChunkSet()
    for run in runs {
      for pair in run.from..<run.to {
        all.insert(Survey.pairs - 1 - pair)
        all.insert(Survey.pairs + pair)
      }
    }
    return all
  }

  /// Whether all runs are ascending, apart, and within the survey's chunks.
  var isValid: Bool {
    var last = -1
    for r in runs {
      guard r.from > last, r.from < r.to, r.to <= Survey.pairs else { return false }
      last = r.to
    }
    return true
  }

  /// - Throws: `ScoringError`, which says what does not fit.
  func check() throws {
    guard isValid else { throw ScoringError("its chunks are not those of a survey") }
    let top = Float.largestFinite.ordinal
    for run in runs {
      let magnitudes = run.from << 20...min(run.to << 20 - 1, top)
      guard run.from << 20 <= top, run.part.isSound(magnitudes) else {
        if run.from << 20 > top, run.part == StructurePart() { continue }
        throw ScoringError("its structure is not that of the magnitudes it has seen")
      }
    }
  }
}

extension StructurePart {
  fileprivate func isSound(_ magnitudes: ClosedRange<Int>) -> Bool {
    func isSeen(_ last: Int) -> Bool { last == -1 || magnitudes.contains(last) }
    return collectors.count == StructureRule.allCases.count
      && collectors.allSatisfy { $0.count == 2 && $0.allSatisfy { $0.isSound(magnitudes) } }
      && least?.isNaN != true && isSeen(lastUnsaturated) && isSeen(lastNonzero)
  }
}

extension RangeCollector {
  /// Whether it can have been collected from these magnitudes.
  func isSound(_ magnitudes: ClosedRange<Int>) -> Bool {
    guard count > 0 else { return self == RangeCollector() }
    guard count <= inputs, inputs <= magnitudes.count, first.count == min(count, Self.kept),
      magnitudes.contains(last)
    else { return false }
    var end = magnitudes.lowerBound - 2
    for piece in first {
      // A gap of one magnitude at least: neighbours are one range.
      guard piece.from > end + 1, piece.from <= piece.to, piece.to <= last else { return false }
      guard piece.output <= UInt64(UInt32.max), magnitudes.contains(piece.from) else {
        return false
      }
      end = piece.to
    }
    return true
  }
}
