import FloatingPointFormats

/// To float32 first where that is wider, and then toward one side.
struct Directed: Rounding {
  let mode: RoundingMode
  func output<T: BinaryFormat>(_ f: Double, of x: T) -> T {
    guard f.isFinite else { return T(nearest: f) }
    // Beyond the range every rounding is the format's.
    let cut = T(f, rounding: mode)
    return cut.isFiniteValue ? cut : T(nearest: f)
  }
}

/// By way of another format.
struct Through: Rounding {
  let format: FormatName
  func output<T: BinaryFormat>(_ f: Double, of x: T) -> T { T(nearest: format.nearest(f)) }
}

/// x is rounded to another format first.
struct InputThrough: Rounding {
  let format: FormatName
  func input<T: BinaryFormat>(_ x: T) -> T { T(nearest: format.nearest(x.double)) }
}

/// Results beyond a number are held at it.
struct Held: Rounding {
  let at: Double
  func output<T: BinaryFormat>(_ f: Double, of x: T) -> T {
    T(nearest: f.isNaN ? f : max(-at, min(at, f)))
  }
}

/// Subnormal outputs are zeros of their sign.
struct FlushedOutputs: Rounding {
  func output<T: BinaryFormat>(_ f: Double, of x: T) -> T {
    let y = T(nearest: f)
    return y.isSubnormalValue ? T(bitPattern: y.bitPattern & T.signBit) : y
  }
}

/// Subnormal inputs are zeros of their sign.
struct FlushedInputs: Rounding {
  func input<T: BinaryFormat>(_ x: T) -> T {
    x.isSubnormalValue ? T(bitPattern: x.bitPattern & T.signBit) : x
  }
}

/// A NaN at finite inputs of a stretch; or another output there.
struct Banded: Rounding {
  let stretch: ClosedRange<Double>
  let change: @Sendable (Double) -> Double
  func output<T: BinaryFormat>(_ f: Double, of x: T) -> T {
    T(nearest: stretch.contains(x.double) ? change(f) : f)
  }
}
