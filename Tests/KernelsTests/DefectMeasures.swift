import FloatingPointFormats
import Foundation

@testable import Kernels

// What the figures in the lists of defects are measured by: formulas in float64, on grids that have
// the joins of all designs in them.

/// Inputs from `low` to `high`, 2^−8 apart.
private func grid(_ low: Double, _ high: Double) -> [Double] {
  stride(from: (low * 256).rounded(), through: (high * 256).rounded(), by: 1).map { $0 / 256 }
}

/// The largest of `size` on [low, high]: the grid's three largest places, each searched ten thousand
/// times as finely.
private func largest(_ low: Double, _ high: Double, _ size: (Double) -> Double) -> Double {
  let coarse = grid(low, high).map { ($0, size($0)) }.sorted { $0.1 > $1.1 }.prefix(3)
  return coarse.flatMap { x, _ in
    (-500...500).map { size(min(max(x + Double($0) * 0x1p-16, low), high)) }
  }.max() ?? 0
}

private func truth<F: Formula>(_: F.Type, _ x: Double) -> Double {
  Reference.value(F.about, x) ?? .nan
}

/// max |F − f| on [−10, 10].
func farthest<F: Formula>(_: F.Type) -> Double {
  largest(-10, 10) { abs(F.value($0) - truth(F.self, $0)) }
}

/// max |F/f − 1| on [low, high).
func largestRelative<F: Formula>(_: F.Type, _ low: Double, _ high: Double) -> Double {
  largest(low, high.nextDown) { abs(F.value($0) / truth(F.self, $0) - 1) }
}

/// |y/f − 1| of a float32 result.
func relative<F: Formula>(_: F.Type, in _: Float.Type, at x: Float) -> Double {
  abs(Double(F.value(x)) / truth(F.self, Double(x)) - 1)
}

/// |F/f − 1| at the smallest step of a table of float64 chords.
func relativeNearZero<F: Formula>(_: F.Type) -> Double {
  abs(F.value(0x1p-20) / truth(F.self, 0x1p-20) - 1)
}

/// max |E − erf| of the erf that a value kernel 0.5·x·(1 + E(x/√2)) has in it.
func farthestErf<F: Formula>(_: F.Type) -> Double {
  largest(0x1p-8, 8) { abs(2 * F.value($0) / $0 - 1 - Foundation.erf($0 / 2.squareRoot())) }
}

/// The kernel's Φ.
func gate<F: Formula>(_: F.Type, at x: Double) -> Double { F.value(x) / x }

/// The last input on the way down from `from` whose result is not zero.
func lastNonzero<F: Formula, A: KernelArithmetic & BinaryFloatingPoint>(
  _: F.Type, in _: A.Type, from: A = -0.5
) -> Double {
  var (some, none) = (from, -40 as A)
  while true {
    let middle = some + (none - some) / 2
    guard middle != some, middle != none else { return Double(some) }
    if F.value(middle) == 0 { none = middle } else { some = middle }
  }
}

/// The first float32 input, one by one on the way up from `low`, whose result is not zero.
func firstNonzero<F: Formula>(_: F.Type, above low: Float) -> Double {
  var x = low
  while F.value(x) == 0 { x = x.nextUp }
  return Double(x)
}

/// The first float32 input, one by one on the way down from `high`, whose result is off by this share.
func firstOff<F: Formula>(_: F.Type, by share: Double, below high: Float) -> Double {
  var x = high
  while relative(F.self, in: Float.self, at: x) < share { x = x.nextDown }
  return Double(x)
}

/// The first float32 input, one by one on the way from `start` to `end`, whose result is positive.
func firstWrongSign<F: Formula>(_: F.Type, from start: Float, to end: Float) -> Double {
  var x = start
  while F.value(x) <= 0 { x = start < end ? x.nextUp : x.nextDown }
  return Double(x)
}

/// The first positive input from which on `holds` is true; it must be false at 1.
private func first(_ holds: (Double) -> Bool) -> Double {
  var (no, yes) = (1.0, 20.0)
  while no.nextUp < yes {
    let middle = no + (yes - no) / 2
    if holds(middle) { yes = middle } else { no = middle }
  }
  return yes
}

func firstEqual<F: Formula>(_: F.Type, to y: Double) -> Double { first { F.value($0) == y } }
func firstIdentity<F: Formula>(_: F.Type) -> Double { first { F.value($0) == $0 } }

/// The first positive float32 input whose result is NaN.
func firstNaN<F: Formula>(_: F.Type) -> Double { first { F.value(Float($0)).isNaN } }

/// The last input, going down, above which the kernel's Φ still changes.
func firstConstantGate<F: Formula>(_: F.Type) -> Double {
  -first { abs(gate(F.self, at: -$0) - gate(F.self, at: -20)) < 1e-14 }
}

/// The jump of a formula at x, from both sides.
func step<F: Formula>(_: F.Type, at x: Double) -> Double {
  abs(F.value(x + 1e-9) - F.value(x - 1e-9))
}

/// The zero of a kernel's function or derivative between two places, by bisection.
func zero(_ kernel: KernelDescription, _ low: Double, _ high: Double) -> Double {
  var (a, b) = (low, high)
  let sign = (Reference.value(kernel, a) ?? 0).sign
  for _ in 0..<60 {
    let middle = (a + b) / 2
    if Reference.value(kernel, middle)?.sign == sign { a = middle } else { b = middle }
  }
  return a
}
