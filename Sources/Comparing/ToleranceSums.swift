/// What holding one output to another by a tolerance comes to, over many inputs.
struct ToleranceSums: Sendable, Equatable {
  /// Inputs that do not pass.
  private(set) var failing = Counted()
  /// The largest |actual − desired|/(atol + rtol·|desired|) of two finite outputs.
  private(set) var ratio = Largest<Double>()

  mutating func add(_ tolerance: Tolerance, actual: Double, desired: Double, _ place: PairPlace) {
    if actual.isFinite, desired.isFinite {
      ratio.consider(tolerance.ratio(actual: actual, desired: desired), place)
    }
    if !tolerance.passes(actual: actual, desired: desired) { failing.add(place) }
  }

  mutating func merge(_ other: ToleranceSums) {
    failing.merge(other.failing)
    ratio.merge(other.ratio)
  }
}
