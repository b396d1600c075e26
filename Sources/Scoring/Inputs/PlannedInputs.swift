import FloatingPointFormats

/// The inputs of a question in ascending order, by rank from 0.
package struct PlannedInputs: Sendable {
  private let plan: InputPlan

  /// - Throws: `ScoringError`, where the inputs cannot be; `OracleError`.
  package init(_ question: Question) throws {
    plan = try FloatingPointEnvironment.standard.run { try InputPlan(question) }
  }

  package var count: Int { plan.count }

  /// The input of a rank, as a position in totalOrder.
  package func position(_ rank: Int) -> UInt64 { plan.position(rank) }

  /// The inputs of consecutive ranks, as positions.
  package func positions(_ ranks: Range<Int>) -> [UInt64] { plan.positions(ranks) }

  /// How many inputs come before a position.
  package func rank(of position: UInt64) -> Int { plan.rank(of: position) }

  /// Inputs of consecutive ranks.
  /// - Precondition: `first + buffer.count ≤ count`.
  package func fill<T: BinaryFormat>(_ buffer: UnsafeMutableBufferPointer<T>, from first: Int) {
    precondition(first >= 0 && first + buffer.count <= count, "ranks beyond the inputs")
    for (k, position) in plan.positions(first..<first + buffer.count).enumerated() {
      buffer.initializeElement(at: k, to: T(position: position))
    }
  }
}
