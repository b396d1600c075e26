import Functions
import Synchronization

private let knownTurns = Mutex<[Oracle: [Double]]>([:])
private let knownSaturations = Mutex<[Oracle: [Int: Saturations]]>([:])

extension Oracle {
  /// `saturations(below:)`, kept for the process.
  func sharedSaturations(below exponent: Int) -> Saturations {
    if let known = knownSaturations.withLock({ $0[self]?[exponent] }) { return known }
    let found = saturations(below: exponent)
    knownSaturations.withLock { $0[self, default: [:]][exponent] = found }
    return found
  }

  /// Where a derivative of the function changes sign, each as the double just above it: the turning
  /// points of the order below. In ascending order; zeros at infinity are not among them.
  ///
  /// Those that the definition states, or found by certified signs on 64 steps of its grid, no two of
  /// them in one step (the tests prove it by intervals), and by bisection.
  /// - Parameter order: 0 for the turning points of f, 1 for those of f′.
  package func turningPoints(derivative order: Int) -> [Double] {
    if let known = function.knownTurns(order) { return known }
    guard !function.isPolynomial else { return [] }
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
    let step = function.definition.gridStep
    let edge = 32 * step
    var (x, negative) = (-edge, isNegative(-edge))
    while x < edge {
      let next = x + step
      let now = isNegative(next)
      if now != negative {
        var (a, b) = (x, next)
        while a.nextUp < b {
          let middle = a + (b - a) / 2
          if isNegative(middle) == negative { a = middle } else { b = middle }
        }
        // An odd derivative is zero at zero.
        found.append(b.magnitude < 0x1p-100 ? 0 : b)
      }
      (x, negative) = (next, now)
    }
    return found
  }
}
