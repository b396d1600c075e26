/// A gate 1/(1 + exp(−z)) with z = scale·(x + cubic·x³), or twice that.
package struct LogisticGate: Hashable, Sendable {
  package let scale, cubic: Constant
  package let isDoubled: Bool

  init(scale: Constant, cubic: Constant = .integer(0), isDoubled: Bool = false) {
    self.scale = scale
    self.cubic = cubic
    self.isDoubled = isDoubled
  }

  func exponent<A: Arithmetic>(_ x: A) -> A {
    isDoubled
      ? (x + (x * x * x).times(cubic)).times(scale).times(.integer(2)) : x.times(scale)
  }

  /// 1/(1+exp(−z)). The other form, v/(1+v) with v = exp(z), where z < 0: v is tiny there, and
  /// intervals of 1+v stay narrow while those of 1+exp(−z) do not.
  func value<A: Arithmetic>(_ x: A) -> A {
    let z = exponent(x)
    let one = z.constant(.integer(1))
    guard z.isCertainlyNegative else { return one / (one + (-z).exp()) }
    let v = z.exp()
    return v / (one + v)
  }

  /// z′(0), next to nothing above; nil for a factor that is not a decimal.
  private var slope: Double? {
    guard case .decimal(let s) = scale else { return nil }
    return s.double * (isDoubled ? 2 : 1)
  }

  /// `Definition.bend`: 2·gate′(0) = z′(0)/2; with the largest scale admitted 512, and 1024 for gelu-tanh,
  /// whose z is doubled.
  var bend: Double { max(1, 2 * ((slope ?? 0) / 4) * (1 + 0x1p-20)) }

  /// `Definition.gridStep`: the greatest step with z ≤ 0.45.
  var gridStep: Double {
    let factor = slope ?? (isDoubled ? 2 * 0.79788456 : 1)
    var step = 64.0
    while factor * (step + cubicDouble * step * step * step) > 0.45 { step /= 2 }
    return step
  }

  private var cubicDouble: Double {
    if case .decimal(let c) = cubic { c.double } else { 0 }
  }

  /// `Definition.steepness`: a little more than z′.
  func steepness(at x: Double) -> Double {
    guard isDoubled else { return 1.702 * ((slope ?? 1.702) / 1.702) }
    let ratio = slope.map { $0 / 2 / 0.79788456 } ?? 1
    let x = min(x, 24)
    return 1.6 * ratio * (1 + 3 * cubicDouble * x * x)
  }
}

/// What x/(1 + exp(−z)) is like, whatever z: the facts that the family shares.
///
/// Below −65536, gate(x) ≤ exp(z) with z ≤ −|x|/16 and |z′| ≤ 2^23·x² for all admitted constants, so
/// |f′| ≤ gate·(1 + |x·z′|) ≤ exp(−|x|/16)·2^24·|x|³, which falls for |x| > 48 and is under
/// 2^(24 + 3e − 1.44·2^(e−4)) at 2^e: 2^−5836 at 65536. f, f′ and f″ are negative there; each further
/// derivative brings in at most another factor |z′| and a small integer.
protocol LogisticDefinition: Definition {
  var shape: LogisticGate { get }
}

extension LogisticDefinition {
  package var logistic: LogisticGate? { shape }
  package func value<A: Arithmetic>(_ x: A) -> A { x * shape.value(x) }
  package func gate<A: Arithmetic>(_ x: A) -> A? { shape.value(x) }
  package func exponent<A: Arithmetic>(_ x: A) -> A? { shape.exponent(x) }
  package var bend: Double { shape.bend }
  package var gridStep: Double { shape.gridStep }
  package func steepness(at x: Double) -> Double { shape.steepness(at: x) }
}

/// The gates that rise from 0 through ½ at 0 to 1 with gate(x) + gate(−x) = 1: those of the GELU family.
protocol HalfGate: Definition {}

extension Function {
  /// Whether it is x times such a gate.
  package var isHalfGate: Bool { definition is any HalfGate }
}

extension HalfGate {
  /// f(x) = x + f(−x).
  package var mirror: MirrorIdentity? { MirrorIdentity(linear: 1, sign: 1) }
  package var left: Tail { Tail(signs: [-1, -1, -1, -1], from: farOut) }
  package var right: Tail { Tail(slope: 1, signs: [-1, 1, -1, 1], from: farOut) }
  package var isBoundedByInput: Bool { true }
  /// 32 steps of the grid: beyond them f and its derivatives only fall.
  private var farOut: Double { 64 * gridStep }
}
