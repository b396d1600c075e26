import FloatingPointFormats
import Functions
import Synchronization

/// All cells of one function or derivative, built when first asked for.
///
/// Every binary64 number of a curved branch has its truth here: cells cover the line as far as results
/// differ from what they tend to, and |x| < 2^−7; tiny and saturated arguments have their own one-sided
/// bounds. Where f(x) = x + f(−x) and f′(x) = 1 − f′(−x), they carry the negative side over to the
/// positive one; of other functions both sides have cells.
package final class CellTable: Sendable {
  let oracle: Oracle
  /// The roots of the derivative in cells, as three doubles each.
  let roots: [(Double, Double, Double)]
  let tiny: TinyTruth?
  private let isMirrored: Bool
  /// Whether the definition has a formula for f(x)/x, of a value.
  let hasGate: Bool
  private let cells = Mutex<[CellIndex: Cell]>([:])

  /// Below this, x/2 and a one-sided bound are the truth of a value.
  static let tiny = 0x1p-60

  /// From here on to `tiny` the second term is added. Below it is under 2^−27 float64 ulp, and results
  /// may be ties among subnormals, which a one-sided bound settles and a two-sided one does not.
  static let curved = 0x1p-100

  private static let tables = Mutex<[Oracle: CellTable]>([:])

  /// The table of an oracle, shared by all who ask.
  /// - Precondition: a function with a curved branch, or a derivative of it.
  package static func shared(_ oracle: Oracle) -> CellTable {
    precondition(!oracle.function.isPolynomial)
    if let known = tables.withLock({ $0[oracle] }) { return known }
    let made = CellTable(oracle)
    return tables.withLock {
      let kept = $0[oracle] ?? made
      $0[oracle] = kept
      return kept
    }
  }

  private init(_ oracle: Oracle) {
    self.oracle = oracle
    roots = oracle.cellRoots()
    isMirrored = oracle.isMirrored
    hasGate =
      oracle.derivative == 0
      && oracle.function.definition.gate(Interval(1, precision: 64)) != nil
    tiny = oracle.isGated ? TinyTruth(oracle) : nil
  }

  /// The truth at a finite binary64 number, beyond `saturations` only as far as they say.
  /// - Parameter isCurved: whether the second term counts near zero. In the formats of 24 bits and fewer
  ///   it does not, and rung 1 and rung 2 see the same sizes without it.
  func truth(at x: Double, _ saturations: Saturations, isCurved: Bool = true) -> Truth {
    if x.magnitude < CellIndex.centralEdge { return centralTruth(x, isCurved: isCurved) }
    guard x > 0, isMirrored else { return outerTruth(x, saturations) }
    let mirrored = outerTruth(-x, saturations)
    if oracle.derivative == 0 { return mirrored.added(to: x) }
    return mirrored.negated.added(to: 1)
  }

  private func outerTruth(_ x: Double, _ saturations: Saturations) -> Truth {
    let saturation = saturations.at(x)
    guard x.magnitude < saturation.edge else { return oracle.saturatedTruth(x, saturation) }
    return cell(CellIndex(containing: x, oracle)).value(x)
  }

  private func centralTruth(_ x: Double, isCurved: Bool) -> Truth {
    let central = cell(.central)
    guard let tiny, x.magnitude < CellTable.tiny else { return central.value(x) }
    return tiny.truth(at: x, central, isCurved: isCurved)
  }

  func cell(_ index: CellIndex) -> Cell {
    if let known = cells.withLock({ $0[index] }) { return known }
    let made = build(index)
    cells.withLock { $0[index] = made }
    return made
  }

  /// How many cells have been built so far.
  package var count: Int { cells.withLock { $0.count } }
}

extension Truth {
  /// G + x for a double x, |G| ≤ |x|.
  func added(to x: Double) -> Truth {
    func down(_ y: Double) -> Double {
      y * Double(sign: .plus, exponent: -scale, significand: 1)
    }
    // An end that is not zero must not become so.
    func width(_ y: Double) -> Double { y == 0 ? 0 : max(down(y), .leastNonzeroMagnitude) }
    guard hi != 0 else {
      return Truth(DoubleDouble(x), scale: 0, below: width(below), above: width(above))
    }
    // The first sum is exact; the second is rounded once, and scaling may have lost 2^−1074 twice.
    let s = DoubleDouble.sum(x, down(hi))
    let rest = s.lo + down(lo)
    let lost = rest.magnitude * 0x1p-52 + 0x1p-1070
    return Truth(
      DoubleDouble.fastSum(s.hi, rest), scale: 0, below: width(below) + lost,
      above: width(above) + lost)
  }

  var negated: Truth {
    Truth(DoubleDouble(-hi, -lo), scale: scale, below: above, above: below)
  }
}

/// Which cell: a binade of numbers of one sign and one of 2^k equal parts of it, or the central cell.
struct CellIndex: Hashable, Sendable {
  var isPositive = false
  /// |x| in [2^exponent, 2^(exponent+1)).
  let exponent: Int
  let part: Int
  let parts: Int

  static let centralEdge = 0x1p-7
  static let central = CellIndex(exponent: -8, part: 0, parts: 1)

  init(exponent: Int, part: Int, parts: Int) {
    self.exponent = exponent
    self.part = part
    self.parts = parts
  }

  /// - Precondition: x is finite and |x| at least 2^−7.
  init(containing x: Double, _ oracle: Oracle) {
    isPositive = x > 0
    let e = x.exponentFloor
    let k = oracle.cellBits(binade: e)
    exponent = e
    parts = 1 << k
    part = Int((x.bitPattern & (1 << 52 - 1)) >> UInt64(52 - k))
  }

  var isCentral: Bool { exponent < -7 }

  /// Half the width of the cell, and its centre.
  var halfWidth: Double {
    isCentral ? CellIndex.centralEdge : power2(exponent) / Double(2 * parts)
  }
  var centre: Double {
    guard !isCentral else { return 0 }
    let size = power2(exponent) * (1 + (Double(part) + 0.5) / Double(parts))
    return isPositive ? size : -size
  }
}

/// 2^e for a normal exponent.
func power2(_ e: Int) -> Double { Double(sign: .plus, exponent: e, significand: 1) }
