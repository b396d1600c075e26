/// Sums over inputs, each as heavy as it is likely, and what they may be off by. Merging them in any order gives
/// the same bits.
///
/// Right outputs add nothing but their errors: counted is the mass of those that are not.
struct WeightedSums: Sendable, Equatable, Codable {
  /// The mass of inputs whose output is not the correct rounding, and not faithful; and of those whose output is NaN
  /// or infinite where the truth is a number, which are in no mean.
  var wrong = FixedSum()
  var unfaithful = FixedSum()
  var noNumber = FixedSum()
  /// |e|, and e as it leads away from zero; the same times ulp(G).
  var magnitude = FixedSum()
  var outward = FixedSum()
  var absolute = FixedSum()
  var outwardAbsolute = FixedSum()
  /// What these may be off by: the first two, the third, the next two, the last two.
  var massRadius = FixedSum()
  var noNumberRadius = FixedSum()
  var ulpRadius = FixedSum()
  var absoluteRadius = FixedSum()

  /// Adds one input with a finite error, known to within `doubt`.
  ///
  /// - Parameter unit: ulp(G).
  @inline(__always) mutating func add(
    _ w: Mass, _ e: Double, outward o: Double, unit: Double, correct: Bool, faithful: Bool,
    doubt: Double
  ) {
    if !correct {
      wrong.add(w.centre)
      massRadius.addUp(w.radius)
      if !faithful { unfaithful.add(w.centre) }
    }
    guard e != 0 || doubt != 0 else { return }
    let (size, off) = (w.centre * e.magnitude, w.radius * e.magnitude + w.most * doubt)
    magnitude.add(size)
    outward.add(w.centre * o)
    absolute.add(bounded(size * unit))
    outwardAbsolute.add(bounded(w.centre * o * unit))
    ulpRadius.addUp(WeightedSums.up(off + size * 0x1p-51))
    absoluteRadius.addUp(bounded(WeightedSums.up((off + size * 0x1p-51) * unit)))
  }

  /// Adds consecutive inputs of one weight.
  mutating func add(_ w: Mass, _ block: BlockErrors) {
    let unit = Mass(from: block.units.low, to: block.units.high)
    let (most, size) = (w.most, block.magnitude)
    if block.wrong > 0 {
      wrong.add(w.centre * Double(block.wrong))
      unfaithful.add(w.centre * Double(block.unfaithful))
      massRadius.addUp(WeightedSums.up((w.radius + w.centre * 0x1p-51) * Double(block.wrong)))
    }
    let off = WeightedSums.up(w.radius * size + most * block.doubt + w.centre * size * 0x1p-50)
    magnitude.add(w.centre * size)
    outward.add(w.centre * block.outward)
    absolute.add(bounded(w.centre * size * unit.centre))
    outwardAbsolute.add(bounded(w.centre * block.outward * unit.centre))
    ulpRadius.addUp(off)
    absoluteRadius.addUp(
      bounded(
        WeightedSums.up(off * unit.most + w.centre * size * (unit.radius + unit.centre * 0x1p-50))))
  }

  /// Adds inputs whose output is no number, where there should be one.
  mutating func addNoNumber(_ w: Mass, _ n: Int) {
    for sum in [\WeightedSums.wrong, \.unfaithful, \.noNumber] {
      self[keyPath: sum].add(w.centre * Double(n))
    }
    let radius = WeightedSums.up((w.radius + w.centre * 0x1p-51) * Double(n))
    massRadius.addUp(radius)
    noNumberRadius.addUp(radius)
  }

  mutating func merge(_ other: WeightedSums) {
    for sum in WeightedSums.all { self[keyPath: sum].merge(other[keyPath: sum]) }
  }

  private static let all: [WritableKeyPath<WeightedSums, FixedSum> & Sendable] = [
    \.wrong, \.unfaithful, \.noNumber, \.magnitude, \.outward, \.absolute, \.outwardAbsolute,
    \.massRadius, \.noNumberRadius, \.ulpRadius, \.absoluteRadius,
  ]

  func isSound(terms: Int) -> Bool {
    WeightedSums.all.allSatisfy { self[keyPath: $0].isSound(terms: terms) }
      && [wrong, unfaithful, noNumber].allSatisfy { (0...1.5).contains($0.value) }
      && [magnitude, massRadius, noNumberRadius, ulpRadius, absoluteRadius].allSatisfy {
        $0.units >= 0
      }
  }

  /// Roundings of what is computed here make bounds no smaller.
  private static func up(_ x: Double) -> Double { x * (1 + 0x1p-48) }

  /// Beyond the largest double stands that.
  private func bounded(_ x: Double) -> Double {
    min(max(x, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
  }
}

/// What a block of consecutive inputs adds up to.
struct BlockErrors {
  var wrong, unfaithful: Int
  /// Σ|e|, and Σe as errors lead away from zero, each known to within `doubt`.
  var magnitude, outward, doubt: Double
  /// Between which ulp(G) lies.
  var units: (low: Double, high: Double)
}
