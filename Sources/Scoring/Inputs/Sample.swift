import FloatingPointFormats
import Functions
import Oracle
import Synchronization

/// A stratified sample of the input line with every landmark of a function in it.
///
/// A third of the points is spread evenly over all binades of both signs, a third evenly over the
/// encodings of each region, a third evenly in x where the function bends. The same seed gives the
/// same points on every machine.
struct Sample {
  /// A sample that is asked to have more is a `StratifiedSample`.
  static let mostListed = 1_000_000

  let positions: [UInt64]

  init(_ target: Target, _ signature: Signature, count: Int, seed: UInt64) throws {
    let map = try RegionMap.shared(target, signature)
    let format = signature.input
    var random = SplitMix64(seed: seed)
    var ordinals = Set(Sample.landmarks(Oracle(target), format, map))
    let p = format.parameters

    let top = p.ordinal(of: p.largestFinite)
    let binade = 1 << (p.precision - 1)
    let binades = top / binade + 1
    for i in 0..<count / 3 {
      let from = (i / 2 % binades) * binade
      let magnitude = from + Int.random(in: 0..<binade, using: &random)
      ordinals.insert(i % 2 == 0 ? magnitude : -magnitude)
    }
    for i in 0..<count / 3 {
      let region = map.regions[i % map.regions.count]
      ordinals.insert(Int.random(in: region.from...region.to, using: &random))
    }
    let from = max(map.regions[0].to, format.ordinal(below: -1000))
    let (a, b) = (format.value(ordinal: from), 12.0)
    while ordinals.count < count {
      let before = ordinals.count
      for _ in 0..<max(16, count - before) {
        ordinals.insert(format.ordinal(below: Double.random(in: a...b, using: &random)))
      }
      // A small format can run out of new points there.
      if ordinals.count - before < max(1, count / 100) { break }
    }
    positions =
      (Sample.specialPositions(format)
      + ordinals.filter { $0 != 0 }.map { format.position(ordinal: $0) }).sorted()
  }

  private struct Key: Hashable {
    let asked: Asked
    let count: Int
    let seed: UInt64
  }
  private static let known = Mutex<[Key: [UInt64]]>([:])

  /// The positions of a sample. Of a small one they are made once a process: contracts of many kernels have
  /// the same inputs.
  static func positions(
    _ target: Target, _ signature: Signature, count: Int, seed: UInt64
  ) throws -> [UInt64] {
    func made() throws -> [UInt64] {
      try Sample(target, signature, count: count, seed: seed).positions
    }
    guard count <= 1 << 14 else { return try made() }
    let key = Key(asked: Asked(target, signature), count: count, seed: seed)
    if let found = known.withLock({ $0[key] }) { return found }
    let positions = try made()
    known.withLock { $0[key] = positions }
    return positions
  }

  /// Both zeros, both infinities where there are any, and the quiet NaN.
  static func specialPositions(_ format: FormatName) -> [UInt64] {
    func all<T: BinaryFormat>(_: T.Type) -> [UInt64] {
      let infinities = T.infinityIfAny.map { [$0, $0.negated] } ?? []
      let zero = T(ordinal: 0)
      return ([zero.negated, zero] + infinities + [T.quietNaN]).map(\.position)
    }
    return all(format.type)
  }

  /// Each end of a region, turning point, power of two and end of the line, with its neighbours.
  static func landmarks(_ oracle: Oracle, _ format: FormatName, _ map: RegionMap) -> [Int] {
    let p = format.parameters
    let top = p.ordinal(of: p.largestFinite)
    let turns = (0...1).flatMap { oracle.turningPoints(derivative: $0) }
    let round = [-10.0, -8, -5.5, -5, -4, -3, -2, -1, -0.5, 0.5, 1, 2, 3, 4, 5, 6, 8, 10]
    let powers = stride(from: 0, through: top, by: 1 << (p.precision - 1)).flatMap { [-$0, $0] }
    let places =
      map.regions.flatMap { [$0.from, $0.to] }
      + (turns + round).map { format.ordinal(below: $0) + 1 } + powers + [1, -1, top, -top]
    return places.flatMap { ($0 - 2)...($0 + 2) }.filter { abs($0) <= top }
  }
}

/// The positions of a sample, ascending, as a list.
/// - Throws: `ScoringError` where the set is no sample, or has more inputs than memory is taken for.
package func samplePositions(
  _ inputs: InputSet, _ target: Target, _ signature: Signature
) throws -> [UInt64] {
  let plan = try InputPlan(Question(target, signature, inputs: inputs))
  switch plan.positions {
  case .list(let list): return list
  case .strata where plan.count <= 100_000_000: return plan.positions(0..<plan.count)
  case .strata:
    throw ScoringError(
      "'\(inputs.text)' has too many inputs for this, which keeps all of them; take at most sample:100000000"
    )
  case .range: throw ScoringError("'\(inputs.text)' is not a sample")
  }
}
