import FloatingPointFormats
import Functions
import Oracle

/// Where results change in kind, as ordinals of inputs; by bisection on the correct rounding.
struct ResultEdges {
  /// The last negative input, coming from −∞, whose result rounds to the line that the function tends to
  /// there.
  let leftThrough: Int
  /// The last one, coming from −∞, whose truth is below the smallest normal number; nil where results do
  /// not tend to zero.
  let subnormalThrough: Int?
  /// The first input from which on truths are so small; nil where results do not tend to zero.
  let subnormalFrom: Int?
  /// The first input from which on results round to the line of that side: x, a derivative's 1.
  let rightFrom: Int

  init(_ oracle: Oracle, _ format: FormatName) throws {
    switch format {
    case .float16: try self.init(oracle, Float16.self)
    case .bfloat16: try self.init(oracle, BFloat16.self)
    case .float32: try self.init(oracle, Float.self)
    case .float64: try self.init(oracle, Double.self)
    }
  }

  private init<T: BinaryFormat>(_ oracle: Oracle, _: T.Type) throws {
    let table = try GoldenTable.shared(oracle, T.name)
    func rounded(_ x: T, _ mode: RoundingMode = .nearestEven) throws -> T {
      guard let table else { return try oracle.rounded(at: x.double, to: T.self, mode) }
      return T(table.values[Int(x.bitPattern)], rounding: mode)
    }
    func isOnLine(_ x: T) throws -> Bool {
      try rounded(x).double == T(nearest: oracle.line(at: x.double)).double
    }
    func isSmall(_ x: T) throws -> Bool {
      let y = try rounded(x, .towardZero)
      return y.isSubnormalValue || y.isZeroValue
    }
    let end = T.largestFinite.ordinal
    let (tail, three) = (T(nearest: -2.5).ordinal, T(nearest: 3).ordinal)
    leftThrough = try ResultEdges.last(from: -end, to: tail) { try isOnLine(T(ordinal: $0)) }
    subnormalThrough =
      oracle.line(at: -1) == 0
      ? try ResultEdges.last(from: leftThrough, to: tail) { try isSmall(T(ordinal: $0)) } : nil
    rightFrom =
      try 1 + ResultEdges.last(from: three, to: end) { try !isOnLine(T(ordinal: $0)) }
    subnormalFrom =
      oracle.line(at: 1) == 0
      ? try 1 + ResultEdges.last(from: three, to: rightFrom) { try !isSmall(T(ordinal: $0)) } : nil
  }

  /// The last ordinal of those from `a` on that hold, by bisection.
  private static func last(
    from a: Int, to b: Int, _ holds: (Int) throws -> Bool
  ) rethrows -> Int {
    var (low, high) = (a, b)
    while low + 1 < high {
      let middle = low + (high - low) / 2
      if try holds(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
