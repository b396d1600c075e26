/// The order in which a library's function takes its arguments, a letter each: x, y and n, or x and n
/// where it works in place; of a backward function g (dy), x, d (dx) and n.
public struct ArgumentOrder: Sendable, Hashable {
  public let letters: String

  public static let batch = ArgumentOrder(checked: "xyn")
  public static let backward = ArgumentOrder(checked: "gxdn")

  private init(checked letters: String) { self.letters = letters }

  /// Nil where the letters are not those of the form; a scalar function has one argument, and no order.
  public init?(_ letters: String, for form: LibraryForm) {
    let sets: [LibraryForm: [String]] = [.batch: ["nxy", "nx"], .backward: ["dgnx"]]
    guard sets[form]?.contains(String(letters.sorted())) == true else { return nil }
    self.letters = letters
  }

  /// What is wrong with letters that are none.
  package static func problem(_ letters: String, for form: LibraryForm) -> String {
    switch form {
    case .batch:
      "takes the letters x, y and n in the function's order, as nyx, or x and n where it works in "
        + "place, not '\(letters)'"
    case .backward:
      "takes the letters g (dy), x, d (dx) and n in the function's order, as xgdn, not '\(letters)'"
    case .scalar: "goes with functions of several arguments; a scalar function has one"
    }
  }

  /// Whether outputs take the place of inputs.
  public var isInPlace: Bool { letters.count == 2 }

  static func usual(for form: LibraryForm) -> ArgumentOrder {
    form == .backward ? .backward : .batch
  }

  /// `(n, y, x)`
  var description: String {
    let names: [Character: String] = ["g": "dy", "d": "dx"]
    return "(" + letters.map { names[$0] ?? String($0) }.joined(separator: ", ") + ")"
  }
}

/// The type of a function's n.
package enum LengthType: String, Sendable, Codable, CaseIterable {
  case size = "size_t"
  case int

  /// Values that it counts at most.
  package var longest: Int { self == .int ? Int(Int32.max) : Int.max }
}
