import CHotLoop
import FloatingPointFormats
import Functions
import Oracle
import Synchronization

/// Looks through all float32 inputs of a function for those whose exact value lies closest to a float,
/// or to the midpoint of two: where a kernel needs the most accuracy to round correctly.
///
/// Rung 1 finds what may be within 2^−22 ulp of one, rung 2 ranks.
struct HardestSweep {
  /// Closer than this to a float or a midpoint, in ulps, an input is a candidate.
  static let threshold = 0x1p-22
  static let kept = 64

  struct Candidate {
    let input: Float
    /// (G − boundary)/ulp(G), as rung 2 has it.
    let distance: Double
  }
  typealias Found = (midpoints: [Candidate], floats: [Candidate])

  let oracle: Oracle
  let source: TruthSource
  let ranges: [ClosedRange<Int>]

  /// - Throws: for the piecewise linear functions.
  init(_ oracle: Oracle) throws {
    self.oracle = oracle
    source = TruthSource(oracle, for: .float32)
    ranges = try HardestSweep.ranges(oracle)
  }

  /// The inputs that follow no law, as ordinals. Left out: |x| < 2^−22, where f is x/2 and f′ is 1/2
  /// to within an ulp; where results round to x or 1; where they are subnormal, or zero.
  static func ranges(_ oracle: Oracle) throws -> [ClosedRange<Int>] {
    guard !oracle.function.isPolynomial else {
      throw ScoringError("\(oracle.function.name) has no hard cases: its results are x, 0 or x/100")
    }
    let edges = try ResultEdges(oracle, Signature(.float32))
    let near = Float(0x1p-22).ordinal
    return [
      (edges.subnormalThrough ?? edges.leftThrough) + 1...(-near),
      near...(edges.subnormalFrom ?? edges.rightFrom) - 1,
    ]
  }

  var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// The hardest to round to nearest, and the hardest to round in a direction; each by distance.
  func run(threads: Int, progress: @Sendable (Int, Int) -> Void) throws -> Found {
    let chunk = 1 << 20
    let pieces = ranges.flatMap { r in
      stride(from: r.lowerBound, through: r.upperBound, by: chunk).map {
        $0...min($0 + chunk - 1, r.upperBound)
      }
    }
    let total = count
    let done = Atomic(0)
    let found = try Parallel.map(0..<pieces.count, threads: threads) { i in
      let part = try candidates(in: pieces[i])
      progress(done.wrappingAdd(pieces[i].count, ordering: .relaxed).newValue, total)
      return part
    }
    func hardest(_ all: [Candidate]) -> [Candidate] {
      let sorted = all.sorted {
        ($0.distance.magnitude, $0.input.ordinal) < ($1.distance.magnitude, $1.input.ordinal)
      }
      return Array(sorted.prefix(HardestSweep.kept))
    }
    return (hardest(found.flatMap(\.midpoints)), hardest(found.flatMap(\.floats)))
  }

  /// Rung 1 over consecutive inputs, rung 2 over what it cannot exclude.
  func candidates(in piece: ClosedRange<Int>) throws -> Found {
    var found: Found = ([], [])
    var places = [UInt16](repeating: 0, count: Int(hot_block))
    var x = [Float](repeating: 0, count: Int(hot_block))
    var from = piece.lowerBound
    while from <= piece.upperBound {
      let fine = source.fineCell(at: Float(ordinal: from).double)
      var cell = hot_cell(fine, isNegative: from < 0)
      let last = min(piece.upperBound, fine.lastOrdinal(isNegative: from < 0))
      let isOpen = cell.slack > 0x1p-10
      while from <= last {
        let count = min(Int(hot_block), last - from + 1)
        hot_fill(&x, Float(ordinal: from).bitPattern, from < 0 ? -1 : 1, Int64(count))
        let reach = HardestSweep.threshold + cell.slack
        let near = isOpen ? 0 : Int(hot_near(x, Int64(count), &cell, reach, &places))
        for k in isOpen ? 0..<count : 0..<near {
          try judge(x[isOpen ? k : Int(places[k])], &found)
        }
        from += count
      }
    }
    return found
  }

  /// Rung 2's distances, kept where they are below the threshold; an exact value is no case.
  private func judge(_ x: Float, _ found: inout Found) throws {
    let p = try Prepared(
      x.double, source.truth(at: x.double), oracle, FormatName.float32.parameters, .float32)
    let e = p.truth.error(of: p.nearest, quantum: p.quantum).estimate
    // No value of these functions but an exact one comes so close.
    guard e.magnitude > 0x1p-60 else { return }
    // −e from the float; the midpoint is half an ulp further on G's side of it.
    let beyond = e < 0 ? -e - 0.5 : -e + 0.5
    if e.magnitude < HardestSweep.threshold {
      found.floats.append(Candidate(input: x, distance: -e))
    }
    if beyond.magnitude < HardestSweep.threshold {
      found.midpoints.append(Candidate(input: x, distance: beyond))
    }
  }
}
