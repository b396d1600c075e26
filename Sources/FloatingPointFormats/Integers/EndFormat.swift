/// The format of one end of a kernel: floating-point numbers, or codes with what they stand for.
public enum EndFormat: Hashable, Sendable {
  case float(FormatName)
  case quantised(IntegerName, Quantisation)

  /// What lies in buffers and files.
  public var storedName: StoredName {
    switch self {
    case .float(let name): .float(name)
    case .quantised(let name, _): .integer(name)
    }
  }

  /// What codes stand for; nil where the values are floating-point numbers.
  public var quantisation: Quantisation? {
    guard case .quantised(_, let quantisation) = self else { return nil }
    return quantisation
  }

  /// The codes of a quantised end.
  package var integer: IntegerName? {
    guard case .quantised(let name, _) = self else { return nil }
    return name
  }

  /// A quantised end; nil where its zero point is no code.
  package init?(_ name: IntegerName, _ quantisation: Quantisation) {
    guard name.codes.contains(quantisation.zeroPoint) else { return nil }
    self = .quantised(name, quantisation)
  }
}

/// `float32`, `int8(scale=0.05,zero-point=3)`: what `init(_:)` reads.
extension EndFormat: CustomStringConvertible {
  public var description: String {
    switch self {
    case .float(let name): name.rawValue
    case .quantised(let name, let q):
      "\(name.rawValue)(scale=\(q.scaleText),zero-point=\(q.zeroPoint))"
    }
  }
}

/// Why a text is no format of an end: one line.
public struct EndFormatError: Error, CustomStringConvertible {
  public let description: String
}

extension EndFormat {
  /// Whether a text names integers, with a quantisation or without.
  package static func isInteger(_ text: String) -> Bool {
    IntegerName(alias: String(text.prefix { $0 != "(" })) != nil
  }

  /// Reads `int8(scale=0.05,zero-point=3)`; without a zero point it is 0.
  /// - Throws: `EndFormatError`.
  package init(quantised text: String) throws {
    func failed(_ problem: String) -> EndFormatError {
      EndFormatError(description: "'\(text)' \(problem)")
    }
    let form = "write it as int8(scale=0.05,zero-point=3)"
    let name = text.prefix { $0 != "(" }
    guard let integer = IntegerName(alias: String(name)) else {
      throw failed("names no integer type; one of int8, uint8, int16")
    }
    let rest = text.dropFirst(name.count)
    guard !rest.isEmpty else { throw failed("has no scale; \(form)") }
    guard rest.count > 2, rest.hasSuffix(")") else {
      throw failed("does not end as it should; \(form)")
    }
    var values: [Substring: String] = [:]
    for part in rest.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      guard pair.count == 2, ["scale", "zero-point"].contains(pair[0]) else {
        throw failed("has '\(part)' where scale=NUMBER or zero-point=CODE belongs; \(form)")
      }
      guard values.updateValue(String(pair[1]), forKey: pair[0]) == nil else {
        throw failed("names its \(pair[0]) twice")
      }
    }
    guard let said = values["scale"] else { throw failed("has no scale; \(form)") }
    guard let scale = Quantisation.scale(said) else {
      throw failed(
        "has the scale '\(said)'; a scale is a positive decimal (the nearest float32 is taken), or exactly a "
          + "hex float as 0x1.8p-5 or a fraction as 1/256, in the range of float32")
    }
    let codes = integer.codes
    guard let zero = Int(values["zero-point"] ?? "0"), codes.contains(zero),
      let quantisation = Quantisation(scale: scale, zeroPoint: zero)
    else {
      throw failed(
        "has the zero point '\(values["zero-point"] ?? "")'; that of \(integer.rawValue) is one of its codes, "
          + "\(codes.lowerBound) to \(codes.upperBound)")
    }
    self = .quantised(integer, quantisation)
  }
}
