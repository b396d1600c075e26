import Functions
import Synchronization

private let knownTurns = Mutex<[Oracle: [Double]]>([:])
private let knownSaturations = Mutex<[Oracle: [Int: Saturation]]>([:])

extension Oracle {
  /// `saturation(below:)`, kept for the process.
  func sharedSaturation(below exponent: Int) -> Saturation {
    if let known = knownSaturations.withLock({ $0[self]?[exponent] }) { return known }
    let found = saturation(below: exponent)
    knownSaturations.withLock { $0[self, default: [:]][exponent] = found }
    return found
  }

  /// Where a derivative of the function changes sign, each as the double just above it: the turning
  /// points of the order below. In ascending order; zeros at infinity are not among them.
  ///
  /// Found by certified signs on 64 steps of `Function.gridStep`, no two of them in one step (the
  /// tests prove it by intervals), and by bisection.
  /// - Parameter order: 0 for the turning points of f, 1 for those of f′.
  public func turningPoints(derivative order: Int) -> [Double] {
    guard !function.isPiecewiseLinear else { return [] }
    if order <= 1, function.hasUsualConstants { return function.kind.usualTurns[order] }
    let slope = Oracle(function, derivative: order + 1)
    if let known = knownTurns.withLock({ $0[slope] }) { return known }
    let found = searchedTurningPoints(derivative: order)
    knownTurns.withLock { $0[slope] = found }
    return found
  }

  /// The same by search, whatever is known.
  func searchedTurningPoints(derivative order: Int) -> [Double] {
    let slope = Oracle(function, derivative: order + 1)
    MPFloat.widenExponents()
    func isNegative(_ x: Double) -> Bool {
      slope.evaluated(Interval(x, precision: 128)).isCertainlyNegative
    }
    var found: [Double] = []
    let edge = 32 * function.gridStep
    var (x, negative) = (-edge, isNegative(-edge))
    while x < edge {
      let next = x + function.gridStep
      let now = isNegative(next)
      if now != negative {
        var (a, b) = (x, next)
        while a.nextUp < b {
          let middle = a + (b - a) / 2
          if isNegative(middle) == negative { a = middle } else { b = middle }
        }
        found.append(b)
      }
      (x, negative) = (next, now)
    }
    return found
  }
}

extension Function.Kind {
  /// The turning points of f and of f′ with the usual constants, as the search finds them (a test
  /// compares), so that a 16-bit score starts without multiple precision.
  fileprivate var usualTurns: [[Double]] {
    switch self {
    case .gelu:
      [[-0x1.80ead197f00b3p-1], [-0x1.6a09e667f3bccp+0, 0x1.6a09e667f3bcdp+0]]
    case .geluTanh:
      [[-0x1.81429f9e97e4cp-1], [-0x1.6b23142700629p+0, 0x1.6b2314270062ap+0]]
    case .geluSigmoid:
      [[-0x1.80974a62be3dep-1], [-0x1.68e3f15ed0fc7p+0, 0x1.68e3f15ed0fc8p+0]]
    case .silu:
      [[-0x1.474973c84120bp+0], [-0x1.331e23ad9de11p+1, 0x1.331e23ad9de12p+1]]
    case .relu, .leakyReLU: [[], []]
    }
  }
}

extension Function {
  /// The length, a power of two, on which searches for zeros go: 1/4 for GELU, and for gates
  /// 1/(1+exp(−z)) the greatest with z ≤ 0.45. All zeros of f′ and f″ lie within 32 steps.
  package var gridStep: Double {
    guard !isPiecewiseLinear, kind != .gelu else { return 0.25 }
    var factor = 1.0
    if case .decimal(let d) = scale { factor = d.double }
    if kind == .geluTanh { factor = 2 * (scale == .sqrtTwoOverPi ? 0.79788456 : factor) }
    let bend = kind == .geluTanh ? cubic.double : 0
    var step = 64.0
    while factor * (step + bend * step * step * step) > 0.45 { step /= 2 }
    return step
  }
}
