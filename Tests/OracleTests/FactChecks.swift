import FloatingPointFormats
import Functions
import TestSupport

@testable import Oracle

/// What the facts of a definition claim, checked by interval evaluation at many points and on stretches.
struct FactChecks {
  let function: Function
  private var facts: any Definition { function.definition }

  /// Every claim by name, with what speaks against it.
  static let all: [(name: String, check: @Sendable (FactChecks) -> Failures)] = [
    ("mirror", { $0.mirror() }), ("values at zero", { $0.atZero() }),
    ("bounded by input", { $0.boundedByInput() }), ("bend", { $0.bend() }),
    ("branches", { $0.branches() }), ("signs of tails", { $0.signs() }),
    ("sizes of tails", { $0.sizes() }), ("turns", { $0.turns() }), ("gate", { $0.gate() }),
  ]

  private static let points: [Double] = {
    var random = SplitMix64(seed: 3)
    return (0..<Thorough.count(300, usual: 30)).map { _ in
      Double.random(in: -12...12, using: &random)
    }
      + stride(from: 1, through: 40, by: Thorough.isAsked ? 1 : 8)
      .flatMap { [power2(-7 * $0), -power2(-7 * $0)] } + [20, -20, 40, -40]
  }()

  private func value(_ k: Int, _ x: Double, precision: Int = 512) -> Interval {
    MPFloat.widenExponents()
    return Oracle(function, derivative: k).evaluated(Interval(x, precision: precision))
  }

  private func isCurved(_ x: Double) -> Bool { function.branch(at: x).polynomial == nil }

  /// f⁽ᵏ⁾(x) is what the mirror makes of f⁽ᵏ⁾(−x), to 400 bits.
  private func mirror() -> Failures {
    var failures = Failures()
    guard let mirror = facts.mirror else { return failures }
    for k in 0...2 {
      for x in Self.points where x.magnitude > 0x1p-40 {
        let other = mirror.derivative(k).reflected(Interval(x, precision: 512), value(k, -x))
        let off = value(k, x) - other
        failures.check(off.magnitude < 0x1p-400, "\(function.name)/\(k) at \(x): \(off.doubles)")
      }
    }
    return failures
  }

  private func atZero() -> Failures {
    var failures = Failures()
    failures.check(facts.atZero.count == 4, "\(function.name): \(facts.atZero.count) values")
    guard !function.isPolynomial else { return failures }
    for (k, stated) in facts.atZero.enumerated() {
      MPFloat.widenExponents()
      let series = Oracle(function, derivative: k).series(Interval(0, precision: 512), order: 0)
      guard let stated else {
        failures.check(!series[0].containsZero, "\(function.name)/\(k) may be zero at 0")
        continue
      }
      let off =
        series[0].times(.integer(stated.denominator))
        - Interval(Double(stated.numerator), precision: 512)
      failures.check(
        off.containsZero && off.magnitude < 0x1p-400,
        "\(function.name)/\(k) at 0: \(series[0].doubles)")
    }
    return failures
  }

  /// True at every point, or false at one.
  private func boundedByInput() -> Failures {
    var failures = Failures()
    let excess = Self.points.filter { x in
      let room = Interval(x.magnitude, precision: 2048) - value(0, x, precision: 2048).absolute
      return room.isCertainlyNegative || !facts.isBoundedByInput && !room.isCertainlyPositive
    }
    failures.check(
      excess.isEmpty == facts.isBoundedByInput, "\(function.name) at \(excess.first ?? 0)")
    return failures
  }

  /// Near zero |f(x)/(f′(0)·x) − 1| ≤ bend·|x|, and of derivatives that are zero at zero the same; of the
  /// others |f′(x)/f′(0) − 1| ≤ 8·|x|, where the bend is 1.
  private func bend() -> Failures {
    var failures = Failures()
    guard !function.isPolynomial else { return failures }
    failures.check(facts.bend >= 1, "\(function.name): \(facts.bend)")
    for k in function.definition.orders {
      let oracle = Oracle(function, derivative: k)
      let zero = Interval(0, precision: 2048)
      let lead = oracle.series(zero, order: 1)[oracle.isGated ? 1 : 0]
      for size in [61, 64, 80, 120, 300] {
        for x in [power2(-size), -power2(-size)] where isCurved(x) {
          let point = Interval(x, precision: 2048)
          let h = oracle.isGated ? oracle.evaluated(point) / point : oracle.evaluated(point)
          let change = ((h / lead - Interval(1, precision: 2048)) / point).magnitude
          let most = oracle.isGated ? facts.bend : facts.bend > 1 ? .infinity : 8
          failures.check(change <= most, "\(function.name)/\(k) at \(x): \(change)")
        }
      }
    }
    return failures
  }

