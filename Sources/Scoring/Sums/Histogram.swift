/// Counts of signed ULP errors: one bin for |e| < 1/8, then eighths up to 1, then binades, on either
/// side.
package struct Histogram: Sendable, Equatable, Codable {
  /// Bins on one side without the central one: 7 eighths and the binades from 1 on.
  static let side = 7 + 1024

  /// Where |e| falls: 0 for the central bin, 1 … 7 for eighths, 8 + k for [2^k, 2^(k+1)).
  @inline(__always) static func bin(_ magnitude: Double) -> Int {
    magnitude < 1 ? Int(magnitude * 8) : 8 + Int(magnitude.exponentBitPattern) - 1023
  }

  /// [from, to) of a bin of magnitudes.
  static func edges(_ bin: Int) -> (from: Double, to: Double) {
    if bin < 8 { return (Double(bin) / 8, Double(bin + 1) / 8) }
    let from = Double(sign: .plus, exponent: bin - 8, significand: 1)
    return (from, from * 2)
  }

  /// Bins up to this are counted in an array, the few beyond in a dictionary.
  private static let near = 48
  private var counts = [Int](repeating: 0, count: 2 * near + 1)
  private var far: [Int: Int] = [:]

  @inline(__always) mutating func add(_ signedBin: Int, _ n: Int = 1) {
    if signedBin.magnitude <= Histogram.near {
      counts[signedBin + Histogram.near] += n
    } else if n != 0 {
      far[signedBin, default: 0] += n
    }
  }

  mutating func merge(_ other: Histogram) {
    for i in counts.indices { counts[i] += other.counts[i] }
    for (bin, n) in other.far { far[bin, default: 0] += n }
  }

  var total: Int { counts.reduce(0, +) + far.values.reduce(0, +) }

  /// Whether it has the bins of a histogram and at most so many in them: read from a file, it may hold
  /// anything.
  func isSound(total: Int) -> Bool {
    guard counts.count == 2 * Histogram.near + 1 else { return false }
    let beyond = UInt(Histogram.near + 1)...UInt(Histogram.side)
    guard far.keys.allSatisfy({ beyond.contains($0.magnitude) }) else { return false }
    var left = total
    for n in counts + far.values {
      guard (0...left).contains(n) else { return false }
      left -= n
    }
    return true
  }

  /// From the most negative bin in use to the most positive, empty ones between left out.
  var bins: [HistogramBin] {
    let all =
      far.map { ($0.key, $0.value) }
      + counts.enumerated().map { ($0.offset - Histogram.near, $0.element) }
    return all.filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }.map { bin, count in
      if bin == 0 { return HistogramBin(from: -0.125, to: 0.125, count: count) }
      let (from, to) = Histogram.edges(bin < 0 ? -bin : bin)
      return bin < 0
        ? HistogramBin(from: -to, to: -from, count: count)
        : HistogramBin(from: from, to: to, count: count)
    }
  }
}
