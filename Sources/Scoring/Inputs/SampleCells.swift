import FloatingPointFormats
import Functions
import Oracle

/// The cells of a stratified sample: a third of its inputs is spread evenly over the binades of both signs, a third
/// evenly over the encodings of each region, the rest evenly in x where the function bends, but for the landmarks.
struct SampleCells {
  let cells: [StratifiedSample.Cell]

  init(_ target: Target, _ signature: Signature, count: Int) throws {
    let map = try RegionMap.shared(target, signature)
    let format = signature.input
    let landmarks = Set(Sample.landmarks(Oracle(target), format, map).filter { $0 != 0 })
    let specials = Sample.specialPositions(format).sorted()
    let densities = SampleDensities(
      map, format, count: count, taken: landmarks.count + specials.count)
    var cells: [StratifiedSample.Cell] = []
    // Inputs due so far, and inputs so far: cells too small for one input hand what is due on.
    var (due, taken) = (0.0, 0)

    func add(_ first: UInt64, _ width: UInt64, _ count: Int) {
      guard count > 0 else { return }
      let rank = cells.last.map { $0.rank + $0.count } ?? 0
      cells.append(StratifiedSample.Cell(first: first, width: width, rank: rank, count: count))
    }
    func addSpecial(_ positions: [UInt64]) { positions.forEach { add($0, 1, 1) } }

    let (least, last) = (
      format.position(ordinal: -densities.top), format.position(ordinal: densities.top)
    )
    let zero = format.position(ordinal: 0)
    addSpecial(specials.filter { $0 < least })
    for (from, to) in densities.cells(around: landmarks) {
      guard from != 0 else {
        addSpecial(specials.filter { $0 == zero || $0 == zero - 1 })
        continue
      }
      let width = UInt64(to - from + 1)
      let isLandmark = landmarks.contains(from)
      if !isLandmark { due += densities.inputs(from, to) }
      let wanted = isLandmark ? Int(width) : Int(min(due - Double(taken), Double(width)))
      if !isLandmark { taken = Int(due) }
      add(format.position(ordinal: from), width, max(0, wanted))
    }
    addSpecial(specials.filter { $0 > last })
    self.cells = cells
  }
}

/// How many inputs of a sample lie where, by ordinals.
struct SampleDensities {
  let map: RegionMap
  let format: FormatName
  /// The ordinal of the largest finite value.
  let top: Int
  private let binade, binades: Int
  /// How many inputs are spread over the binades, and as many over the regions; how many over the bend.
  private let share, bendShare: Double
  /// Where the function bends, as an interval of x and of ordinals.
  private let bend: (from: Double, to: Double)
  private let bendOrdinals: (from: Int, to: Int)

  /// - Parameter taken: how many inputs are landmarks and special values.
  init(_ map: RegionMap, _ format: FormatName, count: Int, taken: Int) {
    (self.map, self.format) = (map, format)
    let p = format.parameters
    top = p.ordinal(of: p.largestFinite)
    binade = 1 << (p.precision - 1)
    binades = top / binade + 1
    share = Double(count) / 3
    bendShare = max(0, share - Double(taken))
    bendOrdinals = (
      max(map.regions[0].to, format.ordinal(below: -1000)), min(top, format.ordinal(below: 12))
    )
    bend = (format.value(ordinal: bendOrdinals.from), format.value(ordinal: bendOrdinals.to))
  }

  /// All finite ordinals, cut at the ends of binades, regions, landmarks and of the bend; zero is by itself.
  func cells(around landmarks: Set<Int>) -> [(from: Int, to: Int)] {
    var starts: Set<Int> = [-top, 0, 1, bendOrdinals.from, bendOrdinals.to]
    starts.formUnion(map.regions.map(\.from))
    for k in 0..<binades {
      starts.insert(k * binade)
      starts.insert(1 - k * binade)
    }
    for l in landmarks {
      if !landmarks.contains(l - 1) { starts.insert(l) }
      if !landmarks.contains(l + 1) { starts.insert(l + 1) }
    }
    let sorted = starts.filter { -top <= $0 && $0 <= top }.sorted()
    return sorted.indices.map { i in
      (sorted[i], i + 1 < sorted.count ? sorted[i + 1] - 1 : top)
    }
  }

  /// How many inputs a cell is to have.
  func inputs(_ from: Int, _ to: Int) -> Double {
    let width = Double(to - from + 1)
    let region = map.regions[map.index(of: from)]
    let regional = width / Double(region.to - region.from + 1) / Double(map.regions.count)
    var sum = share * (width / Double(binade) / Double(2 * binades) + regional)
    if bendOrdinals.from <= from, to <= bendOrdinals.to {
      let length = format.value(ordinal: min(to + 1, bendOrdinals.to)) - format.value(ordinal: from)
      sum += bendShare * (length / (bend.to - bend.from))
    }
    return sum
  }
}
