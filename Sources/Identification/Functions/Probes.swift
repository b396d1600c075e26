import FloatingPointFormats

/// Observed inputs, evenly spread over the stretch where the functions differ, with the noise that a kernel's
/// working precision leaves there.
package struct Probes: Sendable {
  package let x, y: [Double]
  /// One ulp of the output, or of something larger that it is made of.
  package let noise: [Double]
  private let precision: Int

  /// At most so many.
  static let most = 1200
  static let stretch = 8.0

  /// - Parameter keepsTail: whether small results are looked at closely, down to 2^−12 of 1; else an error of an ulp
  ///   of |x| is noise everywhere, as it is where 1 + erf cancels.
  package init(_ observed: Observations, keepsTail: Bool = true) {
    let p = observed.signature.output.parameters
    precision = p.precision
    let usable = observed.x.indices.filter {
      observed.x[$0].magnitude <= Probes.stretch && observed.y[$0].isFinite
    }
    var kept: [Int] = []
    var next = -Double.infinity
    let step = 2 * Probes.stretch / Double(Probes.most)
    for i in usable where observed.x[i] >= next {
      kept.append(i)
      next = max(next, observed.x[i] - step / 2) + step
      if next == -.infinity { next = observed.x[i] + step / 2 }
    }
    x = kept.map { observed.x[$0] }
    y = kept.map { observed.y[$0] }
    noise = zip(x, y).map { x, y in
      let size = max(y.magnitude, keepsTail ? 0x1p-12 : max(0.5, x.magnitude / 2))
      return Double(
        sign: .plus, exponent: p.ulpExponent(ofBinade: size.exponentFloor), significand: 1)
    }
  }

  /// The bits of a distance of an eighth of a value.
  var coarsest: Double { max(1, Double(precision) - 3) }

  /// Whether two functions are one, to all intents: closer than any rounding of the outputs.
  func isSame(_ f: (Double) -> Double, _ g: (Double) -> Double) -> Bool {
    x.indices.allSatisfy { (f(x[$0]) - g(x[$0])).magnitude <= noise[$0] * 0x1p-20 + 0x1p-45 }
  }

  /// How far a function is from the outputs, in bits of the noise: the mean of log2(1 + |y − f|/noise).
  package func distance(_ f: (Double) -> Double) -> Double {
    guard !x.isEmpty else { return .infinity }
    let sum = x.indices.reduce(0.0) { $0 + bits(y[$1] - f(x[$1]), $1) }
    return sum / Double(x.count)
  }

  private func bits(_ difference: Double, _ i: Int) -> Double {
    guard difference.isFinite else { return 64 }
    let t = 1 + difference.magnitude / noise[i]
    return Double(t.exponent) + (t.significand - 1)
  }

  /// How many outputs are nearer to f than to g, of those where the two are more than two ulps of noise apart.
  package func votes(_ f: (Double) -> Double, over g: (Double) -> Double) -> (won: Int, of: Int) {
    var (won, all) = (0, 0)
    for i in x.indices {
      let (a, b) = (f(x[i]), g(x[i]))
      guard a.isFinite, b.isFinite, (a - b).magnitude > 2 * noise[i] else { continue }
      all += 1
      if (y[i] - a).magnitude < (y[i] - b).magnitude { won += 1 }
    }
    return (won, all)
  }
}
