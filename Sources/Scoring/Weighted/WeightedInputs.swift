import FloatingPointFormats
import Synchronization

/// How likely each input of a format is: it stands for the reals that round to it, which lie between the midpoints
/// to its neighbours. The largest and the smallest take the tails; each zero has the reals of its own sign.
struct WeightedInputs: Sendable {
  let weights: InputWeights
  let distribution: Distribution
  private let format: FormatName
  /// Those of all inputs by bits, where there are few.
  private let table: [Mass]?

  init(_ weights: InputWeights, _ format: FormatName) {
    (self.weights, self.format) = (weights, format)
    distribution = Distribution(weights: weights)
    table = format.width <= 16 ? WeightTables.shared(weights, format) : nil
  }

  /// - Parameter bits: of a finite input.
  func mass(_ bits: UInt64) -> Mass {
    if let table { return table[Int(bits)] }
    let (a, b) = format.cell(bits)
    let x = format.value(bits: bits)
    // Halves of a cell may be of two widths, and the density falls on either side of zero.
    return x == 0 || a == -.infinity || b == .infinity
      ? distribution.mass(a, b) : distribution.mass(a, x) + distribution.mass(x, b)
  }

  /// All finite inputs between two.
  func mass(from first: UInt64, through last: UInt64) -> Mass {
    distribution.mass(format.cell(first).from, format.cell(last).to)
  }

  /// What each of consecutive inputs has between two of one binade, of which neither is a power of two.
  func mass(ofEachFrom a: Double, through b: Double, unit: Double) -> Mass {
    let (low, high) = distribution.density(a - unit / 2, b + unit / 2)
    return Mass(from: unit * low, to: unit * high)
  }

  /// No less than the mass of all reals between two finite inputs and their cells.
  func most(from a: Double, through b: Double) -> Double {
    let (low, high) = (a - a.magnitude * 0x1p-2, b + b.magnitude * 0x1p-2)
    let bound = (high - low) * distribution.density(low, high).high
    return min(1, bound.isFinite ? bound : 1)
  }
}

extension FormatName {
  /// The reals that round to a finite number, ends of the format with what lies beyond.
  func cell(_ bits: UInt64) -> (from: Double, to: Double) {
    let x = value(bits: bits)
    let here = position(bits: bits)
    let largest = parameters.largestFinite
    func neighbour(_ position: UInt64) -> Double { value(bits: self.bits(position: position)) }
    if x == 0 {
      let half = parameters.smallestSubnormalHalf
      return x.sign == .minus ? (-half, 0) : (0, half)
    }
    return (
      x == -largest ? -.infinity : (neighbour(here - 1) + x) / 2,
      x == largest ? .infinity : (x + neighbour(here + 1)) / 2
    )
  }
}

extension FormatParameters {
  fileprivate var smallestSubnormalHalf: Double {
    Double(sign: .plus, exponent: minimumQuantum - 1, significand: 1)
  }
}

/// The weights of small formats, made once a process.
private enum WeightTables {
  private struct Key: Hashable {
    let weights: InputWeights
    let format: FormatName
  }
  private static let tables = Mutex<[Key: [Mass]]>([:])

  static func shared(_ weights: InputWeights, _ format: FormatName) -> [Mass] {
    let key = Key(weights: weights, format: format)
    if let known = tables.withLock({ $0[key] }) { return known }
    let distribution = Distribution(weights: weights)
    let made = (0..<UInt64(1) << UInt64(format.width)).map { bits -> Mass in
      guard format.value(bits: bits).isFinite else { return .zero }
      let (a, b) = format.cell(bits)
      return distribution.mass(a, b)
    }
    tables.withLock { $0[key] = made }
    return made
  }
}
