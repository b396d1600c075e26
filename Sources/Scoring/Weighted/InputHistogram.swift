import Foundation

/// How often inputs were seen to lie in intervals of the real line. Within each they count as spread evenly.
public struct InputHistogram: Hashable, Sendable {
  public struct Bin: Hashable, Sendable, Codable {
    public var low: Double
    public var high: Double
    public var weight: Double
  }

  /// Ascending, without overlaps; the weights add up to 1.
  public let bins: [Bin]

  /// - Parameters:
  ///   - bins: with weights of any sum.
  ///   - place: what complaints begin with.
  /// - Throws: `ScoringError`, where bins are empty, overlap or descend, or no weight is above zero.
  public init(_ bins: [Bin], of place: String) throws {
    let total = bins.reduce(0) { $0 + $1.weight }
    guard total > 0, total.isFinite else {
      throw ScoringError("\(place) has no weight above zero; write lines low,high,weight")
    }
    for (i, bin) in bins.enumerated() {
      guard bin.low < bin.high, (bin.high - bin.low).isFinite, bin.weight >= 0 else {
        throw ScoringError(
          "\(place), line \(i + 1): \(bin.low),\(bin.high),\(bin.weight) is no interval with a weight; write "
            + "low,high,weight with low < high")
      }
      if i > 0, bins[i - 1].high > bin.low {
        throw ScoringError(
          "\(place), line \(i + 1): \(bin.low) lies below the end of the line before, \(bins[i - 1].high); "
            + "write intervals that ascend and do not overlap")
      }
    }
    self.bins = bins.map { Bin(low: $0.low, high: $0.high, weight: $0.weight / total) }
  }

  /// The bins that have a part between a and b.
  func bins(from a: Double, to b: Double) -> ArraySlice<Bin> {
    let first = count { $0.high <= a }
    return bins[first..<max(first, count { $0.low < b })]
  }

  /// The first end of a bin that is at least x.
  func edge(from x: Double) -> Double? {
    let next = count { $0.high < x }
    guard next < bins.count else { return nil }
    return bins[next].low >= x ? bins[next].low : bins[next].high
  }

  /// How many bins, from the first on, something holds for.
  private func count(_ holds: (Bin) -> Bool) -> Int {
    var (low, high) = (0, bins.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(bins[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// - Throws: `ScoringError`: one line, with the path.
  public init(readingFrom path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ScoringError(
        "\(path.printable): no such file; weights are normal, normal(sigma=S), or a file of lines "
          + "low,high,weight")
    }
    let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    let bins = try lines.enumerated().map { i, line in
      let numbers = line.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0.trimmingCharacters(in: .whitespaces))
      }
      guard numbers.count == 3, let low = numbers[0], let high = numbers[1],
        let weight = numbers[2]
      else {
        throw ScoringError(
          "\(path.printable), line \(i + 1): '\(String(line).printable)' is not low,high,weight in decimals"
        )
      }
      return Bin(low: low, high: high, weight: weight)
    }
    try self.init(bins, of: path.printable)
  }
}
