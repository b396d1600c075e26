import FloatingPointFormats
import Functions
import Synchronization

/// All cells of one function or first derivative, built when first asked for.
///
/// Every binary64 number has its truth here: cells cover the negative line down to where results
/// vanish, and |x| < 2^−7; tiny and
/// saturated arguments have their own one-sided bounds; and f(x) = x + f(−x), f′(x) = 1 − f′(−x)
/// carry the negative side over to the positive one.
public final class CellTable: Sendable {
  let oracle: Oracle
  /// The root of the derivative, as three doubles; nil for a value or where there is none.
  let root: (Double, Double, Double)?
  private let steepness: Double
  private let cells = Mutex<[CellIndex: Cell]>([:])

  /// Below this, x/2 and a one-sided bound are the truth of a value.
  static let tiny = 0x1p-60

  /// From here on to `tiny` the second term is added. Below it is under 2^−27 float64 ulp, and results
  /// may be ties among subnormals, which a one-sided bound settles and a two-sided one does not.
  static let curved = 0x1p-100

  private static let tables = Mutex<[Oracle: CellTable]>([:])

  /// The table of an oracle, shared by all who ask.
  /// - Precondition: a smooth function, or its first derivative.
  public static func shared(_ oracle: Oracle) -> CellTable {
    precondition(!oracle.function.isPiecewiseLinear && oracle.derivative <= 1)
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
    root = oracle.derivative == 1 ? oracle.negativeRoot() : nil
    steepness = oracle.steepness
  }

  /// The truth at a finite binary64 number, beyond `saturation` only as far as that says.
  /// - Parameter isCurved: whether the second term counts near zero. In the formats of 24 bits and fewer
  ///   it does not, and rung 1 and rung 2 see the same sizes without it.
  func truth(at x: Double, _ saturation: Saturation, isCurved: Bool = true) -> Truth {
    if x.magnitude < CellIndex.centralEdge { return centralTruth(x, isCurved: isCurved) }
    guard x > 0 else { return negativeTruth(x, saturation) }
    let mirrored = negativeTruth(-x, saturation)
    if oracle.derivative == 0 { return mirrored.added(to: x) }
    return mirrored.negated.added(to: 1)
  }

  private func negativeTruth(_ x: Double, _ saturation: Saturation) -> Truth {
    guard x > -saturation.edge else {
      // (−2^exponent, 0), times 2^200.
      return Truth(
        DoubleDouble(-0.0), scale: 200, below: power2(saturation.exponent + 200), above: 0)
    }
    return cell(CellIndex(containing: x, oracle)).value(x)
  }

  private func centralTruth(_ x: Double, isCurved: Bool) -> Truth {
    if oracle.derivative == 0 && x.magnitude < CellTable.tiny {
      // x/2 < f(x) < x/2 + steepness·x²/2, scaled so that halving is exact. The bound may vanish as a
      // double, but not as a bound.
      let half = x * 0x1p199
      if isCurved && x.magnitude >= CellTable.curved {
        // The next term besides: f(x) = x/2 + gate′(0)·x² + R with |R| < 2^40·x^4 for all constants
        // admitted, under 2^−70 of that term. Its products are rounded twice, and gate′(0) once.
        let central = cell(.central)
        let next = central.high[1] * x * (x * power2(200 - central.scale))
        return Truth(
          DoubleDouble(half, next), scale: 200, radius: next * 0x1p-50)
      }
      let above = half.magnitude * (x.magnitude * steepness)
      return Truth(
        DoubleDouble(half), scale: 200, below: 0,
        above: x == 0 ? 0 : max(above * (1 + 0x1p-40), .leastNonzeroMagnitude))
    }
    return cell(.central).value(x)
  }

  func cell(_ index: CellIndex) -> Cell {
    if let known = cells.withLock({ $0[index] }) { return known }
    let made = build(index)
    cells.withLock { $0[index] = made }
    return made
  }

  /// How many cells have been built so far.
  public var count: Int { cells.withLock { $0.count } }
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

extension Oracle {
  /// An upper bound, of at least 1, of what |f(x) − x/2| is of |x/2|, divided by |x|, where |x| < 2^−60:
  /// 2·gate′(0) and next to nothing more. gate′(0) is 1/√(2π) for gelu and z′(0)/4 for a logistic, z′(0)
  /// being the scale s, or 2·s for gelu-tanh: 512 with the largest scale admitted, and with the usual
  /// constants less than 1/2.
  var steepness: Double {
    guard case .decimal(let s) = function.scale else { return 1 }
    let slope = s.double * (function.kind == .geluTanh ? 2 : 1) / 4
    return max(1, 2 * slope * (1 + 0x1p-20))
  }
}

/// Below −edge, |f| and |f′| are under 2^exponent: less than a format can tell from zero.
struct Saturation: Sendable {
  let edge: Double
  let exponent: Int
}

/// Which cell: a binade of negative numbers and one of 2^k equal parts of it, or the central cell.
struct CellIndex: Hashable, Sendable {
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

  /// - Precondition: x is finite and at most −2^−7.
  init(containing x: Double, _ oracle: Oracle) {
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
    isCentral ? 0 : -power2(exponent) * (1 + (Double(part) + 0.5) / Double(parts))
  }
}

/// 2^e for a normal exponent.
func power2(_ e: Int) -> Double { Double(sign: .plus, exponent: e, significand: 1) }
