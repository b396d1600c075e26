/// Tables of results, entered by a quantised or interpolated input.
enum InterpolatedTable: Formula {
  static let about = KernelDescription(
    name: "table-2048", function: .gelu,
    formula: """
      x < -8 ? -0 : 8 <= x ? x : T[i] + f * (T[i + 1] - T[i]), i + f = (x + 8) * 128, \
      T[i] = gelu(i / 128 - 8) in float32
      """,
    usedBy: "embedded C: 2048 entries on [-8, 8], with this rule of our own", usesLibm: false,
    defects: [
      "chords: off by up to 6.1e-6, by 0.6 % of the result near zero",
      "x + 8 drops the low bits of small x: +0 next to zero",
      "+0 for -0, -0 below -8",
    ])
  static let variants = Variant.ofEngines

  /// gelu at i/128 − 8 for i = 0 … 2048, correctly rounded.
  static let table: [Float] = (0...2048).map {
    Best<NormalGate>.value(Float($0) * 0x1p-7 - 8)
  }

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    guard x < 8 else { return x }
    guard -8 <= x else { return copysign(0, x) }
    let place = (x + 8) * 128
    let i = min(Int(place.double), 2047)
    let left = A(nearest: Double(table[i]))
    let rise = A(nearest: Double(table[i + 1])) - left
    return left + (place - A(nearest: Double(i))) * rise
  }
}

enum Int8Table: Formula {
  static let about = KernelDescription(
    name: "int8-table", function: .gelu,
    formula: """
      q = round(16 * x) in [-128, 127]; T[q] / 16, T[q] = round(16 * gelu(q / 16)) in [-128, 127]
      """,
    usedBy: "TensorFlow Lite's int8 GELU (256 entries), with both scales 1/16", usesLibm: false,
    defects: [
      "input and output in steps of 1/16: -0 below -2.219",
      "7.9375 for every x > 7.9, by its definition",
    ])
  static let variants = Variant.ofEngines

  /// round(16·gelu(q/16)) for q = −128 … 127.
  static let table: [Int8] = (-128...127).map {
    Int8(min((16 * Best<NormalGate>.value(Double($0) / 16)).rounded(), 127))
  }

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let q = (x.double * 16).rounded()
    guard !q.isNaN else { return x }
    return copysign(A(nearest: Double(table[Int(min(max(q, -128), 127)) + 128]) / 16), x)
  }
}

/// x·σ(1.702·x) with exp(z) = 2^(z·1.4375), and 2^r = 1 + r/2.
enum ShiftGELU: Formula {
  static let about = KernelDescription(
    name: "shift-gelu", function: .geluSigmoid,
    formula: """
      u = z + z / 2 - z / 16, z = -1.702 |x|; k = floor(-u); e = (1 + (u + k) / 2) * 2^-k; \
      x < 0 ? x * e / (1 + e) : x / (1 + e)
      """,
    usedBy: "I-ViT (Li and Gu 2023), in integers there, scaled by each row's maximum",
    usesLibm: false,
    defects: ["exp by shifts: off by up to 0.0087", "NaN at -inf: -inf * 0"])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    let z = -(.quickScale * magnitude(x))
    let u = z + z * 0.5 - z * 0.0625
    let k = (-u.double).rounded(.down)
    guard k < 1000 else { return x < 0 ? x * 0 : x }
    guard !k.isNaN else { return x }
    let r = u + A(nearest: k)
    let e = (1 + r * 0.5) * A(nearest: Double(sign: .plus, exponent: -Int(k), significand: 1))
    return (x < 0 ? x * e : x) / (1 + e)
  }
}
