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
      guard size >= Y.smallestNormal.double, size < Y.smallestNormal.double * 64 else { continue }
      if try isFlushed(X(nearest: x[i - 1]), X(nearest: x[i])) { evidence.flushed += 1 }
    }
    return evidence
  }

  /// Whether results that fall to zero between two inputs were about to be subnormal: the last three
  /// before say how small the next one is.
  private func isFlushed(_ first: X, _ last: X) throws -> Bool {
    var (first, last) = (first.position, last.position)
    // Ever narrower, 64 inputs at a time, until the two are neighbours.
    while true {
      let gap = first < last ? last - first : first - last
      guard gap > 1 else { break }
      let step = max(1, gap / 64)
      let inner = stride(from: 0, to: gap, by: UInt64.Stride(step))
        .map { first < last ? first + $0 : first - $0 }
      let places = inner + [last]
      let y = try call(places.map { X(position: $0).double })
      guard let end = y.firstIndex(where: \.isZeroValue), end > 0 else { return false }
      (first, last) = (places[end - 1], places[end])
    }
    let back: (UInt64) -> X = { X(position: first < last ? first - $0 : first + $0) }
    let sizes = try call([back(2), back(1), back(0)].map(\.double)).map { abs($0.double) }
    guard sizes[0] >= sizes[1], sizes[1] >= sizes[2] else { return false }
    // The factor shrinks by a factor of its own, as the tail grows steeper; each has its rounding.
    let (factor, earlier) = (sizes[2] / sizes[1], sizes[1] / sizes[0])
    let next = sizes[2] * factor * (factor / earlier)
    return next < Y.smallestNormal.double * (1 + exp2(Double(3 - Y.precision)))
  }
}
