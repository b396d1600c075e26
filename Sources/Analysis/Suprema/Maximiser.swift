import Oracle

/// The supremum of |h| over a closed interval, enclosed, and where it is.
struct Maximum {
  enum Kind: String { case stationary, end }

  /// lo ≤ sup |h| ≤ hi.
  var value: Interval
  /// Enclosures that together hold every place where |h| can reach it.
  var places: [(location: Interval, kind: Kind)]
}

/// Interval branch and bound.
///
/// A cell is dropped when no bound of |h| on it reaches the best value seen. Where h′ has no zero,
/// only the ends matter; where h″ has none, there is at most one stationary point, which Newton's
/// interval iteration encloses or excludes; any other cell is halved, unless |h| cannot exceed the
/// best value by more than 2^−100 of it: then the cell as a whole is a place. Bounds on a cell X with
/// middle m and radius r: |h(X)|, |h(m)| + |h′(X)|·r, |h(m)| + |h′(m)|·r + |h″(X)|/2·r².
struct Maximiser: Sendable {
  let expand: Expansion
  static let precision = 256
  static let parts = 16

  private typealias Cell = (left: Interval, right: Interval, depth: Int)

  /// - Parameters: the ends, as enclosures of numbers that may not be binary.
  /// - Throws: `AnalysisError` where the search does not end.
  func supremum(from a: Interval, to b: Interval) throws -> Maximum {
    Interval.prepareThread()
    var cells = divided(a, b)
    var best = size(a).lower.larger(size(b).lower)
    for cell in cells { best = best.larger(size(cell.left.hull(cell.right).middle).lower) }
    var candidates: [(location: Interval, size: Interval)] = []
    var count = 0
    func consider(_ x: Interval) {
      let y = size(x)
      best = best.larger(y.lower)
      candidates.append((x, y))
    }
    while let cell = cells.popLast() {
      let x = cell.left.hull(cell.right)
      let middle = x.middle
      let (h, centre) = (expand(x), expand(middle))
      best = best.larger(centre[0].absolute.lower)
      let bounds = bounds(x, h, centre)
      guard !bounds.contains(where: { $0.isBelow(best) }) else { continue }
      if h[1].containsZero && h[2].containsZero {
        let ceiling = best + best.scaled(by: -100)
        if let flat = bounds.first(where: { $0.isBelow(ceiling) }) {
          candidates.append((x, flat))
          continue
        }
        count += 1
        guard cell.depth < 100, count < 20_000 else {
          throw AnalysisError(description: "no end of the search near \(middle.doubles.lo)")
        }
        cells.append((cell.left, middle, cell.depth + 1))
        cells.append((middle, cell.right, cell.depth + 1))
        continue
      }
      if h[1].containsZero, let place = stationary(x) { consider(place) }
      consider(cell.left)
      consider(cell.right)
    }
    return collected(candidates.filter { !$0.size.isBelow(best) }, best, a, b)
  }

  private func size(_ x: Interval) -> Interval { expand(x)[0].absolute }

  private func divided(_ a: Interval, _ b: Interval) -> [Cell] {
    let n = Maximiser.parts
    let step = (b - a).middle / a.constant(.integer(n))
    let inner = (1..<n).map { (a + step.times(.integer($0))).middle }
    let ends = [a] + inner + [b]
    return zip(ends, ends.dropFirst()).map { ($0, $1, 0) }
  }

  private func bounds(_ x: Interval, _ h: [Interval], _ centre: [Interval]) -> [Interval] {
    let r = (x - x.middle).absolute.upper
    let c = centre[0].absolute
    return [
      h[0].absolute, c + h[1].absolute * r,
      c + centre[1].absolute * r + h[2].absolute * r * r,
    ]
  }

  /// The one stationary point of a cell without a zero of h″, or nil if it has none.
  private func stationary(_ cell: Interval) -> Interval? {
    let slope: Expansion = { x in
      let h = expand(x)
      return [h[1], h[2].scaled(by: 1), h[2]]
    }
    guard let first = Zeros.step(cell, slope) else { return nil }
    var x = first
    while true {
      guard let next = Zeros.step(x, slope) else { return nil }
      guard next.width < x.width * 0.75 else { return next }
      x = next
    }
  }

  private func collected(
    _ candidates: [(location: Interval, size: Interval)], _ best: Interval, _ a: Interval,
    _ b: Interval
  ) -> Maximum {
    var places: [Interval] = []
    var value = best
    for c in candidates {
      value = value.hull(c.size.upper)
      if let i = places.firstIndex(where: { $0.overlaps(c.location) }) {
        places[i] = places[i].hull(c.location)
      } else {
        places.append(c.location)
      }
    }
    return Maximum(
      value: value,
      places: places.map { ($0, $0.overlaps(a) || $0.overlaps(b) ? .end : .stationary) })
  }
}

extension Interval {
  /// The greater of two points.
  func larger(_ other: Interval) -> Interval { isBelow(other) ? other : self }
}
