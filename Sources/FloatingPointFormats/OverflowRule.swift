/// What becomes of a number that rounds beyond the largest of a format.
public enum OverflowRule: Sendable, Hashable {
  /// Infinity of its sign: IEEE 754's rule.
  case infinity
  /// NaN of its sign: a format without infinities that does not saturate.
  case nan
  /// The largest number of its sign: a conversion that saturates. Infinities go there too.
  case largest
}
