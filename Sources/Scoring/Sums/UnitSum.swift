/// A sum in multiples of a unit, and exact beyond: how it lies in a file.
protocol UnitSum: Codable {
  var units: Int128 { get }
  var large: ExactSum { get }
  init(units: Int128, large: ExactSum)
}

private struct Stored: Codable {
  /// A decimal string: a JSON number would lose its digits.
  var units: String
  var large: ExactSum
}

extension UnitSum {
  init(from decoder: any Decoder) throws {
    let stored = try Stored(from: decoder)
    guard let number = Int128(stored.units) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a sum"))
    }
    self.init(units: number, large: stored.large)
  }

  func encode(to encoder: any Encoder) throws {
    try Stored(units: String(units), large: large).encode(to: encoder)
  }
}
