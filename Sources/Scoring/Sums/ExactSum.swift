/// A sum of doubles that does not depend on the order of adding: each significand is kept as an
/// integer, summed by exponent. Exact for up to 2^74 terms; merging adds place by place.
package struct ExactSum: Sendable, Equatable {
  private var places: [Int: Int128] = [:]

  package init() {}

  /// Adds a finite double exactly, so many times.
  package mutating func add(_ x: Double, times n: Int = 1) {
    guard x != 0 else { return }
    let exponent = Int(x.exponentBitPattern)
    let significand = Int128(x.significandBitPattern | (exponent == 0 ? 0 : 1 << 52))
    places[max(exponent, 1), default: 0] += (x < 0 ? -significand : significand) * Int128(n)
  }

  package mutating func merge(_ other: ExactSum) {
    for (place, n) in other.places { places[place, default: 0] += n }
  }

  /// The sum as a double, within a few units in its last place; the same for equal sums of equal
  /// places, whatever the order they came in.
  package var value: Double {
    places.sorted { $0.key < $1.key }.reduce(0.0) { sum, place in
      let scaled = Double(place.value)
      let half = (place.key - 1075) / 2
      return sum
        + scaled * Double(sign: .plus, exponent: half, significand: 1)
        * Double(sign: .plus, exponent: place.key - 1075 - half, significand: 1)
    }
  }
}

extension ExactSum {
  /// Whether so many terms can add up to it: read from a file, it may hold anything.
  func isSound(terms: Int) -> Bool {
    let limit = Int128(terms) << 53
    return places.allSatisfy { (1...2046).contains($0.key) && (-limit...limit).contains($0.value) }
  }
}

extension ErrorSums {
  /// The same for the sums of so many errors: below 2^30 each, squares below 2^60, in units of 2^−24.
  func isSound(terms: Int) -> Bool {
    let limit = Int128(terms) << 84
    return [units.magnitude, units.squares].allSatisfy { (0...limit).contains($0) }
      && units.signed.magnitude <= units.magnitude.magnitude
      && large.allSatisfy { $0.isSound(terms: terms) }
  }
}

extension ExactSum: Codable {
  /// Places by exponent, integers as decimal strings: a JSON number would lose their digits.
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode([String: String].self)
    for (key, number) in text {
      guard let place = Int(key.dropFirst()), let n = Int128(number) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "not a sum: \(key) \(number)"))
      }
      places[place] = n
    }
  }

  package func encode(to encoder: any Encoder) throws {
    let pairs = places.filter { $0.value != 0 }.map { ("e\($0.key)", String($0.value)) }
    var container = encoder.singleValueContainer()
    try container.encode(Dictionary(uniqueKeysWithValues: pairs))
  }
}

/// |e|, e and e² of many ULP errors: in fixed point where they are ordinary, exactly where not.
///
/// Errors below 2^30 are rounded to multiples of 2^−24 ULP, and so are their squares, so that a
/// vector loop and a scalar one add the same integers; 2^32 of them fit.
package struct ErrorSums: Sendable, Equatable {
  package static let ordinary = 0x1p30
  static let unit = 0x1p-24

  private var units: (magnitude: Int128, signed: Int128, squares: Int128) = (0, 0, 0)
  private var large = [ExactSum](repeating: ExactSum(), count: 3)

  package init() {}

  /// Adds a finite error; a square beyond the largest double counts as that.
  @inline(__always) package mutating func add(_ e: Double) {
    if e.magnitude < 0x1p10 {
      let n = Int((e * 0x1p24).rounded(.toNearestOrEven))
      let square = Int((e * e * 0x1p24).rounded(.toNearestOrEven))
      addOrdinary(magnitude: abs(n), signed: n, squares: square)
    } else {
      addLarge(e)
    }
  }

  /// Adds a finite error so many times.
  mutating func add(_ e: Double, times n: Int) {
    var one = ErrorSums()
    one.add(e)
    units.magnitude += one.units.magnitude * Int128(n)
    units.signed += one.units.signed * Int128(n)
    units.squares += one.units.squares * Int128(n)
    guard e.magnitude >= ErrorSums.ordinary else { return }
    large[0].add(e.magnitude, times: n)
    large[1].add(e, times: n)
    large[2].add(min(e * e, .greatestFiniteMagnitude), times: n)
  }

  private mutating func addLarge(_ e: Double) {
    if e.magnitude < ErrorSums.ordinary {
      let n = Int((e * 0x1p24).rounded(.toNearestOrEven))
      units.magnitude += Int128(abs(n))
      units.signed += Int128(n)
      units.squares += ErrorSums.integer((e * e * 0x1p24).rounded(.toNearestOrEven))
    } else {
      large[0].add(e.magnitude)
      large[1].add(e)
      large[2].add(min(e * e, .greatestFiniteMagnitude))
    }
  }

  /// An integer of at least 2^44 as one: the library's conversion takes ten times as long.
  private static func integer(_ x: Double) -> Int128 {
    let shift = Int(x.exponentBitPattern) - 1075
    let significand = Int128(x.significandBitPattern | 1 << 52)
    return shift < 0 ? significand >> Int128(-shift) : significand << Int128(shift)
  }

  /// Adds sums of ordinary errors, in units of 2^−24.
  @inline(__always)
  package mutating func addOrdinary(magnitude m: Int, signed s: Int, squares q: Int) {
    units.magnitude += Int128(m)
    units.signed += Int128(s)
    units.squares += Int128(q)
  }

  package mutating func merge(_ other: ErrorSums) {
    units.magnitude += other.units.magnitude
    units.signed += other.units.signed
    units.squares += other.units.squares
    for i in 0..<3 { large[i].merge(other.large[i]) }
  }

  package var magnitude: Double { Double(units.magnitude) * ErrorSums.unit + large[0].value }
  package var signed: Double { Double(units.signed) * ErrorSums.unit + large[1].value }
  package var squares: Double { Double(units.squares) * ErrorSums.unit + large[2].value }

  package static func == (a: ErrorSums, b: ErrorSums) -> Bool {
    a.units == b.units && a.large == b.large
  }
}

extension ErrorSums: Codable {
  private struct Stored: Codable {
    /// Decimal strings: a JSON number would lose their digits.
    var units: [String]
    var large: [ExactSum]
  }

  package init(from decoder: any Decoder) throws {
    let stored = try Stored(from: decoder)
    let numbers = stored.units.compactMap { Int128($0) }
    guard numbers.count == 3, stored.large.count == 3 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not the sums of errors"))
    }
    units = (numbers[0], numbers[1], numbers[2])
    large = stored.large
  }

  package func encode(to encoder: any Encoder) throws {
    let numbers = [units.magnitude, units.signed, units.squares].map { String($0) }
    try Stored(units: numbers, large: large).encode(to: encoder)
  }
}
