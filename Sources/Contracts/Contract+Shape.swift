import FloatingPointFormats
import Functions
import Oracle
import Scoring

extension KernelSource {
  /// Its keys, which stand in a manifest's entries too.
  package static let keys: [String: JSONShape] = [
    "library": .text, "symbol": .text, "form": .word(["batch", "scalar", "backward"]),
    "args": .text, "length_type": .word(["int", "size_t"]), "alignment": .count(atMost: 4096),
    "command": .text, "inputs": .text, "outputs": .text, "tensor": .text,
  ]
}

extension Contract {
  /// The keys of a contract's file and what each takes.
  package static let shape = JSONShape.object(
    "a contract",
    [
      "kernel": .text,
      "function": .checked {
        Function(named: $0) == nil ? "unknown function '\($0.printable)'" : nil
      },
      "derivative": .count(atMost: 2),
      "format": .word(FormatName.allCases.map(\.rawValue)),
      "input_format": .word(FormatName.allCases.map(\.rawValue)),
      "flush": .word(FlushModel.allCases.map(\.rawValue)),
      "inputs": .checked { text in
        do { _ = try InputSet(text: text, digest: nil) } catch { return "\(error)" }
        return nil
      },
      "inputs_digest": .text,
      "source": .object("a source", KernelSource.keys),
      "libm": .text,
      "max_ulp": .bound, "max_finite_ulp": .bound, "max_steps": .steps,
      "correctly_rounded": .count(), "numbers": .count(),
      "classes": .object("'classes'", classes, required: Set(classes.keys)),
      "broken_specials": .list(.text),
      "regions": .map(.bound),
      "allowed": .list(
        .object("a waiver", ["what": .text, "reason": .text], required: ["what", "reason"])),
    ],
    required: [
      "kernel", "function", "derivative", "format", "flush", "inputs", "max_steps",
      "correctly_rounded", "numbers", "classes", "broken_specials",
    ])

  private static let classes = Dictionary(
    uniqueKeysWithValues: ErrorClass.allCases.map { ($0.rawValue, JSONShape.count()) })

  /// What keys that are right one by one do not have together; nil where all fit.
  package var problem: String? {
    if maxUlp == nil, maxFiniteUlp == nil {
      return "key 'max_ulp' is missing; without it there must be 'max_finite_ulp'"
    }
    let (function, order) = (question.target.function, question.target.derivative)
    if !function.definition.orders.contains(order) {
      return
        "'derivative' is \(order); \(function.name) has up to \(function.definition.orders.upperBound)"
    }
    if correctlyRounded > numbers {
      return "'correctly_rounded' is \(correctlyRounded) of \(numbers) 'numbers'"
    }
    if let problem = source?.problem { return "'source': \(problem)" }
    if source?.form == "scalar", !question.signature.isUniform {
      return "'input_format' is another than 'format'; a scalar function has one"
    }
    let format = question.signature.input
    let digits = format.hexDigits
    for bits in brokenSpecials
    where !bits.hasPrefix("0x") || bits.utf8.count != digits + 2
      || !bits.dropFirst(2).allSatisfy({ "0123456789abcdef".contains($0) })
    {
      return
        "'broken_specials' has '\(bits.printable)'; it takes \(format.rawValue) inputs in bits, "
        + "as 0x and \(digits) digits"
    }
    return nil
  }
}
