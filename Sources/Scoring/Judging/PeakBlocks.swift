import CHotLoop
import FloatingPointFormats
import Oracle

/// Looks again at the blocks of a hot loop that can hold the largest absolute or relative error.
///
/// In a block the truth is monotone and of one sign, so |G| lies between its values at both ends. With these the
/// block's largest |e| bounds |y − G| = |e|·ulp(G) and |y − G|/|G|; a block whose bounds stay below what has been
/// found is passed over. In others, rung 2 sees the inputs whose estimates are the largest.
struct PeakBlocks<X: BinaryFormat, Y: BinaryFormat> {
  let judge: Judge
  /// What other threads of the run have found; nil where this is all of it.
  private let shared: PeakFloors?
  /// Of so many equal estimates the first will do: the six digits that are printed are the same.
  private static var most: Int { 8 }

  /// Inputs that rung 2 has yet to see, with their estimates.
  private var pending: [Pending] = []
  /// The largest estimates, less what they may be off by.
  private var floors = (0.0, 0.0)
  /// The first input seen whose output is zero where the truth is normal.
  private var firstZero = UInt64.max

  init(judge: Judge, sharing floors: PeakFloors? = nil) {
    (self.judge, shared) = (judge, floors)
  }

  /// - Parameters:
  ///   - largest: of the block's |e|, known to within `reach`.
  ///   - doubt: the relative error of `truth`.
  ///   - truth: the exact value at an input.
  mutating func seek(
    _ x: UnsafePointer<X>, _ y: UnsafePointer<Y>, _ e: UnsafePointer<Double>, _ count: Int,
    largest: Double, reach: Double, doubt: Double, _ peaks: inout RealPeaks,
    truth: (X) -> Double
  ) throws {
    let ends = [truth(x[0]).magnitude, truth(x[count - 1]).magnitude].sorted()
    let (low, high) = (ends[0] * (1 - doubt), ends[1] * (1 + doubt))
    let others = shared?.values ?? (0, 0)
    floors = (
      max(floors.0, peaks.absolute?.size ?? 0, others.0),
      max(floors.1, peaks.relative?.size ?? 0, others.1)
    )
    let least = max(
      TopList.least, min(floors.0 / unit(high), floors.1 / relativeUnit(low, high)))
    guard largest + reach >= least else { return }
    // Zeros are off by all of the truth: of them the largest truth counts, and one that is normal.
    if x[0].position > firstZero, high < floors.0, floors.1 > 1 - 0x1p-30, y[0].isZeroValue,
      (1..<count).allSatisfy({ y[$0].isZeroValue })
    {
      return
    }
    var (absolute, relative, beside): ([Estimate], [Estimate], [Int]) = ([], [], [])
    let normal = judge.parameters.smallestNormal
    // Where ulp(G) is one number, an error much below the block's largest exceeds it in neither measure, if all of
    // the block counts for both.
    let isOneUnit = low > 0 && unit(low) == unit(high)
    let near =
      isOneUnit && (low > normal || high < normal) ? (largest - 2 * reach) * (low / high) : 0
    let (bar, common) = (max(least, near), unit(high))
    for i in 0..<count where e[i].magnitude + reach >= bar {
      let (size, g) = (e[i].magnitude, truth(x[i]).magnitude)
      let ulp = isOneUnit ? common : unit(g)
      absolute.append(Estimate(place: i, size: size * ulp))
      // The quotient first: beside the smallest normal number the product would lose its digits.
      let share = Estimate(place: i, size: size * (ulp / g))
      // Beside the smallest normal number rung 2 decides whether it counts.
      if g > normal * (1 + doubt) { relative.append(share) }
      if (g - normal).magnitude <= normal * doubt, share.size >= floors.1 / 2 { beside.append(i) }
    }
    // What the estimates may be off by, either way.
    let blur = 4 * (reach / max(largest, TopList.least) + doubt) + 0x1p-40
    let places = Set(
      leading(absolute, floors.0, blur) + leading(relative, floors.1, blur) + beside)
    for i in places.sorted() {
      let (size, g) = (e[i].magnitude, truth(x[i]).magnitude)
      let relative = g >= normal * (1 - doubt) ? size * (unit(g) / g) : 0
      pending.append(
        Pending(x: x[i], y: y[i], most: (size * unit(g) * (1 + blur), relative * (1 + blur))))
      if y[i].isZeroValue, g > normal * (1 + doubt) { firstZero = min(firstZero, x[i].position) }
    }
    floors.0 = max(floors.0, (absolute.map(\.size).max() ?? 0) * (1 - blur))
    floors.1 = max(floors.1, (relative.map(\.size).max() ?? 0) * (1 - blur))
    shared?.raise(floors.0, floors.1)
    guard pending.count > 64 else { return }
    pending.removeAll { $0.most.0 < floors.0 && $0.most.1 < floors.1 }
    if pending.count > 64 { try settle(&peaks) }
  }

  /// Has rung 2 see what may be the largest.
  mutating func settle(_ peaks: inout RealPeaks) throws {
    for found in pending where found.most.0 >= floors.0 || found.most.1 >= floors.1 {
      let p = try judge.truth(at: found.x.double, found.x.bits)
      let y = found.y.double
      let size = p.truth.error(of: y, quantum: p.quantum).estimate.magnitude
      guard size >= TopList.least else { continue }
      peaks.consider(RealError(size, of: y, p)) {
        Candidate(
          position: found.x.position, input: found.x.bits, output: found.y.bits, size: size)
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private struct Pending {
    let x: X
    let y: Y
    /// What the absolute and the relative error are at most.
    let most: (Double, Double)
  }

  private struct Estimate {
    let place: Int
    let size: Double
  }

  /// The places whose sizes may be the largest, and no less than what has been found.
  private func leading(_ all: [Estimate], _ floor: Double, _ blur: Double) -> [Int] {
    let top = max(floor, all.map(\.size).max() ?? 0)
    guard top > 0 else { return [] }
    let places = all.filter { $0.size * (1 + blur) >= top }.map(\.place)
    return places.count > Self.most && blur < 0x1p-30 ? Array(places.prefix(1)) : places
  }

  private func unit(_ g: Double) -> Double {
    let p = judge.parameters
    return Double(
      sign: .plus,
      exponent: g > 0 ? p.ulpExponent(ofBinade: g.exponentFloor) : p.minimumQuantum, significand: 1)
  }

  /// ulp(G)/|G| is at most this between two magnitudes, where |G| is normal.
  private func relativeUnit(_ low: Double, _ high: Double) -> Double {
    let p = judge.parameters
    guard high >= p.smallestNormal else { return 0 }
    let most = Double(sign: .plus, exponent: 1 - p.precision, significand: 1)
    return low >= p.smallestNormal && low.exponentFloor == high.exponentFloor
      ? unit(low) / low : most
  }
}
