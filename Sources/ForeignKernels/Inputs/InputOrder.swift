/// The order in which the inputs of a run are presented to a kernel.
///
/// The canonical order is ascending: by `position`, IEEE 754 totalOrder. Outputs that came in
/// another order are scored in the canonical one, so the order changes a score only if the kernel's
/// results depend on the place of an input.
package struct InputOrder: Sendable, Hashable, Codable {
  package enum Base: String, Sendable, Hashable, Codable, CaseIterable {
    /// By value: −NaN, −∞ … −0, +0 … +∞, NaN.
    case ascending
    /// By encoding as an unsigned integer: +0 … +∞, NaN, −0 … −∞, −NaN.
    case bits
    /// Mixed by a seeded bijection; see `Shuffle`.
    case shuffled
  }

  package var base: Base
  /// Of a shuffle; 0 otherwise.
  package var seed: UInt64
  /// Rotation: place i shows what place i + shift shows without it, cyclically. So vector bodies and
  /// tails meet other inputs than they do without a shift.
  package var shift: Int

  package init(_ base: Base, seed: UInt64 = 0, shift: Int = 0) {
    self.base = base
    self.seed = seed
    self.shift = shift
  }

  package static let ascending = InputOrder(.ascending)
  package static let bits = InputOrder(.bits)
  package static func shuffled(seed: UInt64) -> InputOrder { InputOrder(.shuffled, seed: seed) }

  /// The same order, rotated.
  package func shifted(by shift: Int) -> InputOrder {
    InputOrder(base, seed: seed, shift: shift)
  }
}

/// Inputs appended so that the count becomes a multiple, for kernels that work in tiles.
package struct Padding: Sendable, Hashable, Codable {
  /// The count is rounded up to a multiple of this, at least 1.
  package var multiple: Int
  /// The encoding of the value appended.
  package var bits: UInt64

  package init(multiple: Int, bits: UInt64 = 0) {
    self.multiple = multiple
    self.bits = bits
  }

  package static let none = Padding(multiple: 1)
}
