import Foundation

/// x·Φ(x) by erfc in Double, rounded once.
public func myGELU(_ x: Float) -> Float {
  guard x != -.infinity else { return -0.0 }
  let y = 0.5 * Double(x) * erfc(-Double(x) * 0.5.squareRoot())
  return Float(y)
}

/// A type: the batch form, with the formula that most frameworks use.
public struct FrameworkGELU: Sendable {
  public init() {}

  public func callAsFunction(
    _ x: UnsafeBufferPointer<Float>, _ y: UnsafeMutableBufferPointer<Float>
  ) {
    for i in x.indices { y[i] = 0.5 * x[i] * (1 + erf(x[i] * Float(0.5).squareRoot())) }
  }
}
