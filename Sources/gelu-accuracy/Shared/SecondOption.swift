import ArgumentParser
import Functions

/// `--second`: how a second input enters the exact result.
enum SecondOption {
  static let help = ArgumentHelp(
    "The second input of each row: up for up·f(x), bias for f(x + bias), dy for dy·f′(x). "
      + "up(offset=1,limit=7,gate-limit=7) clamps up to ±7 and x to at most 7, and adds 1 to up.")

  static let kernelHelp = ArgumentHelp(
    "The kernel has a second input: up for up·f(x), bias for f(x + bias), each called as f(x, second, y, n); dy "
      + "for dy·f′(x), called as f(dy, x, y, n). Limits as in up(offset=1,limit=7,gate-limit=7). A command reads "
      + "the second inputs of a batch, then x.")

  static func parsed(_ text: String) throws -> SecondInput {
    guard let second = SecondInput(text) else {
      throw Failure(
        "unknown second input '\(text)'; one of up, bias, dy, or up(offset=1,limit=7,gate-limit=7)")
    }
    return second
  }
}
