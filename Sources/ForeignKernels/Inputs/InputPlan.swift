import FloatingPointFormats
import Scoring

/// Which inputs a kernel is given, in which order, and back: every place of the run is an input, and
/// every input but the padding has its rank in canonical (ascending) order.
///
/// Nothing is stored for an exhaustive plan, so one of 2^32 places costs nothing.
package struct InputPlan<T: BinaryFormat>: Sendable {
  let places: PlanPlaces

  /// Every encoding of a format of at most 32 bits.
  /// - Precondition: all inputs of the format can be tried.
  package init(exhaustive order: InputOrder = .ascending, padding: Padding = .none) {
    precondition(T.name.canTryAllInputs, "the inputs cannot all be listed")
    places = PlanPlaces(T.width, .all, order, padding)
  }

  /// Given inputs, in any order, duplicates kept.
  package init(samples: [T], order: InputOrder = .ascending, padding: Padding = .none) {
    places = PlanPlaces(T.width, .list(samples.map(\.position).sorted()), order, padding)
  }

  /// The inputs of a question, which need not fit into memory.
  package init(_ inputs: PlannedInputs, order: InputOrder = .ascending, padding: Padding = .none) {
    places = PlanPlaces(T.width, .planned(inputs), order, padding)
  }

  package var order: InputOrder { places.order }
  package var padding: Padding { places.padding }
  /// How many inputs there are, the padding not counted.
  package var count: Int { places.count }
  /// How many places the run has: the count with the padding.
  package var paddedCount: Int { places.paddedCount }
  package var isExhaustive: Bool { places.isExhaustive }

  /// The input of a rank, in ascending order.
  package func canonicalInput(_ rank: Int) -> T { T(position: places.position(ofRank: rank)) }

  /// The input at a place.
  package func input(at place: Int) -> T {
    rank(at: place).map(canonicalInput)
      ?? T(bitPattern: T.Bits(truncatingIfNeeded: padding.bits))
  }

  /// The rank, in ascending order, of the input at a place; nil where the place is padding.
  package func rank(at place: Int) -> Int? { places.rank(at: place) }

  /// The place of the input of a rank.
  package func place(ofRank rank: Int) -> Int { places.place(ofRank: rank) }

  /// The inputs at consecutive places.
  /// - Precondition: `first + buffer.count ≤ paddedCount`.
  package func fill(_ buffer: UnsafeMutableBufferPointer<T>, from first: Int) {
    precondition(first >= 0 && first + buffer.count <= paddedCount, "places outside the plan")
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    switch T.width {
    case 8: places.fill(bytes.assumingMemoryBound(to: UInt8.self), from: first)
    case 16: places.fill(bytes.assumingMemoryBound(to: UInt16.self), from: first)
    case 32: places.fill(bytes.assumingMemoryBound(to: UInt32.self), from: first)
    default: places.fill(bytes.assumingMemoryBound(to: UInt64.self), from: first)
    }
  }
}
