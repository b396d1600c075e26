/// What is known of one region: everything in it merges by adding or by taking the larger.
struct RegionAccumulator: Sendable, Equatable, Codable {
  var count = 0
  var correctlyRounded = 0
  var faithful = 0
  var sums = ErrorSums()
  /// The errors again, positive where they lead away from zero.
  var outward = SignedErrorSum()
  /// What the recorded errors may be off by.
  var doubt = Doubt()
  var histogram = Histogram()
  /// The largest errors of finite outputs.
  var worst = TopList()
  /// The first finite inputs whose output is NaN or infinite where the truth is in range: their
  /// error is infinite, and enters no sum.
  var nonFinite = FirstFew()
  /// How many inputs gave NaN for a number, and an infinity for a finite truth.
  var nans = 0
  var infinities = 0
  var maxSteps: UInt64 = 0
  var maxStepsPosition = UInt64.max
  /// The largest |e| of a finite output by column, −1 where none was scored.
  var profile: [Double]
  /// The columns with an infinite error: bit i for column i.
  var nonFiniteColumns: UInt64 = 0

  init(columns: Int) { profile = Array(repeating: -1, count: columns) }

  @inline(__always) mutating func addSteps(_ steps: UInt64, at position: UInt64) {
    if steps > maxSteps || steps == maxSteps && position < maxStepsPosition {
      maxSteps = steps
      maxStepsPosition = position
    }
  }

  /// Adds a finite error, known to within `doubt`, and the same as it leads away from zero.
  @inline(__always) mutating func add(
    _ e: Double, outward o: Double, bin: Int, correct: Bool, faithful isFaithful: Bool, column: Int,
    doubt d: Double
  ) {
    if correct { correctlyRounded += 1 }
    if isFaithful { faithful += 1 }
    sums.add(e)
    outward.add(o)
    doubt.add(1, e.magnitude < 0x1p10 ? d : 0)
    histogram.add(bin)
    if e.magnitude > profile[column] { profile[column] = e.magnitude }
  }

  /// A result that the flush model allows counts as exact.
  mutating func addExact(_ column: Int) {
    add(0, outward: 0, bin: 0, correct: true, faithful: true, column: column, doubt: 0)
  }

  mutating func addNonFinite(_ column: Int, _ candidate: Candidate) {
    nonFiniteColumns |= 1 << UInt64(column)
    nonFinite.insert(candidate)
  }

  mutating func merge(_ other: RegionAccumulator) {
    count += other.count
    correctlyRounded += other.correctlyRounded
    faithful += other.faithful
    sums.merge(other.sums)
    outward.merge(other.outward)
    doubt.merge(other.doubt)
    histogram.merge(other.histogram)
    worst.merge(other.worst)
    nonFinite.merge(other.nonFinite)
    nans += other.nans
    infinities += other.infinities
    addSteps(other.maxSteps, at: other.maxStepsPosition)
    for (i, size) in other.profile.enumerated() { profile[i] = max(profile[i], size) }
    nonFiniteColumns |= other.nonFiniteColumns
  }

  /// The largest |e| by column as a score has it: rounded up, nil where nothing was scored.
  var roundedProfile: [Double?] {
    profile.enumerated().map { i, size in
      if nonFiniteColumns >> UInt64(i) & 1 == 1 { return .infinity }
      return size < 0 ? nil : roundedUp(size)
    }
  }
}
