/// The identity f(x) = constant + linear·x + sign·f(−x).
package struct MirrorIdentity: Hashable, Sendable {
  package let constant, linear: Int
  /// +1 or −1.
  package let sign: Int

  package init(constant: Int = 0, linear: Int = 0, sign: Int) {
    self.constant = constant
    self.linear = linear
    self.sign = sign
  }

  /// The same of a derivative.
  package func derivative(_ k: Int) -> MirrorIdentity {
    switch k {
    case 0: self
    case 1: MirrorIdentity(constant: linear, sign: -sign)
    default: MirrorIdentity(sign: k % 2 == 0 ? sign : -sign)
    }
  }

  /// f(x) from f(−x).
  package func reflected<A: Arithmetic>(_ x: A, _ y: A) -> A {
    let other = sign > 0 ? y : -y
    if linear == 0 { return constant == 0 ? other : x.constant(.integer(constant)) + other }
    let line = linear == 1 ? x : x.times(.integer(linear))
    return (constant == 0 ? line : x.constant(.integer(constant)) + line) + other
  }
}
