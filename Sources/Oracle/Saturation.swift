import FloatingPointFormats
import Functions

/// Beyond the edge, results are nearer than 2^exponent to the line they tend to: less than a format can
/// tell from it.
struct Saturation: Sendable {
  let edge: Double
  let exponent: Int
}

/// Both sides.
struct Saturations: Sendable {
  let left, right: Saturation

  func at(_ x: Double) -> Saturation { x < 0 ? left : right }
}

extension Oracle {
  /// Where results are nearer than 2^exponent to a line that is zero, or than 2^−140 to another.
  func saturations(below exponent: Int) -> Saturations {
    let left = saturation(below: exponent)
    return Saturations(
      left: left, right: isMirrored ? left : saturation(below: exponent, isNegative: false))
  }

  /// One side's, found by evaluation: the values and first derivatives, and those of the order asked for,
  /// draw near their lines from their last extremum on (checked in the tests).
  func saturation(below exponent: Int, isNegative: Bool = true) -> Saturation {
    func isZero(_ k: Int) -> Bool {
      Oracle(function, derivative: k).line(at: isNegative ? -1 : 1) == 0
    }
    let most = isZero(derivative) ? exponent : -140
    func isBeyond(_ x: Double) -> Bool {
      (0...max(1, derivative)).allSatisfy { k in
        let x = isNegative ? -x : x
        let oracle = Oracle(function, derivative: k)
        let y = oracle.enclosure(at: x, precision: isZero(k) ? 64 : 256).interval
        let off =
          isZero(k) ? y : y - oracle.line(at: Interval(x, precision: 256), isNegative: isNegative)
        return off.largestExponent < (isZero(k) ? most : -140)
      }
    }
    var step = 16.0
    while !isBeyond(step) { step *= 2 }
    var x = step
    while step > 1 {
      step /= 2
      if isBeyond(x - step) { x -= step }
    }
    return Saturation(edge: x, exponent: most)
  }

  /// The truth beyond the edge: on one side of its line, or on it.
  func saturatedTruth(_ x: Double, _ saturation: Saturation) -> Truth {
    let sign = function.tail(at: x).sign(derivative)
    let line = line(at: x)
    let (hi, scale) = line == 0 ? (sign < 0 ? -0.0 : 0, 200) : (line, 0)
    let width = power2(saturation.exponent + scale)
    return Truth(
      DoubleDouble(hi), scale: scale, below: sign < 0 ? width : 0, above: sign > 0 ? width : 0)
  }
}
