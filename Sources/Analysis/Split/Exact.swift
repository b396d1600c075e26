import Kernels
import Oracle

/// Whether a formula is told that its products are contracted: some take other constants then.
protocol Contraction: Sendable { static var contracts: Bool { get } }
enum Plain: Contraction { static let contracts = false }
enum Fused: Contraction { static let contracts = true }

/// Exact arithmetic, to all intents: 320 bits with enclosures, any exponent. A kernel's formula
/// evaluated in it shows what the formula means, without one rounding of the kernel's.
///
/// Constants are the doubles that the formula names.
struct Exact<C: Contraction>: KernelArithmetic, @unchecked Sendable {
  // An interval is never changed after it was made.
  let interval: Interval

  static var precision: Int { 320 }

  init(_ interval: Interval) { self.interval = interval }
  init(nearest x: Double) { interval = Interval(x, precision: Self.precision) }
  init(floatLiteral x: Double) { self.init(nearest: x) }
  init(integerLiteral n: Int) { self.init(nearest: Double(n)) }

  /// The double near its middle.
  var double: Double {
    let (lo, hi) = interval.doubles
    return lo == hi || !lo.isFinite || !hi.isFinite ? lo : interval.middle.doubles.lo
  }

  private static var nothing: Exact {
    Exact(Interval(from: -.infinity, to: .infinity, precision: 64))
  }

  static func + (a: Exact, b: Exact) -> Exact { Exact(a.interval + b.interval) }
  static func - (a: Exact, b: Exact) -> Exact { Exact(a.interval - b.interval) }
  static func * (a: Exact, b: Exact) -> Exact { Exact(a.interval * b.interval) }
  static func / (a: Exact, b: Exact) -> Exact {
    b.interval.containsZero ? nothing : Exact(a.interval / b.interval)
  }
  static prefix func - (a: Exact) -> Exact { Exact(-a.interval) }
  static func < (a: Exact, b: Exact) -> Bool { (a.interval - b.interval).isCertainlyNegative }
  static func <= (a: Exact, b: Exact) -> Bool { !(b < a) }

  static func exp(_ x: Exact) -> Exact { Exact(x.interval.exp()) }
  static func expMinusOne(_ x: Exact) -> Exact { exp(x) - 1 }
  static func erfc(_ x: Exact) -> Exact { Exact(x.interval.erfc()) }
  static func erf(_ x: Exact) -> Exact { 1 - erfc(x) }
  static func tanh(_ x: Exact) -> Exact {
    // From the side where exp is small.
    let size = copysign(x, 1)
    let u = exp(-2 * size)
    return copysign((1 - u) / (1 + u), x)
  }
  static func cosh(_ x: Exact) -> Exact {
    let e = exp(copysign(x, 1))
    return (e + 1 / e) * 0.5
  }
  static func cube(_ x: Exact) -> Exact { x * x * x }
  static func fusedMultiplyAdd(_ a: Exact, _ b: Exact, _ c: Exact) -> Exact { a * b + c }
  static var contracts: Bool { C.contracts }
  static func copysign(_ magnitude: Exact, _ sign: Exact) -> Exact {
    let size = Exact(magnitude.interval.absolute)
    return sign.interval.isCertainlyNegative ? -size : size
  }
}
