import CHotLoop
import FloatingPointFormats
import Oracle

/// What the blocks of the hot loop for float32 inputs add to weighted sums.
///
/// Over a short stretch of one binade every input has nearly the same weight: the sums of its errors, times bounds
/// of that weight, are bounds of the weighted sums.
struct WeightedBlocks {
  let inputs: WeightedInputs
  let parameters: FormatParameters

  init?(_ judge: Judge) {
    guard let weights = judge.weights else { return nil }
    (inputs, parameters) = (weights, judge.parameters)
  }

  /// How many inputs from x on, at most n, may be one block: a power of two, whose neighbours are not as far on
  /// both sides, is one by itself, and so is an input with an edge of the density in its cell.
  func stretch(_ x: Float, _ n: Int) -> Int {
    let m = Int(x.magnitude.bitPattern)
    let base = m & ~0x7fffff
    guard n > 1, m != base else { return 1 }
    let inBinade = x > 0 ? base + 0x800000 - m : m - base
    let unit = x.ulp.double
    var most = min(n, inBinade)
    if let edge = inputs.distribution.edge(from: x.double - unit / 2), edge != 0 {
      let inside = (edge - unit / 2 - x.double) / unit
      guard inside >= 0 else { return 1 }
      most = Int(min(inside, Double(most - 1))) + 1
    }
    return min(most, inputs.distribution.smooth(x.double, unit))
  }

  /// Adds the outputs of a block that need no other rung.
  func add(
    _ r: UnsafeMutablePointer<hot_result>, _ x: UnsafePointer<Float>, _ count: Int,
    _ cell: hot_cell, isExactZero: Bool, _ total: inout Accumulator
  ) {
    let n = Int(r.pointee.ordinary)
    guard n > 0 else { return }
    var (size, signed) = (
      Double(r.pointee.magnitude) * ErrorSums.unit, Double(r.pointee.sign) * ErrorSums.unit
    )
    withUnsafeBytes(of: &r.pointee.wild) { places in
      withUnsafeBytes(of: &r.pointee.e) { errors in
        let e = errors.bindMemory(to: Double.self)
        for i in places.bindMemory(to: UInt16.self).prefix(Int(r.pointee.wilds)) {
          size += e[Int(i)].magnitude
          signed += e[Int(i)]
        }
      }
    }
    let isNegative = cell.truth(at: x[0].double).sign == .minus
    total.weighted?.add(
      weight(x, count),
      BlockErrors(
        wrong: n - Int(r.pointee.correct), unfaithful: n - Int(r.pointee.faithful),
        magnitude: size, outward: isExactZero ? size : isNegative ? -signed : signed,
        doubt: Double(n) * (cell.slack + ErrorSums.unit), units: units(x, count, cell)))
  }

  /// Adds outputs whose errors are below the cell's slack.
  func addExact(
    _ x: UnsafePointer<Float>, _ count: Int, _ cell: hot_cell, _ total: inout Accumulator
  ) {
    let most = inputs.most(from: x[0].double, through: x[count - 1].double)
    total.weighted?.add(
      Mass(from: 0, to: most),
      BlockErrors(
        wrong: 0, unfaithful: 0, magnitude: 0, outward: 0, doubt: cell.slack,
        units: units(x, count, cell)))
  }

  func addNoNumbers(_ x: UnsafePointer<Float>, _ count: Int, _ total: inout Accumulator) {
    let (first, last) = (UInt64(x[0].bitPattern), UInt64(x[count - 1].bitPattern))
    total.weighted?.addNoNumber(inputs.mass(from: first, through: last), 1)
  }

  private func weight(_ x: UnsafePointer<Float>, _ count: Int) -> Mass {
    guard count > 1 else { return inputs.mass(UInt64(x[0].bitPattern)) }
    return inputs.mass(
      ofEachFrom: x[0].double, through: x[count - 1].double, unit: x[0].ulp.double)
  }

  /// Between which ulp(G) lies in a block, where |G| is monotone.
  private func units(_ x: UnsafePointer<Float>, _ count: Int, _ cell: hot_cell) -> (Double, Double)
  {
    let doubt = cell.slack * Double(sign: .plus, exponent: 1 - parameters.precision, significand: 1)
    let ends = [cell.truth(at: x[0].double), cell.truth(at: x[count - 1].double)]
      .map(\.magnitude).sorted()
    return (unit(ends[0] * (1 - doubt - 0x1p-50)), unit(ends[1] * (1 + doubt + 0x1p-50)))
  }

  private func unit(_ g: Double) -> Double {
    Double(
      sign: .plus,
      exponent: g > 0
        ? parameters.ulpExponent(ofBinade: g.exponentFloor) : parameters.minimumQuantum,
      significand: 1)
  }
}

extension Distribution {
  /// How many inputs from x on have densities that differ little: by 2^−18 where the inputs are likely, 2^−12 where
  /// they are not.
  func smooth(_ x: Double, _ unit: Double) -> Int {
    guard case .normal(let sigma) = weights else { return .max }
    let z = x.magnitude / sigma
    guard z > 0, z < 40 else { return .max }
    let most = z < 6.5 ? 0x1p-18 : 0x1p-12
    return max(8, Int(min(most / (z * (unit / sigma)), 0x1p40)))
  }
}
