import FloatingPointFormats

/// A format as Documentation/Definitions.md has it, on rational numbers: slow, and plain to see.
public struct SlowFormat {
  public let name: FormatName
  let reference: ReferenceFormat
  let p, emin: Int
  /// The magnitudes by place, the one after the largest too.
  private let line: [Rational]?

  public init(_ name: FormatName) {
    self.name = name
    reference = .of(name)
    (p, emin) = (reference.precision, reference.emin)
    let format = reference
    line =
      name.width > 16
      ? nil : (0...format.infinityPlace).map { SlowFormat.magnitude($0, format) }
  }

  private static func magnitude(_ place: Int, _ format: ReferenceFormat) -> Rational {
    let (n, k) = format.parts(place)
    return Rational(n) * Rational(powerOfTwo: k)
  }

  /// The magnitude at a place: 0 for zero, 1 for the smallest subnormal. The one after the largest number stands
  /// for the number that would be there.
  public func magnitude(_ place: Int) -> Rational {
    line?[place] ?? SlowFormat.magnitude(place, reference)
  }

  /// The place after the largest number.
  public var end: Int { reference.infinityPlace }
  public var signBit: UInt64 { reference.signBit }

  public enum Kind: Equatable { case number, infinity, nan }

  public func kind(_ bits: UInt64) -> Kind {
    let place = Int(bits & ~signBit)
    if place < end { return .number }
    return place == end && reference.hasInfinity ? .infinity : .nan
  }

  public func value(_ bits: UInt64) -> Rational {
    let m = magnitude(Int(bits & ~signBit))
    return bits & signBit == 0 ? m : Rational(0) - m
  }

  /// ulp(t) = 2^(max(⌊log2|t|⌋, emin) − p + 1), and 2^(emin − p + 1) for t = 0.
  public func ulp(_ t: Rational) -> Rational {
    guard t.sign != 0 else { return Rational(powerOfTwo: emin - p + 1) }
    return Rational(powerOfTwo: max(floorLog2(t.magnitude), emin) - p + 1)
  }

  /// The k with 2^k ≤ m < 2^(k+1), found by trying.
  private func floorLog2(_ m: Rational) -> Int {
    let guess = m.double
    var k = guess.isFinite && guess.isNormal ? guess.exponentFloor : guess > 1 ? 1024 : -1074
    while Rational(powerOfTwo: k) > m { k -= 1 }
    while Rational(powerOfTwo: k + 1) <= m { k += 1 }
    return k
  }

  /// The place that a magnitude rounds to, nearest and ties to even; that after the largest for what is beyond.
  public func rounded(_ m: Rational) -> Int {
    var (low, high) = (0, end)
    guard m < magnitude(end) else { return end }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if magnitude(middle) <= m { low = middle } else { high = middle }
    }
    let (down, up) = (m - magnitude(low), magnitude(high) - m)
    if down == up { return low % 2 == 0 ? low : high }
    return down < up ? low : high
  }

  /// The least magnitude of the format that is at least m; nil beyond the largest.
  public func roundedUp(_ m: Rational) -> Rational? {
    let place = rounded(m)
    let found = magnitude(place) >= m ? place : place + 1
    return found < end ? magnitude(found) : nil
  }

  /// 2^emin.
  public var smallestNormal: Rational { Rational(powerOfTwo: emin) }

  public enum Beyond { case infinity, nan, largest }
  /// What a number beyond the range becomes.
  public var beyond: Beyond {
    reference.saturates ? .largest : reference.hasInfinity ? .infinity : .nan
  }
}
