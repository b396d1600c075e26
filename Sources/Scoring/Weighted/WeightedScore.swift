import Foundation

/// What an error means where inputs are not all equally likely: expected values over a distribution of inputs, each
/// with bounds between which it lies for certain.
///
/// An input stands for the reals that round to it. Means leave out the inputs whose output is NaN or infinite where
/// the truth is a number; how likely these are is told.
public struct WeightedScore: Codable, Sendable, Equatable {
  /// Which inputs are how likely, in words.
  public var weights: String
  /// How much of the distribution the inputs have that were scored: 1 but for a region.
  public var mass: Bounds
  /// The shares of that mass with a correctly rounded and with a faithful output, and with NaN or an infinity for a
  /// number.
  public var right: Bounds
  public var faithful: Bounds
  public var noNumber: Bounds
  /// The expected |ULP error|, and (|output| − |truth|)/ulp(truth).
  public var meanUlp: Bounds
  public var meanMagnitudeUlp: Bounds
  /// The expected |output − truth|, and |output| − |truth|.
  public var meanAbs: Bounds
  public var meanMagnitudeAbs: Bounds

  /// A number that lies between two.
  public struct Bounds: Codable, Sendable, Equatable {
    public var low: Double
    public var high: Double
  }

  /// - Parameters:
  ///   - mass: of all inputs that were scored.
  ///   - count: how many they are.
  init(_ sums: WeightedSums, _ weights: InputWeights, mass: Mass, count: Int) {
    // Each term is cut off to a multiple of the unit.
    let cut = Double(count) * FixedSum.unit
    let all = Interval(mass.centre, mass.radius)
    let isLost = sums.noNumber.value != 0 || sums.noNumberRadius.value != 0
    let numbers =
      isLost ? all - Interval(sums.noNumber.value, sums.noNumberRadius.value + cut) : all
    func part(_ sum: FixedSum, _ radius: FixedSum, of whole: Interval) -> Interval {
      // Nothing was added.
      if sum.value == 0, radius.value == 0 { return Interval(low: 0, high: 0) }
      return Interval(sum.value, radius.value + cut) / whole
    }
    func share(_ sum: FixedSum, _ radius: FixedSum) -> Interval {
      part(sum, radius, of: all).clamped(0, 1)
    }
    self.weights = weights.name
    self.mass = all.clamped(0, 1).bounds
    right = share(sums.wrong, sums.massRadius).complement.bounds
    faithful = share(sums.unfaithful, sums.massRadius).complement.bounds
    noNumber = share(sums.noNumber, sums.noNumberRadius).bounds
    meanUlp = part(sums.magnitude, sums.ulpRadius, of: numbers).clamped(0, .infinity).bounds
    meanMagnitudeUlp = part(sums.outward, sums.ulpRadius, of: numbers).bounds
    meanAbs = part(sums.absolute, sums.absoluteRadius, of: numbers).clamped(0, .infinity).bounds
    meanMagnitudeAbs = part(sums.outwardAbsolute, sums.absoluteRadius, of: numbers).bounds
  }
}

/// Bounds in doubles, each operation rounded outwards by more than it can be off.
private struct Interval {
  var low, high: Double

  init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

  init(_ centre: Double, _ radius: Double) {
    let off = radius == 0 ? 0 : radius * (1 + 0x1p-40) + centre.magnitude * 0x1p-48
    (low, high) = (centre - off, centre + off)
  }

  static func - (a: Interval, b: Interval) -> Interval {
    let off = (a.high.magnitude + b.high.magnitude) * 0x1p-50
    return Interval(low: a.low - b.high - off, high: a.high - b.low + off)
  }

  /// - Parameter b: not below zero; where it may be zero, nothing is known of the quotient.
  static func / (a: Interval, b: Interval) -> Interval {
    guard b.low > 0 else { return Interval(low: -.infinity, high: .infinity) }
    let low = a.low / (a.low < 0 ? b.low : b.high), high = a.high / (a.high < 0 ? b.high : b.low)
    return Interval(low: low - low.magnitude * 0x1p-50, high: high + high.magnitude * 0x1p-50)
  }

  func clamped(_ least: Double, _ most: Double) -> Interval {
    Interval(low: min(max(low, least), most), high: min(max(high, least), most))
  }

  /// 1 less a share.
  var complement: Interval { Interval(low: 1 - high, high: 1 - low).clamped(0, 1) }

  /// To twelve digits, rounded outwards.
  var bounds: WeightedScore.Bounds {
    func outward(_ x: Double, up: Bool) -> Double {
      let near = Double(String(format: "%.11e", x)) ?? x
      guard x.isFinite, up ? near < x : near > x else { return near }
      return up ? x.nextUp : x.nextDown
    }
    return WeightedScore.Bounds(low: outward(low, up: false), high: outward(high, up: true))
  }
}
