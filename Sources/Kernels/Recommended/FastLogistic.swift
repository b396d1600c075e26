/// x/(1 + exp(−z)) with z = k·(x + c·x³), and its gradient, in float64 without libm, for outputs of at
/// most 24 bits. With t = |x| and u = exp(−z(t)):
///
///     g(t) = t·u/(1 + u)                               f(x) = −g where x < 0, x − g elsewhere
///     h(t) = u/(1 + u)·(1 − t·z′(t)/(1 + u))           f′(x) = h where x < 0, 1 − h elsewhere
///
/// so that nothing cancels but h's factor at the zero of f′, next to which `DerivativeRoot` takes
/// over.
///
/// exp turns z's error, 3·2^−53·z, into a relative one: where a float32 result does not vanish, z is
/// below 110, and a value's relative error below 2^−44. A gradient's is below 2^−38.
struct FastLogistic: Sendable {
  typealias Lanes = FastLanes

  private let linear, cubic: Double
  private let root: DerivativeRoot
  /// Beyond it every g and h rounds to 0 or is lost beside x or 1; z stays below 708 up to it.
  private let limit: Double

  init<G: LogisticGate>(_: G.Type, limit: Double) {
    linear = G.scale.head
    cubic = (G.scale * G.cubic).head
    root = G.root
    self.limit = limit
  }

  @inline(__always)
  func value(_ x: Lanes) -> Lanes {
    let t = x.magnitude(upTo: limit)
    let u = Lanes.expOfNegative(-t * (linear + cubic * (t * t)))
    // 2^−51 more keeps g below t/2: the halves of odd subnormals are ties, to be rounded up.
    let g = t * u / (0x1.0000000000002p0 + u)
    return (x - g).replacing(with: -g, where: x .< 0)
  }

  @inline(__always)
  func slope(_ x: Lanes) -> Lanes {
    let t = x.magnitude(upTo: limit)
    let cube = cubic * (t * t)
    let u = Lanes.expOfNegative(-t * (linear + cube))
    let upper = 1 / (1 + u)
    let h = u * upper * (1 - t * (linear + 3 * cube) * upper)
    return root.value(x, elsewhere: (1 - h).replacing(with: h, where: x .< 0))
  }
}
