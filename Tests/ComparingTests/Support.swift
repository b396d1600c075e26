import FloatingPointFormats
import Functions
import Oracle
import Scoring

@testable import Comparing

/// Compares outputs for distinct inputs in any order, in pieces of some size that come in another order.
func compared<X: BinaryFormat, Y: BinaryFormat>(
  _ x: [X], _ a: [Y], _ b: [Y], against oracle: Oracle, piece: Int = 100
) throws -> Comparison {
  let order = x.indices.sorted { x[$0].position < x[$1].position }
  let comparer = try OutputComparer<X, Y>(
    "A", "B", against: oracle, inputs: .positions(order.map { x[$0].position }))
  let (x, a, b) = (order.map { x[$0] }, order.map { a[$0] }, order.map { b[$0] })
  for first in stride(from: 0, to: x.count, by: piece).reversed() {
    let range = first..<min(first + piece, x.count)
    try x[range].withUnsafeBufferPointer { x in
      try a[range].withUnsafeBufferPointer { a in
        try b[range].withUnsafeBufferPointer { b in try comparer.add(from: first, x, a, b) }
      }
    }
  }
  return try comparer.comparison()
}
