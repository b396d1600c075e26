import ArgumentParser
import ForeignKernels

/// How a library's function takes its arguments.
struct SignatureOptions: ParsableArguments {
  @Option(
    help:
      "The order of the function's arguments, a letter each: x, y and n as in nyx, xn in place; with --backward g (dy), x, d (dx) and n. Default: xyn, gxdn."
  )
  var args: String?
  @Option(
    help: "The type of n: size_t or int. Default: size_t.", completion: .list(["size_t", "int"]))
  var lengthType: String?

  /// - Throws: `Failure`.
  func order(for form: LibraryForm) throws -> ArgumentOrder? {
    try args.map {
      guard let order = ArgumentOrder($0, for: form) else {
        throw Failure("--args \(ArgumentOrder.problem($0, for: form))")
      }
      return order
    }
  }

  /// Whether they say something that a function can have.
  /// - Throws: `Failure`.
  func check(for form: LibraryForm, _ hasLibrary: Bool) throws {
    _ = try order(for: form)
    if let lengthType, LengthType(rawValue: lengthType) == nil {
      throw Failure("--length-type takes size_t or int, not '\(lengthType)'")
    }
    guard hasLibrary || args == nil && lengthType == nil else {
      throw Failure("--args and --length-type go with --library; a command has no arguments")
    }
    guard lengthType == nil || form != .scalar else {
      throw Failure("--length-type goes with functions that take n; a scalar function does not")
    }
  }
}
