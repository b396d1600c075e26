// Arithmetic that must not depend on the processor: the double-doubles of the oracle's second rung, and the exponential
// of the fast kernels, eight lanes at once. A fused product in place of two operations would change bits of either.

/// A double of any sign within 2^±40.
private func any(_ random: inout SplitMix64) -> Double {
  let exponent = 1023 - 40 + random.next() % 80
  return Double(bitPattern: random.next() & ~(0x7ff << 52) | exponent << 52)
}

private func add(_ x: DoubleDouble) {
  add(x.hi.bitPattern)
  add(x.lo.bitPattern)
}

private func doubleDoubles(_ random: inout SplitMix64) {
  for _ in 0..<20_000 {
    let (a, b) = (any(&random), any(&random))
    let (p, s) = (DoubleDouble.product(a, b), DoubleDouble.sum(a, b))
    add(p)
    add(s)
    add(p * b)
    add(p + s)
  }
}

private func exponentials(_ random: inout SplitMix64) {
  for _ in 0..<20_000 {
    var y = FastLanes(repeating: 0)
    for lane in 0..<8 { y[lane] = -708 * Double(random.next() >> 11) * 0x1p-53 }
    let u = FastLanes.expOfNegative(y)
    for lane in 0..<8 { add(u[lane].bitPattern) }
  }
}

func numbers() {
  var random = SplitMix64(seed: 11)
  let (pairs, lanes): (StaticString, StaticString) = ("double-double", "exp in eight lanes")
  for line in 0..<8 {
    doubleDoubles(&random)
    endLine(pairs.utf8Start, UInt64(line))
    exponentials(&random)
    endLine(lanes.utf8Start, UInt64(line))
  }
}
