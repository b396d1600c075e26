import FloatingPointFormats
import Functions
import TestSupport
import Testing

@testable import Oracle

/// Derivatives of every order up to 15 against formulas that are not Taylor series: Hermite
/// polynomials for Φ, polynomials in the logistic for the others.
@Suite struct DerivativeTests {
  static let points = [-30, -6.5, -2, -0.7517, -0x1p-30, 0x1p-30, 0.5, 3, 11]

  private static func integer(_ n: Int) -> Interval {
    Interval(1, precision: 512).constant(.integer(n))
  }

  /// gelu^(n) = x·Φ^(n) + n·Φ^(n−1), Φ^(n) = (−1)^(n−1)·He_{n−1}(x)·φ(x): DLMF 18.5.5, 18.9.1.
  static func gelu(_ n: Int, _ x: Double) -> Interval {
    let x = Interval(x, precision: 512)
    let root = integer(1).constant(.sqrtTwoOverPi).scaled(by: -1)
    let density = (-(x * x)).scaled(by: -1).exp() * root
    var hermite = [integer(1), x]
    for k in 1..<max(2, n) { hermite.append(x * hermite[k] - integer(k) * hermite[k - 1]) }
    func phi(_ k: Int) -> Interval {
      if k == 0 { return (-x * integer(1).constant(.sqrtHalf)).erfc().scaled(by: -1) }
      let h = hermite[k - 1] * density
      return k % 2 == 1 ? h : -h
    }
    return n == 0 ? x * phi(0) : x * phi(n) + integer(n) * phi(n - 1)
  }

  /// s^(n) as a polynomial in s, from s′ = c·s·(1 − s); f^(n) = x·s^(n) + n·s^(n−1).
  static func logistic(_ n: Int, _ x: Double, scale: Interval) -> Interval {
    let x = Interval(x, precision: 512)
    let s = integer(1) / (integer(1) + (-(x * scale)).exp())
    func derivative(_ k: Int) -> Interval {
      var p = [0, 1]
      for _ in 0..<k {
        var q = [Int](repeating: 0, count: p.count + 1)
        for (i, a) in p.enumerated() where i > 0 {
          q[i] += i * a
          q[i + 1] -= i * a
        }
        p = q
      }
      let value = p.reversed().reduce(integer(0)) { $0 * s + integer($1) }
      return (0..<k).reduce(value) { v, _ in v * scale }
    }
    return n == 0 ? x * derivative(0) : x * derivative(n) + integer(n) * derivative(n - 1)
  }

  static func expected(_ f: Function, _ n: Int, _ x: Double) -> Interval {
    switch f {
    case .gelu: gelu(n, x)
    case .silu: logistic(n, x, scale: integer(1))
    default: logistic(n, x, scale: integer(1702) / integer(1000))
    }
  }

  static func failures(_ f: Function, orders: ClosedRange<Int>, shift: Int = 0) -> Failures {
    MPFloat.widenExponents()
    var failures = Failures()
    for n in orders {
      for x in points {
        let got = Oracle(f, derivative: n + shift).enclosure(at: x, precision: 300).interval
        let want = expected(f, n, x)
        // gelu‴ and gelu⁗′ have zeros at binary numbers.
        let isNear =
          want.containsZero
          ? got.magnitude < 0x1p-250 : (got - want).magnitude <= 0x1p-120 * want.magnitude
        failures.check(
          got.overlaps(want) && isNear,
          "\(f.name)/\(n) at \(x): \(got.doubles), \(want.doubles)")
      }
    }
    return failures
  }

  @Test(arguments: [Function.gelu, .silu, .geluSigmoid]) func agree(_ f: Function) {
    let failures = Self.failures(f, orders: 0...15)
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(arguments: [Function.gelu, .silu]) func anotherOrderIsCaught(_ f: Function) {
    let failures = Self.failures(f, orders: 0...14, shift: 1)
    #expect(failures.count == failures.checked)
  }

  /// gelu-tanh by its definition with tanh, and its slope by a difference quotient.
  @Test func geluTanh() {
    let oracle = Oracle(.geluTanh)
    func interval(_ x: Interval) -> Interval { oracle.evaluated(x) }
    let h = Interval(0x1p-80, precision: 512)
    for x in Self.points {
      let at = Interval(x, precision: 512)
      let quotient = (interval(at + h) - interval(at - h)).scaled(by: 79)
      let slope = Oracle(.geluTanh, derivative: 1).enclosure(at: x, precision: 300).interval
      #expect((quotient - slope).magnitude < 0x1p-140 * max(1, x * x), "at \(x)")
    }
  }
}
