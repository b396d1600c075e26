import FloatingPointFormats
import Foundation

extension Probe {
  /// Of the negative tail, where results leave the normal range: subnormals come out, or the results
  /// end in zero just where the next one would be subnormal. A tail that ends earlier, as those do that
  /// overflow or cancel inside, shows nothing.
  func tail() throws -> Evidence {
    let x = (0..<4400).map { -2 * exp2(Double($0) / 512) }
    let y = try call(x)
    var evidence = Evidence()
    evidence.kept = y.count { $0.isSubnormalValue }
    for (i, after) in y.enumerated().dropFirst() where after.isZeroValue {
      let size = abs(y[i - 1].double)
      guard size >= T.smallestNormal.double, size < T.smallestNormal.double * 64 else { continue }
      if try isFlushed(T(nearest: x[i - 1]), T(nearest: x[i])) { evidence.flushed += 1 }
    }
    return evidence
  }

  /// Whether results that fall to zero between two inputs were about to be subnormal: the last two that
  /// are none say by what factor the next is smaller.
  private func isFlushed(_ first: T, _ last: T) throws -> Bool {
    var (first, last) = (first.position, last.position)
    // Ever narrower, 64 inputs at a time, until the two are neighbours.
    while true {
      let gap = first < last ? last - first : first - last
      guard gap > 1 else { break }
      let step = max(1, gap / 64)
      let inner = stride(from: 0, to: gap, by: UInt64.Stride(step))
        .map { first < last ? first + $0 : first - $0 }
      let places = inner + [last]
      let y = try call(places.map { T(position: $0).double })
      guard let end = y.firstIndex(where: \.isZeroValue), end > 0 else { return false }
      (first, last) = (places[end - 1], places[end])
    }
    let before = first < last ? first - 1 : first + 1
    let results = try call([T(position: before).double, T(position: first).double])
    let (earlier, size) = (abs(results[0].double), abs(results[1].double))
    // Rounding blurs the factor by a unit of either; the square leaves room for a growing slope.
    let unit = exp2(Double(2 - T.precision))
    return earlier >= size
      && size * (size / earlier) * (size / earlier)
        < T.smallestNormal.double * (1 + unit)
  }
}
