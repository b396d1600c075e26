import FloatingPointFormats
import Kernels
import Oracle

/// Checks the rules on stretches of magnitudes, both signs at once.
struct StructureChecker<T: BinaryFormat>: Sendable {
  let kernel: any Kernel<T>
  let oracle: Oracle
  /// Where f turns from falling to rising or back.
  private let turns: [Double]
  /// Where f itself changes sign besides at 0: the zero of a derivative.
  private let root: Double?
  private let hasSymmetry: Bool

  init(_ kernel: any Kernel<T>, _ oracle: Oracle) {
    (self.kernel, self.oracle) = (kernel, oracle)
    turns = oracle.turningPoints(derivative: oracle.derivative)
    root = oracle.derivative == 1 ? oracle.turningPoints(derivative: 0).first : nil
    hasSymmetry = !oracle.function.isPiecewiseLinear
  }

  func check(_ magnitudes: ClosedRange<Int>) throws -> StructurePart<T> {
    var part = StructurePart<T>()
    // The one before orders the first.
    let from = max(0, magnitudes.lowerBound - 1)
    let count = magnitudes.upperBound - from + 1
    let above = (0..<count).map { T(ordinal: from + $0) }
    let below = above.map(\.negated)
    let (y, z) = (try outputs(above), try outputs(below))
    for i in magnitudes.lowerBound - from..<count {
      for (side, x, result) in [(0, above[i], y[i]), (1, below[i], z[i])] {
        let before = i == 0 ? nil : side == 0 ? (above[i - 1], y[i - 1]) : (below[i - 1], z[i - 1])
        judge(x, result, before, side, from + i, &part)
      }
      if hasSymmetry, !isSymmetric(above[i].double, y[i], z[i]) {
        part.add(.symmetry, 0, from + i, y[i])
      }
    }
    return part
  }

  private func judge(
    _ x: T, _ y: T, _ before: (x: T, y: T)?, _ side: Int, _ magnitude: Int,
    _ part: inout StructurePart<T>
  ) {
    guard y.isFiniteValue else {
      part.add(.number, side, magnitude, y)
      return
    }
    let (xd, yd) = (x.double, y.double)
    if yd < part.least?.y.double ?? .infinity { part.least = (x, y) }
    if side == 0, yd != (oracle.derivative == 0 ? xd : 1) { part.lastUnsaturated = magnitude }
    if side == 1, yd != 0 { part.lastNonzero = magnitude }
    if let before, before.y.isFiniteValue, !isOrdered(before.x.double, before.y.double, xd, yd) {
      part.add(.monotone, side, magnitude, y)
    }
    if oracle.derivative == 0, yd.magnitude > xd.magnitude {
      part.add(.bounded, side, magnitude, y)
    }
    if !hasRightSign(xd, yd) { part.add(.sign, side, magnitude, y) }
  }

  /// Whether the outputs at two neighbours, the second further from zero, are in order.
  private func isOrdered(_ a: Double, _ fa: Double, _ b: Double, _ fb: Double) -> Bool {
    guard fa != fb else { return true }
    let (low, high) = a < b ? (a, b) : (b, a)
    let piece = turns.count { $0 <= low }
    guard piece == turns.count(where: { $0 <= high }) else { return true }
    let rises = turns.isEmpty || piece % 2 == 1
    return rises == ((a < b) == (fa < fb))
  }

  private func hasRightSign(_ x: Double, _ y: Double) -> Bool {
    if let root { return x < root ? y.sign == .minus : y >= 0 }
    switch (oracle.function.kind, oracle.derivative) {
    case (.relu, 0): return x > 0 ? y > 0 : y == 0
    case (_, 0): return y.sign == x.sign
    default: return y >= 0
    }
  }

  private func isSymmetric(_ x: Double, _ y: T, _ z: T) -> Bool {
    guard y.isFiniteValue, z.isFiniteValue else { return true }
    func half(_ r: T) -> Double {
      let d = r.double.magnitude
      let e =
        d == 0 ? T.parameters.minimumQuantum : T.parameters.ulpExponent(ofBinade: d.exponentFloor)
      return Double(sign: .plus, exponent: e - 1, significand: 1)
    }
    let rest =
      oracle.derivative == 0 ? (y.double - x) - z.double : (y.double - 1) + z.double
    return rest.magnitude <= (half(y) + half(z)) * (1 + 0x1p-20)
  }

  private func outputs(_ x: [T]) throws -> [T] {
    try x.withUnsafeBufferPointer { x in
      try [T](unsafeUninitializedCapacity: x.count) { y, count in
        y.initialize(repeating: T(bitPattern: 0))
        try kernel.evaluate(x, into: y)
        count = x.count
      }
    }
  }
}

extension StructurePart {
  fileprivate mutating func add(_ rule: StructureRule, _ side: Int, _ magnitude: Int, _ y: T) {
    guard let i = StructureRule.allCases.firstIndex(of: rule) else { return }
    collectors[i][side].add(magnitude, output: UInt64(y.bitPattern))
  }
}
