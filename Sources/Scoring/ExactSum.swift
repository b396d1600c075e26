/// A sum of doubles that does not depend on the order of adding: each significand is kept as an
/// integer, summed by exponent. Exact for up to 2^74 terms; merging adds place by place.
public struct ExactSum: Sendable, Equatable {
  private var places: [Int: Int128] = [:]

  public init() {}

  /// Adds a finite double exactly.
  public mutating func add(_ x: Double) {
    guard x != 0 else { return }
    let exponent = Int(x.exponentBitPattern)
    let significand = Int128(x.significandBitPattern | (exponent == 0 ? 0 : 1 << 52))
    places[max(exponent, 1), default: 0] += x < 0 ? -significand : significand
  }

  /// Adds n·2^exponent exactly.
  public mutating func add(_ n: Int128, exponent: Int) {
    guard n != 0 else { return }
    places[exponent + 1075, default: 0] += n
  }

  public mutating func merge(_ other: ExactSum) {
    for (place, n) in other.places { places[place, default: 0] += n }
  }

  /// The sum as a double, within a few units in its last place; the same for equal sums of equal
  /// places, whatever the order they came in.
  public var value: Double {
    places.sorted { $0.key < $1.key }.reduce(0.0) { sum, place in
      let scaled = Double(place.value)
      let half = (place.key - 1075) / 2
      return sum
        + scaled * Double(sign: .plus, exponent: half, significand: 1)
        * Double(sign: .plus, exponent: place.key - 1075 - half, significand: 1)
    }
  }
}

extension ExactSum: Codable {
  /// Places by exponent, integers as decimal strings: a JSON number would lose their digits.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode([String: String].self)
    for (key, number) in text {
      guard let place = Int(key.dropFirst()), let n = Int128(number) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "not a sum: \(key) \(number)"))
      }
      places[place] = n
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let pairs = places.filter { $0.value != 0 }.map { ("e\($0.key)", String($0.value)) }
    var container = encoder.singleValueContainer()
    try container.encode(Dictionary(uniqueKeysWithValues: pairs))
  }
}

/// |e|, e and e² of many ULP errors: in fixed point where they are ordinary, exactly where not.
///
/// Ordinary errors, below 2^10, are rounded to multiples of 2^−24 ULP (their squares too), so that
/// a vector loop and a scalar one add the same integers.
public struct ErrorSums: Sendable, Equatable, Codable {
  public static let ordinary = 0x1p10
  public static let fraction = 24

  public var magnitude = ExactSum()
  public var signed = ExactSum()
  public var squares = ExactSum()

  public init() {}

  /// Adds a finite error; a square beyond the largest double counts as that.
  public mutating func add(_ e: Double) {
    if e.magnitude < ErrorSums.ordinary {
      let n = (e * 0x1p24).rounded(.toNearestOrEven)
      let square = (e * e * 0x1p24).rounded(.toNearestOrEven)
      addOrdinary(magnitude: Int(n.magnitude), signed: Int(n), squares: Int(square))
    } else {
      magnitude.add(e.magnitude)
      signed.add(e)
      squares.add(min(e * e, .greatestFiniteMagnitude))
    }
  }

  /// Adds sums of ordinary errors, in units of 2^−24.
  public mutating func addOrdinary(magnitude m: Int, signed s: Int, squares q: Int) {
    magnitude.add(Int128(m), exponent: -ErrorSums.fraction)
    signed.add(Int128(s), exponent: -ErrorSums.fraction)
    squares.add(Int128(q), exponent: -ErrorSums.fraction)
  }

  public mutating func merge(_ other: ErrorSums) {
    magnitude.merge(other.magnitude)
    signed.merge(other.signed)
    squares.merge(other.squares)
  }
}
