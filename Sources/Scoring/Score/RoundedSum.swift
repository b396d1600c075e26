/// What comes of outputs of f(x + bias) when they are held to f at the sum rounded to the inputs' format: the
/// kernel's own errors, without those that it inherits from a rounded sum.
public struct RoundedSum: Codable, Sendable, Equatable {
  /// Rows whose rounded sum is finite and has a truth in range.
  public internal(set) var numbers = 0
  /// How many of them have the correct rounding of f there.
  public internal(set) var correctlyRounded = 0

  mutating func merge(_ other: RoundedSum) {
    numbers += other.numbers
    correctlyRounded += other.correctlyRounded
  }
}
