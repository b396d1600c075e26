import Foundation

/// A number known to within a radius.
struct Mass: Sendable, Equatable {
  var centre: Double
  var radius: Double

  static let zero = Mass(centre: 0, radius: 0)

  /// All numbers between two bounds.
  init(from low: Double, to high: Double) {
    centre = low / 2 + high / 2
    radius = (high - low) / 2 + high * 0x1p-52
  }

  init(centre: Double, radius: Double) { (self.centre, self.radius) = (centre, radius) }

  /// No less than the number.
  var most: Double { (centre + radius) * (1 + 0x1p-50) }

  static func + (a: Mass, b: Mass) -> Mass {
    Mass(
      centre: a.centre + b.centre,
      radius: (a.radius + b.radius + (a.centre + b.centre) * 0x1p-52) * (1 + 0x1p-50))
  }
}

/// What a distribution gives intervals, with proven bounds.
///
/// The density of N(0, σ²) falls on either side of zero, so over an interval it lies between those of the ends. The
/// tail is ½·erfc(z/√2); a difference of two is known to what both are off by. Documentation/Proof.md has the bounds
/// of exp and erfc that this relies on.
struct Distribution: Sendable {
  let weights: InputWeights

  /// The mass between a and b, a < b, of which either may be infinite.
  func mass(_ a: Double, _ b: Double) -> Mass {
    switch weights {
    case .normal(let sigma):
      if a < 0, b > 0 { return mass(a, 0) + mass(0, b) }
      return b <= 0 ? normal(-b, -a, sigma) : normal(a, b, sigma)
    case .histogram(let histogram):
      var sum = 0.0
      for bin in histogram.bins(from: a, to: b) {
        sum += bin.weight * ((min(b, bin.high) - max(a, bin.low)) / (bin.high - bin.low))
      }
      return Mass(centre: sum, radius: sum * 0x1p-40)
    }
  }

  /// The density anywhere between a and b: bounds of it.
  func density(_ a: Double, _ b: Double) -> (low: Double, high: Double) {
    switch weights {
    case .normal(let sigma):
      let (near, far) = (max(0, max(a, -b)), max(-a, b))
      return (
        far / sigma < Distribution.end ? density(far / sigma) / sigma * (1 - 0x1p-39) : 0,
        (near / sigma < Distribution.end ? density(near / sigma) : 0x1p-980) / sigma * (1 + 0x1p-39)
      )
    case .histogram(let histogram):
      var (low, high, covered) = (Double.infinity, 0.0, a)
      for bin in histogram.bins(from: a, to: b) {
        let density = bin.weight / (bin.high - bin.low)
        if bin.low > covered { low = 0 }
        (low, high, covered) = (min(low, density), max(high, density), bin.high)
      }
      if covered < b || high == 0 { low = 0 }
      return (low * (1 - 0x1p-50), high * (1 + 0x1p-50))
    }
  }

  /// Where the density is not smooth, the first place at or beyond x; nil for none.
  func edge(from x: Double) -> Double? {
    guard case .histogram(let histogram) = weights else { return nil }
    return histogram.edge(from: x)
  }

  /// 0 ≤ a < b.
  private func normal(_ a: Double, _ b: Double, _ sigma: Double) -> Mass {
    let (near, far) = (tail(a / sigma), tail(b / sigma))
    let byTails = Mass(
      centre: near.centre - far.centre, radius: near.radius + far.radius + near.centre * 0x1p-52)
    guard b.isFinite else { return byTails }
    let (low, high) = density(a, b)
    let byDensity = Mass(from: (b - a) * low, to: (b - a) * high)
    return byDensity.radius < byTails.radius ? byDensity : byTails
  }

  /// The mass beyond z ≥ 0 of N(0, 1). z may be off by 2^−53 of itself, and z/√2 by 2^−52: that moves the tail by
  /// less than (z² + 1)·2^−51 of itself; erfc itself is taken to be off by less than 2^−49.
  private func tail(_ z: Double) -> Mass {
    guard z.isFinite, z < 40 else { return Mass(centre: 0, radius: z.isFinite ? 0x1p-1000 : 0) }
    let value = 0.5 * erfc(z * 0.5.squareRoot())
    return Mass(centre: value, radius: value * (z * z + 6) * 0x1p-51 + 0x1p-1000)
  }

  /// From here on the density of N(0, 1) is below 2^−980, which is as good as nothing.
  static let end = 37.0

  /// That of N(0, 1) below `end`, to within 2^−40 of itself.
  private func density(_ z: Double) -> Double { exp(-z * z / 2) * 0.3989422804014327 }
}
