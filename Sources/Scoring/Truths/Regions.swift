import FloatingPointFormats
import Functions
import Oracle

/// A named stretch of the input line, by ordinals, both ends included.
package struct Region: Sendable, Hashable, Codable {
  package let name: String
  package let from, to: Int

  /// How many places it has.
  package var count: Int { to - from + 1 }

  /// In how many columns its error profile is kept.
  package static let columns = 64
  var columns: Int { min(Region.columns, count) }

  /// Whether every result in it rounds to zero.
  var isZero: Bool { name == RegionMap.zeroName || name == RegionMap.positiveZeroName }

  /// The column of an ordinal in it.
  @inline(__always) func column(_ ordinal: Int) -> Int {
    let (high, low) = UInt(ordinal - from).multipliedFullWidth(by: UInt(columns))
    return Int(UInt(count).dividingFullWidth((high, low)).quotient)
  }

  /// The last ordinal that shares a column with this one.
  func columnEnd(_ ordinal: Int) -> Int {
    // Smallest ordinal of the next column, less one.
    let next = UInt(column(ordinal) + 1).multipliedFullWidth(by: UInt(count))
    let (q, r) = UInt(columns).dividingFullWidth(next)
    return from + Int(q) - (r == 0 ? 1 : 0)
  }
}

/// The regions of one target and signature: they cover all finite inputs, in ascending order.
///
/// Edges come from the oracle where they mean something (where the result rounds to −0, is
/// subnormal, rounds to x, or to another line that the function tends to) and are round numbers where they
/// only divide up the curve.
package struct RegionMap: Sendable, Hashable {
  package let regions: [Region]
  /// The regions in which every result rounds to a zero.
  static let zeroName = "rounds to −0"
  static let positiveZeroName = "rounds to 0"

  /// The index of the region of an ordinal.
  package func index(of ordinal: Int) -> Int {
    var (low, high) = (0, regions.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].to < ordinal { low = middle + 1 } else { high = middle }
    }
    return low
  }

  package init(_ target: Target, _ signature: Signature) throws {
    let format = signature.input
    let last = format.parameters.ordinal(of: format.parameters.largestFinite)
    let edges = try RegionMap.edges(Oracle(target), signature)
    var found: [Region] = []
    var from = -last
    for edge in edges where edge.through >= from {
      found.append(Region(name: edge.name, from: from, to: min(edge.through, last)))
      from = edge.through + 1
    }
    regions = found
  }

  private typealias Edge = (name: String, through: Int)

  private static func edges(_ oracle: Oracle, _ signature: Signature) throws -> [Edge] {
    let format = signature.input
    let p = format.parameters
    func below(_ x: Double) -> Int { format.ordinal(below: x) }
    let subnormal = p.ordinal(of: p.smallestNormal) * 2
    let last = p.ordinal(of: p.largestFinite)
    if oracle.function.isPiecewiseLinear {
      return [
        ("negative", -subnormal - 1), ("around zero", subnormal), ("positive", last),
      ]
    }
    let edges = try ResultEdges(oracle, signature)
    let tiny = Double(sign: .plus, exponent: -p.precision - 1, significand: 1)
    var list: [Edge] = [(RegionMap.limitName(oracle, at: -1), edges.leftThrough)]
    if let through = edges.subnormalThrough { list.append(("subnormal tail", through)) }
    list += [("deep tail", below(-5)), ("tail", below(-3))]
    let roots =
      (oracle.derivative == 0 ? [] : oracle.turningPoints(derivative: oracle.derivative - 1))
      .filter { !oracle.function.isKink($0) }
    func around(_ root: Double, _ before: String, _ sign: String) -> [Edge] {
      [(before, below(root - 0x1p-6)), ("zero of the derivative" + sign, below(root + 0x1p-6))]
    }
    for root in roots where root < -0.25 { list += around(root, "dip", "") }
    list.append((list.contains { $0.name == "dip" } ? "after the zero" : "dip", below(-0.25)))
    list += [
      ("near zero −", below(-tiny)), ("tiny −", -subnormal - 1), ("around zero", subnormal),
      ("tiny +", below(tiny)), ("near zero +", below(0.25)),
    ]
    for root in roots where root > 0.25 { list += around(root, "before the zero", " +") }
    list += [("bend", below(3)), ("shoulder", (edges.subnormalFrom ?? edges.rightFrom) - 1)]
    if edges.subnormalFrom != nil { list.append(("subnormal shoulder", edges.rightFrom - 1)) }
    return list + [(RegionMap.limitName(oracle, at: 1), last)]
  }

  /// What results far out on the side of x round to.
  static func limitName(_ oracle: Oracle, at x: Double) -> String {
    let tail = oracle.function.tail(at: x)
    let (constant, slope) = tail.line(oracle.derivative)
    if slope != 0 { return "rounds to x" }
    guard constant == 0 else {
      return "rounds to \(constant.numerator)".replacing("-", with: "−")
    }
    // An exact zero has no sign to miss.
    guard tail.signs != nil else { return "0" }
    return tail.sign(oracle.derivative) < 0 ? zeroName : positiveZeroName
  }
}
