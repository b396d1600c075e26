/// Output that is too long or too short for its input, and what may have led to it.
struct Misfit {
  /// Bytes that would have fitted what was sent, and bytes that came.
  var wanted: Int
  var got: Int
  /// Whether the child has ended its output: else more was to come.
  var isAll: Bool
  /// Bytes in a value.
  var width: Int
  /// Whether dy goes before x.
  var hasGradient: Bool

  /// Nil where it fits.
  var text: String? {
    guard got != wanted else { return nil }
    if got > wanted {
      guard isAll else {
        return "more than \(bytes(got - wanted)) too many: does it print to standard output?"
      }
      if let times = Misfit.quotient(got, wanted) {
        let cause =
          hasGradient && times == 2
          ? "does it answer dy too?"
          : Misfit.name(width * times).map { "\($0) for \(ownName)?" } ?? "does it answer twice?"
        return "\(times) times too many bytes, \(got) for \(wanted): \(cause)"
      }
      return "\(bytes(got - wanted)) too many: does it print to standard output? "
        + "Only the answers may go there"
    }
    guard let times = Misfit.quotient(wanted, got) else {
      return "\(bytes(wanted - got)) too few"
    }
    let cause = Misfit.name(width / times).map { ": \($0) for \(ownName)?" } ?? ""
    return "\(times) times too few bytes, \(got) for \(wanted)\(cause)"
  }

  private func bytes(_ n: Int) -> String { n == 1 ? "1 byte" : "\(n) bytes" }

  /// 2 or 4, where that is what one number is of another.
  private static func quotient(_ large: Int, _ small: Int) -> Int? {
    small > 0 ? [2, 4].first { small * $0 == large } : nil
  }

  private var ownName: String { Misfit.name(width) ?? "\(width) bytes" }

  private static func name(_ width: Int) -> String? {
    [1: "8-bit values", 2: "16-bit values", 4: "float32", 8: "float64"][width]
  }
}
