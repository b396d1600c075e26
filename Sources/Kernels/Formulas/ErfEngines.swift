// GELU through approximations of erf in use in place of libm's.

enum AbramowitzStegun: Formula {
  static let about = KernelDescription(
    name: "as7126", function: .gelu,
    formula: """
      z = x * M_SQRT1_2; t = 1 / (1 + 0.3275911 |z|); \
      erf(z) = sgn(z) * (1 - exp(-z * z) * t * P4(t)); x * 0.5 * (1 + erf(z))
      """,
    usedBy: """
      Abramowitz and Stegun 7.1.26: PyTorch under torch.compile, and its vectors in float16, \
      oneDNN, ggml Metal, OpenCV
      """,
    defects: [
      "absolute error of erf up to 1.4e-7: no correct digit in the negative tail",
      "erf is 0 below 1.8e-7 (pytorch/pytorch#199850)",
      "NaN at -inf: -inf * 0",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x * 0.5 * (1 + erf(x * .sqrtHalf))
  }

  @inline(__always)
  static func erf<A: KernelArithmetic>(_ z: A) -> A {
    let p = A(nearest: 0x1.4f740a93d7b8cp-2)  // 0.3275911
    let t = 1 / (1 + p * magnitude(z))
    var r = A(nearest: 0x1.0fb844255a12dp+0)  // 1.061405429
    r = r * t + A(nearest: -0x1.7401c57014c39p+0)  // -1.453152027
    r = r * t + A(nearest: 0x1.6be1c55bae157p+0)  // 1.421413741
    r = r * t + A(nearest: -0x1.23531cc3c1469p-2)  // -0.284496736
    r = r * t + A(nearest: 0x1.04f20c6ec5a7ep-2)  // 0.254829592
    let y = 1 - exp(-(z * z)) * t * r
    return z < 0 ? -y : y
  }
}

enum Juffa: Formula {
  static let about = KernelDescription(
    name: "juffa", function: .gelu,
    formula: """
      erf(z) = |z| <= 0.927734375 ? z + z * P5(z * z) : sgn(z) * (1 - exp(P6(|z|) - |z|)); \
      x * (1 + erf(x / sqrt(2))) / 2
      """,
    usedBy: "MLX erf.h, after N. Juffa (erf itself within 0.996 ulp with fma)",
    defects: [
      "1 + erf cancels for x < -2",
      "infinite near the largest number: 2 * x overflows",
      "NaN at -inf: -inf * 0",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    x * (1 + erf(x / .sqrtTwo)) / 2
  }

  @inline(__always)
  static func erf<A: KernelArithmetic>(_ z: A) -> A {
    let (t, s) = (magnitude(z), z * z)
    let split = A(nearest: 0x1.dbp-1)  // 0.927734375
    guard split < t else {
      var r = A(nearest: -0x1.38dffffbade43p-11)  // -5.96761703e-4
      r = r * s + A(nearest: 0x1.471a57fc5f9c5p-8)  // 4.99119423e-3
      r = r * s + A(nearest: -0x1.b691b1fe1b4cbp-6)  // -2.67681349e-2
      r = r * s + A(nearest: 0x1.ce1c4403650f5p-4)  // 1.12819925e-1
      r = r * s + A(nearest: -0x1.81270005449eap-2)  // -3.76125336e-1
      r = r * s + A(nearest: 0x1.06eba7fba97b8p-3)  // 1.28379166e-1
      return r * z + z
    }
    var high = A(nearest: -0x1.2200000442b73p-16)  // -1.72853470e-5
    high = high * t + A(nearest: 0x1.91cfb1fc470b8p-12)  // 3.83197126e-4
    var low = A(nearest: -0x1.fd1437fb5b08fp-9)  // -3.88396438e-3
    low = low * t + A(nearest: 0x1.8d6341f597111p-6)  // 2.42546219e-2
    var r = high * s + low
    r = r * t + A(nearest: -0x1.b55cb81a6bc4ap-4)  // -1.06777877e-1
    r = r * t + A(nearest: -0x1.450a9ffd47244p-1)  // -6.34846687e-1
    r = r * t + A(nearest: -0x1.079d0c03b32cbp-3)  // -1.28717512e-1
    r = r * t - t
    return copysign(1 - exp(r), z)
  }
}

enum MLAS: Formula {
  static let about = KernelDescription(
    name: "mlas", function: .gelu,
    formula: """
      as juffa, split at 0.921875, |z| clamped to 3.925, libm's exp; \
      0.5 * x * (1 + erf(x * M_SQRT1_2))
      """,
    usedBy:
      "ONNX Runtime MLAS erf.cpp, with its own exp there; clamp from microsoft/onnxruntime#1999",
    defects: ["1 + erf cancels for x < -2", "NaN at -inf: -inf * 0"])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + erf(x * .sqrtHalf, limit: A(nearest: 0x1.f666666666666p+1)))  // 3.925
  }

  @inline(__always)
  static func erf<A: KernelArithmetic>(_ z: A, limit: A) -> A {
    let t = magnitude(clamp(z, to: limit))
    let split: A = 0.921875
    guard split < t else {
      let s = z * z
      var r = A(nearest: -0x1.3a1a81fd641b3p-11)  // -5.99104969e-4
      r = r * s + A(nearest: 0x1.473f48002615fp-8)  // 4.99339588e-3
      r = r * s + A(nearest: -0x1.b68bd2009f547p-6)  // -2.67667342e-2
      r = r * s + A(nearest: 0x1.ce1a45fc63935p-4)  // 1.12818025e-1
      r = r * s + A(nearest: -0x1.8126e002786f1p-2)  // -3.76124859e-1
      r = r * s + A(nearest: 0x1.06eba5f844165p-3)  // 1.28379151e-1
      return r * z + z
    }
    var r = A(nearest: 0x1.2228fff46366dp-16)  // 1.72948930e-5
    r = r * t + A(nearest: -0x1.91d2cbf86523cp-12)  // -3.83208680e-4
    r = r * t + A(nearest: 0x1.fd133606afefp-9)  // 3.88393435e-3
    r = r * t + A(nearest: -0x1.8d630008162cap-6)  // -2.42545605e-2
    r = r * t + A(nearest: 0x1.b55cb00cd62fdp-4)  // 1.06777847e-1
    r = r * t + A(nearest: 0x1.450a9ffd47244p-1)  // 6.34846687e-1
    r = r * t + A(nearest: 0x1.079d0c03b32cbp-3)  // 1.28717512e-1
    r = r * t + t
    return copysign(1 - exp(-r), z)
  }
}

enum MLASOld: Formula {
  static let about = KernelDescription(
    name: "mlas-3.725", function: .gelu,
    formula: "as mlas, |z| clamped to 3.725",
    usedBy: "ONNX Runtime before microsoft/onnxruntime#1999",
    defects: [
      "erf saturates at 1 - 1.4e-7: the negative tail grows with |x| instead of vanishing",
      "-inf at -inf",
    ])
  static let variants = Variant.ofEngines

  static func value<A: KernelArithmetic>(_ x: A) -> A {
    0.5 * x * (1 + MLAS.erf(x * .sqrtHalf, limit: A(nearest: 0x1.dcccccccccccdp+1)))  // 3.725
  }
}
