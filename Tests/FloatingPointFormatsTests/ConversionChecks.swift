import FloatingPointFormats
import TestSupport

/// Runs a conversion at a value of the format, beside it, at the midpoint above and one place of
/// the source format on either side of that, for every place asked for and both signs.
///
/// - Parameters:
///   - places: the lower neighbours; infinity's is not among them.
///   - source: the next number down and up in the format converted from.
func conversionFailures<T: BinaryFormat>(
  _: T.Type, places: some Sequence<Int>, modes: [RoundingMode],
  source: (down: (Double) -> Double, up: (Double) -> Double) = ({ $0.nextDown }, { $0.nextUp }),
  convert: (Double, RoundingMode) -> T
) -> Failures {
  let reference = ReferenceFormat.of(T.name)
  var failures = Failures()
  for lower in places {
    let (a, b) = (reference.magnitude(lower), reference.magnitude(lower + 1))
    let half = (a + b) / 2
    let points: [(Double, ReferenceFormat.Side)] = [
      (a, .onLower), (source.up(a), .belowHalf), (source.down(half), .belowHalf), (half, .tie),
      (source.up(half), .aboveHalf), (source.down(b), .aboveHalf),
    ]
    for (x, side) in points {
      for negative in [false, true] {
        for mode in modes {
          let signed = negative ? -x : x
          let got = UInt64(convert(signed, mode).bitPattern)
          let want = reference.rounded(lower: lower, side, negative: negative, mode)
          failures.check(
            got == want,
            "\(T.name) \(mode) \(signed.hexFloat): got \(String(got, radix: 16)), "
              + "want \(String(want, radix: 16))")
        }
      }
    }
  }
  return failures
}

/// Every finite place of a small format.
func everyPlace<T: BinaryFormat>(_: T.Type) -> Range<Int> {
  0..<ReferenceFormat.of(T.name).infinityPlace
}

/// The same at arbitrary doubles, by bisection.
func conversionFailures<T: BinaryFormat>(
  _: T.Type, at inputs: [Double], convert: (Double, RoundingMode) -> T
) -> Failures {
  let reference = ReferenceFormat.of(T.name)
  var failures = Failures()
  for x in inputs {
    for mode in RoundingMode.allCases {
      let got = UInt64(convert(x, mode).bitPattern)
      let want = reference.rounded(x, mode)
      failures.check(
        got == want,
        "\(T.name) \(mode) \(x.hexFloat): got \(String(got, radix: 16)), "
          + "want \(String(want, radix: 16))")
    }
  }
  return failures
}
