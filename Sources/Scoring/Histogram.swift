/// Counts of signed ULP errors: one bin for |e| < 1/8, then eighths up to 1, then binades, on either
/// side.
public struct Histogram: Sendable, Equatable, Codable {
  /// Bins on one side without the central one: 7 eighths and the binades from 1 on.
  static let side = 7 + 1024

  /// Where |e| falls: 0 for the central bin, 1 … 7 for eighths, 8 + k for [2^k, 2^(k+1)).
  @inline(__always) static func bin(_ magnitude: Double) -> Int {
    magnitude < 1 ? Int(magnitude * 8) : 8 + Int(magnitude.exponent)
  }

  /// [from, to) of a bin of magnitudes.
  static func edges(_ bin: Int) -> (from: Double, to: Double) {
    if bin < 8 { return (Double(bin) / 8, Double(bin + 1) / 8) }
    let from = Double(sign: .plus, exponent: bin - 8, significand: 1)
    return (from, from * 2)
  }

  /// By signed bin: negative errors below zero.
  private(set) var counts: [Int: Int] = [:]

  mutating func add(_ signedBin: Int, _ n: Int = 1) {
    if n != 0 { counts[signedBin, default: 0] += n }
  }

  mutating func merge(_ other: Histogram) {
    for (bin, n) in other.counts { counts[bin, default: 0] += n }
  }

  /// From the most negative bin in use to the most positive, empty ones between left out.
  var bins: [HistogramBin] {
    counts.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map { bin, count in
      if bin == 0 { return HistogramBin(from: -0.125, to: 0.125, count: count) }
      let (from, to) = Histogram.edges(bin < 0 ? -bin : bin)
      return bin < 0
        ? HistogramBin(from: -to, to: -from, count: count)
        : HistogramBin(from: from, to: to, count: count)
    }
  }
}
