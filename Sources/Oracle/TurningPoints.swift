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

  /// Where a derivative of the function changes sign within ±8, each as the double just above it:
  /// the turning points of the order below. In ascending order; zeros at infinity are not among them.
  ///
  /// Found by certified signs on a grid of 1/4, which no two sign changes of the functions here
  /// share (the tests prove it by intervals), and by bisection.
  /// - Parameter order: 0 for the turning points of f, 1 for those of f′.
  public func turningPoints(derivative order: Int) -> [Double] {
    guard !function.isPiecewiseLinear else { return [] }
    let slope = Oracle(function, derivative: order + 1)
    if let known = knownTurns.withLock({ $0[slope] }) { return known }
    MPFloat.widenExponents()
    func isNegative(_ x: Double) -> Bool {
      slope.evaluated(Interval(x, precision: 128)).isCertainlyNegative
    }
    var found: [Double] = []
    var (x, negative) = (-8.0, isNegative(-8))
    while x < 8 {
      let next = x + 0.25
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
    knownTurns.withLock { $0[slope] = found }
    return found
  }
}