  /// On its branch a polynomial is the function, and where no branch says so it is none of low degree.
  private func branches() -> Failures {
    var failures = Failures()
    for x in Self.points where x != 0 {
      let y = value(0, x, precision: 2048)
      if let p = function.branch(at: x).polynomial {
        let off = p.value(Interval(x, precision: 2048)) - y
        failures.check(off.magnitude < 0x1p-1000, "\(function.name) at \(x): \(off.doubles)")
      } else {
        failures.check(!y.isPoint, "\(function.name) at \(x) is exact")
      }
    }
    return failures
  }

  /// The difference to the line that f tends to, and its derivatives, have their signs: over a short
  /// stretch at each tenth, as far as 4096 bits show.
  private func signs() -> Failures {
    var failures = Failures()
    for isNegative in [true, false] {
      let tail = isNegative ? facts.left : facts.right
      guard let signs = tail.signs else { continue }
      failures.check(signs.count == 4, "\(function.name): \(signs)")
      for (k, sign) in signs.enumerated() {
        let oracle = Oracle(function, derivative: k)
        var x = max(tail.from, 1)
        var checked = 0
        while checked < Thorough.count(24, usual: 5), x < 1200 {
          let off = difference(oracle, x, x * (1 + 0x1p-30), isNegative)
          if checked > 3, off.largestExponent < -3000 { break }
          failures.check(
            sign < 0 ? off.isCertainlyNegative : off.isCertainlyPositive,
            "\(function.name)/\(k) \(isNegative ? "−" : "+")\(x): \(off.doubles)")
          checked += 1
          x *= Thorough.isAsked ? 1.1 : 1.6
        }
      }
    }
    return failures
  }

  /// f less its line over [a, b], or over [−b, −a]; on the side where f is large through the mirror.
  private func difference(
    _ oracle: Oracle, _ a: Double, _ b: Double, _ isNegative: Bool
  ) -> Interval {
    MPFloat.widenExponents()
    let x =
      isNegative
      ? Interval(from: -b, to: -a, precision: 4096) : Interval(from: a, to: b, precision: 4096)
    if let mirror = facts.mirror?.derivative(oracle.derivative),
      oracle.line(at: isNegative ? 1 : -1) == 0
    {
      let small = oracle.evaluated(-x)
      return mirror.sign > 0 ? small : -small
    }
    let line = (isNegative ? facts.left : facts.right).line(oracle.derivative)
    if line.slope == 1, let gate = facts.gate(x) { return x * (gate - x.constant(.integer(1))) }
    return oracle.evaluated(x) - oracle.line(at: x, isNegative: isNegative)
  }

  /// Beyond ±65536 everything is as near to a line of zero as `Tail` says.
  private func sizes() -> Failures {
    var failures = Failures()
    MPFloat.widenExponents()
    for k in 0...2 where !function.isPolynomial {
      for e in stride(from: 16, through: 40, by: Thorough.isAsked ? 1 : 8) {
        for side in [-1.0, 1] where isCurved(side * 70_000) {
          let oracle = Oracle(function, derivative: k)
          guard oracle.line(at: side) == 0 else { continue }
          let (a, b) = (side * power2(e), side * power2(e + 1))
          let y = oracle.evaluated(Interval(from: min(a, b), to: max(a, b), precision: 128))
          let bound = -(1 << (e - 4)) - (1 << (e - 4)) / 4
          failures.check(
            y.largestExponent < bound, "\(function.name)/\(k) 2^\(e): 2^\(y.largestExponent)")
        }
      }
    }
    return failures
  }

  /// The stated turning points are those that a search finds.
  private func turns() -> Failures {
    var failures = Failures()
    guard !function.isPolynomial, facts.orders.upperBound >= 2 else { return failures }
    for k in 0...1 {
      guard let known = function.knownTurns(k) else { continue }
      let found = Oracle(function).searchedTurningPoints(derivative: k)
      failures.check(known == found, "\(function.name)/\(k): \(known), \(found)")
    }
    return failures
  }

  /// f(x) = x·gate(x).
  private func gate() -> Failures {
    var failures = Failures()
    for x in Self.points {
      let point = Interval(x, precision: 512)
      guard let gate = facts.gate(point) else { continue }
      failures.check((point * gate).overlaps(value(0, x)), "\(function.name) at \(x)")
    }
    return failures
  }
}
