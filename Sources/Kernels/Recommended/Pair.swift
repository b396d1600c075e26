import RealModule

/// A number of some 104 bits, the unevaluated sum of two doubles with |tail| ≤ ulp(head)/2.
///
/// Addition without loss under cancellation, and a relative error of a few 2^−106 each (Joldes, Muller
/// and Popescu, "Tight and rigorous error bounds for basic building blocks of double-word
/// arithmetic", 2017, algorithms 6, 12 and 18).
struct Pair {
  var head, tail: Double

  init(_ head: Double, _ tail: Double = 0) {
    self.head = head
    self.tail = tail
  }

  /// a·b, exactly.
  init(product a: Double, _ b: Double) {
    let p = Augmented.product(a, b)
    self.init(p.head, p.tail)
  }

  /// a + b, exactly.
  init(sum a: Double, _ b: Double) {
    let s = Augmented.sum(a, b)
    self.init(s.head, s.tail)
  }

  /// |a| ≥ |b|, or nearly so.
  private init(large a: Double, small b: Double) {
    let s = Augmented.sum(large: a, small: b)
    self.init(s.head, s.tail)
  }

  static func + (a: Pair, b: Pair) -> Pair {
    let s = Pair(sum: a.head, b.head)
    let t = Pair(sum: a.tail, b.tail)
    let v = Pair(large: s.head, small: s.tail + t.head)
    return Pair(large: v.head, small: v.tail + t.tail)
  }

  /// a + b + c with a tail rounded to odd, so that the pair is no tie unless the sum is; c is no more
  /// than b's tail can be. Boldo and Melquiond, "Emulation of FMA and correctly rounded sums: proved
  /// algorithms using rounding to odd", 2008.
  static func sum(_ a: Double, _ b: Pair, _ c: Double = 0) -> Pair {
    let s = Pair(sum: a, b.head)
    return Pair(sum: s.head, Pair(sum: s.tail, b.tail + c).roundedToOdd(times: 0))
  }

  static func * (a: Pair, b: Pair) -> Pair {
    let p = Pair(product: a.head, b.head)
    return Pair(large: p.head, small: p.tail + (a.head * b.tail + a.tail * b.head))
  }

  static func / (a: Pair, b: Pair) -> Pair {
    let q = a.head / b.head
    let rest = a + b * Pair(-q)
    let r = rest.head / b.head
    let last = (rest + b * Pair(-r)).head / b.head
    return Pair(sum: q, r) + Pair(last)
  }

  static prefix func - (a: Pair) -> Pair { Pair(-a.head, -a.tail) }

  /// Times 2^n.
  func scaled(by n: Int) -> Pair {
    Pair(
      Double(sign: .plus, exponent: n, significand: head),
      Double(sign: .plus, exponent: n, significand: tail))
  }

  /// The pair times 2^n rounded to odd: what any rounding to 51 bits or fewer may be taken from.
  func roundedToOdd(times n: Int) -> Double {
    head.isOdd || tail == 0 ? head.times(n) : towardTail.times(n)
  }

  /// The double nearest to the pair times 2^n, subnormals too.
  func rounded(times n: Int) -> Double {
    let a = head.times(n)
    guard tail != 0, a.magnitude < .leastNormalMagnitude else { return a }
    // The pair lies between head and its neighbour. Where their roundings differ, one of the two is
    // a tie, the further from its rounding, and the other one's is right.
    let b = towardTail.times(n)
    return (a.times(-n) - head).magnitude > (b.times(-n) - towardTail).magnitude ? b : a
  }

  private var towardTail: Double { tail < 0 ? head.nextDown : head.nextUp }

  /// exp(y)/2^n and n, for |y| < 10^4.
  static func exp(_ y: Pair) -> (Pair, Int) {
    let n = (y.head * 0x1.71547652b82fep+0).rounded()
    let r = (y + Pair(-n) * .ln2).scaled(by: -8)
    // expm1 of r, |r| < 0.0014, by its series; then doubled eight times.
    var p = Pair(0)
    for k in stride(from: 10.0, through: 1, by: -1) { p = (p + Pair(1)) * r / Pair(k) }
    for _ in 0..<8 { p = p.scaled(by: 1) + p * p }
    return (p + Pair(1), Int(n))
  }

  // best_constants.py
  static let ln2 = Pair(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)
  static let invSqrtTwoPi = Pair(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56)
  static let twoSqrtTwoOverPi = Pair(0x1.9884533d43651p+0, -0x1.cbc0d30ebfd15p-54)
  static let cubic = Pair(0x1.6e4e26d4801f7p-5, 0x1.441355475a31ap-59)
  static let sigmoidScale = Pair(0x1.b3b645a1cac08p+0, 0x1.89374bc6a7efap-55)
}

extension Double {
  fileprivate var isOdd: Bool { significandBitPattern & 1 == 1 }

  /// Times 2^n, rounded once: from a significand in [1, 2) one rounding leads to a subnormal.
  fileprivate func times(_ n: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    return Double(sign: sign, exponent: exponent + n, significand: significand)
  }
}
