/// What a failure looks like that comes of calling a function in another form, or format, than it has:
/// the words to add to its line.
struct FormHint {
  let form: LibraryForm
  let order: ArgumentOrder
  let width: Int
  let count: Int

  /// Of outputs that were not written.
  /// - Parameter first: the first of them.
  func unwritten(first: Int, of missing: Int) -> String? {
    if missing == count, form == .batch {
      return "none was: is it a scalar function T f(T)? Then say --scalar; \(asksOrder)"
    }
    if missing == count, form == .backward {
      return "none was: is it a scalar function, or a batch function (x, y, n)? If not, "
        + asksOrder
    }
    guard form != .scalar, width > 2, count >= 8, first + missing == count,
      first == (count + 1) / 2
    else { return nil }
    return "nor was any after it: does it take a format of half the width?"
  }

  /// Of an access outside the buffers, or a write to the inputs.
  func stray(_ kind: KernelFailure.Kind, area: SharedLayout.Area, element: Int) -> String? {
    switch (kind, form) {
    case (.wroteInput, .batch) where element == 0 && order == .batch:
      return "does it take (y, x, n)? Then say --args yxn, or --args xn where it works in place"
    case (.wroteInput, .backward) where area == .x && element == 0:
      return "is it a batch function (x, y, n)? Then leave out --backward"
    case (.wroteOutsideOutput, .batch) where element == count && width < 8,
      (.readOutside, .batch) where element == count && width < 8:
      return "is it one too many, or does it take a wider format?"
    case (.readOutside, .batch) where area == .y, (.readOutside, .backward) where area == .y:
      return asksOrder
    default:
      return nil
    }
  }

  /// Of an invalid access elsewhere.
  func crash(at address: UInt64) -> String? {
    switch form {
    case .batch where address >= UInt64(count) && address - UInt64(count) < 4096:
      return "the address is the count n: does it take n first, or (dy, x, dx, n)? The latter "
        + "needs --backward, the former --args, as nyx"
    case .scalar:
      return "is it a batch function (x, y, n)? Then leave out --scalar"
    default:
      return nil
    }
  }

  var asksOrder: String {
    "does it take its arguments in the order \(order.description)? --args says another, as "
      + (form == .backward ? "xgdn" : "nyx, or xn in place")
  }
}
