import FloatingPointFormats

/// A kernel that is correctly rounded on every input of float16, bfloat16 and float32, and in float64
/// as far as 95 bits decide, near zero 120 bits or the exact tie.
///
/// Ziv's two steps: a float64 evaluation with a bound of its error; where the bound leaves two roundings
/// open, as it does for one input in a hundred thousand, one in double-double. Its error, 2^−95, is
/// far below the least distance of a float32 result from a midpoint, 2^−54 of the value
/// (Reference/Hardest). In float64 GELU's first step is `GELUFirstStep`; the others have none.
enum Best<Gate: BestGate> {
  static func kernel<T: KernelFormat>(
    _ about: KernelDescription, for _: T.Type = T.self
  ) -> BatchKernel<T> {
    var description = about
    description.arithmetic =
      T.name == .float64
      ? "double-double inside, one rounding" : "float64 inside, double-double where that is open"
    return about.target.derivative == 0
      ? BatchKernel(description, scalar: { x in value(x) })
      : BatchKernel(description, scalar: { x in slope(x) })
  }

  @inline(__always)
  static func value<T: KernelFormat>(_ x: T) -> T {
    let z = x.double
    guard z.magnitude < 800 else { return z < 0 ? T(nearest: -0.0) : x }
    return z.magnitude < 0x1p-60 ? central(x) : rounded(z, derivative: 0)
  }

  @inline(__always)
  static func slope<T: KernelFormat>(_ x: T) -> T {
    let z = x.double
    guard z.magnitude < 800 else { return z < 0 ? T(nearest: -0.0) : z > 0 ? 1 : x }
    return z.magnitude < 0x1p-60 ? 0.5 : rounded(z, derivative: 1)
  }

  /// f(x) = x/2 + f″(0)/2·x² + …, where the second term is positive and 2^−60 of the first at most.
  private static func central<T: KernelFormat>(_ x: T) -> T {
    let (z, half) = (x.double, 0.5 * x.double)
    guard z != 0 else { return x }
    if T.name != .float64 { return T(nearest: half.nextUp) }
    // The halves of odd subnormals are ties, to be rounded up.
    return T(nearest: 2 * half < z ? half.nextUp : half)
  }

  @inline(__always)
  private static func rounded<T: KernelFormat>(_ x: Double, derivative: Int) -> T {
    if T.name != .float64 {
      let (y, bound) = Gate.quick(x, derivative: derivative)
      let low = T(nearest: y - bound)
      if low.double == T(nearest: y + bound).double, y != 0 || bound == 0 { return low }
    } else if derivative == 0, let y = Gate.decided(x) {
      return T(nearest: y)
    }
    return exact(x, derivative: derivative)
  }

  @inline(never)
  private static func exact<T: KernelFormat>(_ x: Double, derivative: Int) -> T {
    let (y, n) = Gate.exact(x, derivative: derivative)
    return T(nearest: T.name == .float64 ? y.rounded(times: n) : y.roundedToOdd(times: n))
  }
}
