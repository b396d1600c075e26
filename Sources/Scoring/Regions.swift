import FloatingPointFormats
import Functions
import Oracle

/// A named stretch of the input line, by ordinals, both ends included.
public struct Region: Sendable, Hashable, Codable {
  public let name: String
  public let from, to: Int

  /// How many places it has.
  public var count: Int { to - from + 1 }

  /// In how many columns its error profile is kept.
  public static let columns = 64
  var columns: Int { min(Region.columns, count) }

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
/// subnormal, rounds to x) and are round numbers where they only divide up the curve.
public struct RegionMap: Sendable, Hashable {
  public let regions: [Region]
  /// The region in which every result rounds to −0.
  static let zeroName = "rounds to −0"

  /// The index of the region of an ordinal.
  public func index(of ordinal: Int) -> Int {
    var (low, high) = (0, regions.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].to < ordinal { low = middle + 1 } else { high = middle }
    }
    return low
  }

  public init(_ target: Target, _ signature: Signature) throws {
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
    var list: [Edge] = [
      (zeroName, edges.zeroThrough),
      ("subnormal tail", edges.subnormalThrough),
      ("deep tail", below(-5)), ("tail", below(-3)),
    ]
    if oracle.derivative == 1, let root = oracle.turningPoints(derivative: 0).first {
      list += [
        ("dip", below(root - 0x1p-6)), ("zero of the derivative", below(root + 0x1p-6)),
        ("after the zero", below(-0.25)),
      ]
    } else {
      list.append(("dip", below(-0.25)))
    }
    return list + [
      ("near zero −", below(-tiny)), ("tiny −", -subnormal - 1), ("around zero", subnormal),
      ("tiny +", below(tiny)), ("near zero +", below(0.25)), ("bend", below(3)),
      ("shoulder", edges.identityFrom - 1),
      (oracle.derivative == 0 ? "rounds to x" : "rounds to 1", last),
    ]
  }
}

/// Where results change in kind, as ordinals of inputs; by bisection on the correct rounding.
struct ResultEdges {
  /// The last negative input, coming from −∞, whose result rounds to −0.
  let zeroThrough: Int
  /// The last one, coming from −∞, whose truth is below the smallest normal number.
  let subnormalThrough: Int
  /// The first input from which on results round to x (a derivative's to 1).
  let identityFrom: Int

  init(_ oracle: Oracle, _ signature: Signature) throws {
    try self.init(oracle, signature.input.type, signature.output.type)
  }

  private init<X: BinaryFormat, Y: BinaryFormat>(
    _ oracle: Oracle, _: X.Type, _: Y.Type
  ) throws {
    func last(from a: Int, to b: Int, _ holds: (X) throws -> Bool) rethrows -> Int {
      var (low, high) = (a, b)
      while low + 1 < high {
        let middle = low + (high - low) / 2
        if try holds(X(ordinal: middle)) { low = middle } else { high = middle }
      }
      return low
    }
    let table = try GoldenTable.shared(oracle.target, Signature(input: X.name, output: Y.name))
    func rounded(_ x: X, _ mode: RoundingMode = .nearestEven) throws -> Y {
      guard let table else { return try oracle.rounded(at: x.double, to: Y.self, mode) }
      return Y(table.values[Int(x.bitPattern)], rounding: mode)
    }
    func isBelowNormal(_ x: X) throws -> Bool {
      try rounded(x, .towardZero).double.magnitude < Y.smallestNormal.double
    }
    let start = -X.largestFinite.ordinal
    // Left of the turning point, where results fall; a coarse format is below its normals even at −2.5.
    var tail = X(nearest: -2.5).ordinal
    if try isBelowNormal(X(ordinal: tail)),
      let turn = oracle.turningPoints(derivative: oracle.derivative).first
    {
      tail = X(nearest: turn).ordinal
    }
    zeroThrough = try last(from: start, to: tail) {
      try rounded($0).isZeroValue
    }
    subnormalThrough = try last(from: zeroThrough, to: tail, isBelowNormal)
    let three = X(nearest: 3).ordinal
    identityFrom =
      try 1
      + last(from: three, to: X.largestFinite.ordinal) {
        let y = try rounded($0)
        return y != (oracle.derivative == 0 ? Y(nearest: $0.double) : Y(nearest: 1))
      }
  }
}
