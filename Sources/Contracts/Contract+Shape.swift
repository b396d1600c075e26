import FloatingPointFormats
import Functions
import Oracle
import Scoring

extension KernelSource {
  /// Its keys, which stand in a manifest's entries too.
  package static let keys: [String: JSONShape] = [
    "library": .text, "symbol": .text, "form": .word(["batch", "scalar", "backward"]),
    "args": .text, "length_type": .word(["int", "size_t"]), "alignment": .count(atMost: 4096),
    "command": .text, "kernel": .text, "inputs": .text, "outputs": .text, "tensor": .text,
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
      "environment": .object(
        "'environment'",
        [
          "name": .text, "framework": .text, "versions": .map(.text), "device": .text,
          "instruction_set": .text, "flags": .text,
        ]),
      "max_ulp": .bound, "max_finite_ulp": .bound, "max_steps": .steps,
      "correctly_rounded": .count(), "numbers": .count(),
      "classes": .object("'classes'", classes),
      "broken_specials": .list(.text),
      "regions": .map(.bound),
      "allowed": .list(
        .object(
          "a waiver", ["what": .text, "reason": .text, "at_most": .count()],
          required: ["what", "reason"])),
    ],
    required: ["kernel", "function", "format"])

  private static let classes = Dictionary(
    uniqueKeysWithValues: ErrorClass.allCases.map { ($0.rawValue, JSONShape.count()) })

  /// What keys that are right one by one do not have together; nil where all fit.
  package var problem: String? { missingMeasure ?? misfit }

  /// The same of a contract without bounds yet.
  package var misfit: String? {
    let (function, order) = (question.target.function, question.target.derivative)
    if !function.definition.orders.contains(order) {
      return
        "'derivative' is \(order); \(function.name) has up to \(function.definition.orders.upperBound)"
    }
    if let correctlyRounded, let numbers, correctlyRounded > numbers {
      return "'correctly_rounded' is \(correctlyRounded) of \(numbers) 'numbers'"
    }
    if let waiver = allowed?.first(where: {
      $0.atMost != nil && ErrorClass(rawValue: $0.what) == nil
    }) {
      return "'allowed': 'at_most' goes with one of 'classes', not with '\(waiver.what.printable)'"
    }
    if let problem = source?.problem { return "'source': \(problem)" }
    if source?.form == "scalar", !question.signature.isUniform {
      return "'input_format' is another than 'format'; a scalar function has one"
    }
    let format = question.signature.input
    let digits = format.hexDigits
    for bits in brokenSpecials ?? []
    where !bits.hasPrefix("0x") || bits.utf8.count != digits + 2
      || !bits.dropFirst(2).allSatisfy({ "0123456789abcdef".contains($0) })
    {
      return
        "'broken_specials' has '\(bits.printable)'; it takes \(format.rawValue) inputs in bits, "
        + "as 0x and \(digits) digits"
    }
    return nil
  }

  /// What a contract that checks nothing, or half of a measure, lacks.
  private var missingMeasure: String? {
    guard (correctlyRounded == nil) == (numbers == nil) else {
      let missing = numbers == nil ? "numbers" : "correctly_rounded"
      return "key '\(missing)' is missing; 'correctly_rounded' and 'numbers' go together"
    }
    let isEmpty =
      maxUlp == nil && maxFiniteUlp == nil && maxSteps == nil && numbers == nil
      && classes == ClassBounds() && brokenSpecials == nil && (regions ?? [:]).isEmpty
    return isEmpty
      ? "nothing is bounded; give at least one of 'max_ulp', 'max_finite_ulp', 'max_steps', "
        + "'correctly_rounded', 'classes', 'broken_specials', 'regions'" : nil
  }
}
