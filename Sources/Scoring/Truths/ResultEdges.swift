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

  init(_ oracle: Oracle, _ signature: Signature) throws {
    try self.init(oracle, signature.input.type, signature.output.type)
  }

  private init<X: BinaryFormat, Y: BinaryFormat>(
    _ oracle: Oracle, _: X.Type, _: Y.Type
  ) throws {
    let table = try GoldenTable.shared(oracle.target, Signature(input: X.name, output: Y.name))
    func rounded(_ x: X, _ mode: RoundingMode = .nearestEven) throws -> Y {
      guard let table else { return try oracle.rounded(at: x.double, to: Y.self, mode) }
      return Y(table.values[Int(x.bitPattern)], rounding: mode)
    }
    func isOnLine(_ x: X) throws -> Bool {
      // Both are NaN where the format has nothing else beyond its range.
      let (y, line) = (try rounded(x).double, Y(nearest: oracle.line(at: x.double)).double)
      return y == line || y.isNaN && line.isNaN
    }
    func isSmall(_ x: X) throws -> Bool {
      try rounded(x, .towardZero).double.magnitude < Y.smallestNormal.double
    }
    let (end, three) = (X.largestFinite.ordinal, X(nearest: 3).ordinal)
    // Left of the turning point, where results fall; a coarse format is below its normals even at −2.5.
    var tail = X(nearest: -2.5).ordinal
    if oracle.line(at: -1) == 0, try isSmall(X(ordinal: tail)),
      let turn = oracle.turningPoints(derivative: oracle.derivative).first
    {
      tail = X(nearest: turn).ordinal
    }
    leftThrough = try ResultEdges.last(from: -end, to: tail) { try isOnLine(X(ordinal: $0)) }
    subnormalThrough =
      oracle.line(at: -1) == 0
      ? try ResultEdges.last(from: leftThrough, to: tail) { try isSmall(X(ordinal: $0)) } : nil
    rightFrom =
      try 1 + ResultEdges.last(from: three, to: end) { try !isOnLine(X(ordinal: $0)) }
    subnormalFrom =
      oracle.line(at: 1) == 0
      ? try 1 + ResultEdges.last(from: three, to: rightFrom) { try !isSmall(X(ordinal: $0)) } : nil
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
