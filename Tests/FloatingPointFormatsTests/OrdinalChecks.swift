import FloatingPointFormats
import TestSupport

/// The ordered line of a format of 8 or 16 bits, walked from one end to the other.
///
/// `ordinal` is passed in so that a wrong one can be tried.
func lineFailures<T: BinaryFormat>(
  _: T.Type, ordinal: (T) -> Int = { $0.ordinal }
) -> Failures {
  let reference = ReferenceFormat.of(T.name)
  let (last, half) = (reference.lastPlace, 1 << (T.width - 1))
  var failures = Failures()
  var seen = Set<UInt64>()
  var before: T?
  for position in 0..<2 * UInt64(half) {
    let x = T(position: position)
    let name = "\(T.name) \(x.hexBits)"
    seen.insert(x.bits)
    failures.check(x.position == position, "\(name): position does not lead back")
    // totalOrder: as signed-magnitude integers.
    let isNegative = Int(x.bits) & half != 0
    let magnitude = Int(x.bits) & (half - 1)
    let place = isNegative ? half - 1 - magnitude : half + magnitude
    failures.check(place == Int(position), "\(name): not in totalOrder")
    guard magnitude <= last else {
      failures.check(x.isNaNValue, "\(name): not a NaN")
      before = nil
      continue
    }
    let signed = isNegative ? -magnitude : magnitude
    failures.check(ordinal(x) == signed, "\(name): ordinal \(ordinal(x)), not \(signed)")
    failures.check(
      T(ordinal: signed).bitPattern == (magnitude == 0 ? 0 : x.bitPattern),
      "\(name): ordinal does not lead back")
    if magnitude < reference.infinityPlace {
      let value = reference.magnitude(magnitude)
      failures.check(x.double == (x.isNegative ? -value : value), "\(name): another value")
    }
    if let before {
      let isZeros = x.isZeroValue && before.isZeroValue
      failures.check(
        isZeros ? before.double == x.double : before.double < x.double, "\(name): not ascending")
      failures.check(ordinal(x) - ordinal(before) == (isZeros ? 0 : 1), "\(name): a gap before")
      let (up, down) = neighbours(isZeros ? x.negated : before, x)
      failures.check(up && down, "\(name): wrong neighbours")
    }
    before = x
  }
  failures.check(seen.count == 2 * half, "\(T.name): only \(seen.count) encodings")
  failures.check(
    T(ordinal: T.lastOrdinal).next.ordinal == T.lastOrdinal
      && T(ordinal: -T.lastOrdinal).previous.ordinal == -T.lastOrdinal,
    "\(T.name): beyond the end of the line")
  return failures
}

/// Whether a steps up to b and b down to a; between the two zeros neither goes to the other.
private func neighbours<T: BinaryFormat>(_ a: T, _ b: T) -> (Bool, Bool) {
  guard a.isZeroValue && b.isZeroValue else {
    let zero = T(bitPattern: 0)
    return (
      a.next.bitPattern == (b.isZeroValue ? zero : b).bitPattern,
      b.previous.bitPattern == (a.isZeroValue ? zero : a).bitPattern
    )
  }
  return (
    a.next == .smallestSubnormal && b.next == .smallestSubnormal,
    a.previous == T.smallestSubnormal.negated && b.previous == T.smallestSubnormal.negated
  )
}
