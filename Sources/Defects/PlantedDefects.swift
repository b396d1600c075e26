import FloatingPointFormats
import Foundation
import Functions

extension PlantedDefect {
  /// All of them: the classes of `Cause` in several formats and directions.
  package static let all: [PlantedDefect] = {
    var planting = Planting()
    planting.plantEvaluations()
    planting.plantFunctions()
    planting.plantGradients()
    planting.plantRoundings()
    planting.plantPlaces()
    return planting.defects
  }()
}

private let (gelu, slope) = (Target(.gelu), Target(.gelu, derivative: 1))
private let (tanhForm, tanhSlope) = (Target(.geluTanh), Target(.geluTanh, derivative: 1))
private let (quick, silu) = (Target(.geluSigmoid), Target(.silu))
private let wide: [FormatName] = [.float32, .float64]

extension Planting {
  /// The right formula, evaluated in a way that loses.
  mutating func plantEvaluations() {
    plant(
      builtIn: "erf", "1 + erf in the negative tail", .cancellation,
      in: [.bfloat16, .float32, .float64])
    plant(
      builtIn: "tanh", "1 + tanh in the negative tail", .cancellation,
      in: [.bfloat16, .float32, .float64])
    plant(builtIn: "quick-select", "1 - sigmoid in the negative tail", .cancellation, in: wide)
    plant(
      builtIn: "erf-backward", "1 + erf in the gradient's tail", .cancellation,
      .cancellationAtZero, in: wide)
    plant(builtIn: "erfc", "the rounding of x / sqrt(2)", .argumentRounding, in: wide)
    plant(builtIn: "sigma-fused", "the rounding of the exponent", .argumentRounding, in: wide)
    plant(
      builtIn: "silu", "exp(-x) overflows, x / inf is 0", .overflowToZero,
      in: [.bfloat16, .float32])
    plant(builtIn: "quick", "exp(-1.702 x) overflows", .overflowToZero, in: [.bfloat16, .float32])
    plant(
      builtIn: "tanh-exp-ratio", "exp(2u) overflows, inf / inf is NaN", .overflowToNaN,
      in: [.float16, .bfloat16, .float32])
    plant(
      builtIn: "tanh-backward", "x * x overflows, 0 * inf is NaN", .overflowToNaN,
      in: [.bfloat16, .float32])
    plant(builtIn: "hard", "3.16 x overflows", .overflowToInfinity, in: [.float32])
    plant(
      builtIn: "erf+native", "every operation in 16 bits", .lowPrecision, .cancellation,
      in: [.float16, .bfloat16])
    plant(builtIn: "int8-table", "a table of 8-bit codes", .coarseTable, in: [.bfloat16, .float32])
    plant(builtIn: "i-gelu", "a second-degree erf", .approximation, .step, in: [.float32])
    plant(builtIn: "pwl-16", "chords", .approximation, .step, in: [.float32])
    plant(
      builtIn: "pade-tanh", "tanh is 1 from 3.8 on", .step, .approximation, .clamp, .cancellation,
      in: [.float32])
    plant(builtIn: "gelu_10", "clamped at 10", .clamp, in: [.float16, .bfloat16, .float32])
    plant(
      builtIn: "ggml-f16-table", "a table of float16 inputs", .narrowFormat, .narrowInput,
      in: [.float32])
  }

  /// Another function, or constants of another.
  mutating func plantFunctions() {
    plant(builtIn: "quick", "quick for gelu", .wrongFunction, on: gelu, in: Planting.usual)
    plant(builtIn: "tanh", "tanh form for erf form", .wrongFunction, on: gelu, in: Planting.usual)
    plant(builtIn: "erfc", "erf form for tanh form", .wrongFunction, on: tanhForm, in: [.float32])
    plant(builtIn: "silu", "silu for gelu", .wrongFunction, on: gelu, in: [.bfloat16, .float32])
    plant(builtIn: "relu", "relu for gelu", .wrongFunction, on: gelu, in: [.bfloat16, .float32])
    plant(builtIn: "mish", "mish for silu", .wrongFunction, on: silu, in: [.float32])
    plant(
      "swapped", "0.7978845608 and 0.044715 in each other's place", .swappedConstants,
      on: tanhForm
    ) { x in gated(x, 0.044715, 0.7978845608028654) }
    plant("no-cubic", "the cubic term is missing", .droppedConstant, on: tanhForm) { x in
      gated(x, 0.7978845608028654, 0)
    }
    plant("no-scale", "sqrt(2/pi) is missing", .droppedConstant, on: tanhForm) { x in
      gated(x, 1, 0.044715)
    }
    plant(
      // In bfloat16 0.8 is no further from it than the rounding of sqrt(2/pi) can be.
      "scale-0.8", "0.8 for sqrt(2/pi)", .otherConstants, on: tanhForm,
      in: [.float16, .float32, .float64]
    ) { x in gated(x, 0.8, 0.044715) }
    plant("cubic-0.0447", "0.0447 for 0.044715", .otherConstants, on: tanhForm, in: wide) { x in
      gated(x, 0.7978845608028654, 0.0447)
    }
    plant("scale-1.7", "1.7 for 1.702", .otherConstants, on: quick, in: wide) { x in
      x == -.infinity ? -0.0 : x / (1 + exp(-1.7 * x))
    }
    plant("erf-of-x", "erf(x) for erf(x / sqrt(2))", .wrongArgument, on: gelu) { x in
      x == -.infinity ? -0.0 : 0.5 * x * erfc(-x)
    }
    plant("scale-0.707", "0.707 for 1 / sqrt(2)", .otherConstants, on: gelu, in: wide) { x in
      x == -.infinity ? -0.0 : 0.5 * x * erfc(-x * 0.707)
    }
    plant("no-half", "the factor 0.5 is missing", .wrongFactor, on: gelu) { x in
      x == -.infinity ? -0.0 : x * erfc(-x * 0.7071067811865476)
    }
    plant("gate-alone", "the factor x is missing", .wrongFactor, on: gelu, in: [.float32]) { x in
      0.5 * erfc(-x * 0.7071067811865476)
    }
    plant("leaky-0.02", "a slope of 0.02", .otherConstants, on: Target(.leakyReLU)) { x in
      x < 0 ? 0.02 * x : x
    }
  }
}

/// x·σ(2·scale·(x + cubic·x³)), with exp of the negative side only.
@Sendable private func gated(_ x: Double, _ scale: Double, _ cubic: Double) -> Double {
  if x == -.infinity { return -0.0 }
  let z = 2 * scale * (cubic == 0 ? x : x + cubic * x * x * x)
  if x >= 0 { return x / (1 + exp(-z)) }
  let h = exp(0.5 * z)
  return x * h * h / (1 + h * h)
}

extension Planting {
  /// Gradients with a term, a factor or an argument that is wrong.
  mutating func plantGradients() {
    let (value, right) = (Sound.value(gelu, .float32), Sound.value(slope, .float32))
    let tanhValue = Sound.value(tanhForm, .float32), tanhRight = Sound.value(tanhSlope, .float32)
    plant("no-second-term", "x * phi(x) is missing", .droppedTerm, on: slope) { x in
      0.5 * erfc(-x * 0.7071067811865476)
    }
    plant("no-x", "the second term lacks its x", .wrongFactor, on: slope, in: wide) { x in
      0.5 * erfc(-x * 0.7071067811865476) + density(x)
    }
    plant("half-second", "the second term is halved", .wrongFactor, on: slope, in: [.float32]) {
      x in
      0.5 * (right(x) + 0.5 * erfc(-x * 0.7071067811865476))
    }
    plant("no-root", "1/sqrt(2 pi) is missing", .wrongFactor, on: slope, in: [.float32]) { x in
      x.isInfinite
        ? right(x) : 0.5 * erfc(-x * 0.7071067811865476) + x * exp(-0.5 * x * x)
    }
    plant("of-output", "the gradient at f(x)", .gradientOfOutput, on: slope) { x in right(value(x))
    }
    plant("value", "the value for the gradient", .valueForGradient, on: slope) { x in value(x) }
    plant("gradient", "the gradient for the value", .gradientForValue, on: gelu) { x in right(x) }
    plant("no-three", "u' lacks its factor 3", .wrongFactor, on: tanhSlope) { x in
      sloped(x, tanhRight) { 0.044715 * $0 * $0 }
    }
    plant("no-inner", "u' is sqrt(2/pi)", .droppedTerm, on: tanhSlope, in: [.float32]) { x in
      sloped(x, tanhRight) { _ in 0 }
    }
    plant(
      "tanh-value", "the value for the gradient", .valueForGradient, on: tanhSlope,
      in: [.bfloat16, .float32]
    ) { x in tanhValue(x) }
    plant(
      "minus-second", "the second term has the other sign", .wrongSign, on: slope, in: [.float32]
    ) { x in erfc(-x * 0.7071067811865476) - right(x) }
    plant("turned", "the gradient's sign is turned", .wrongSign, on: slope) { x in -right(x) }
    plant(
      "divided", "f(x)/x + x phi(x): 0/0 at 0", .nanBand, on: slope, in: [.bfloat16, .float32]
    ) { x in x == 0 ? .nan : right(x) }
  }
}

/// s + x·s·(1 − s)·2·√(2/π)·(1 + inner).
@Sendable private func sloped(
  _ x: Double, _ right: (Double) -> Double, _ inner: (Double) -> Double
) -> Double {
  guard x.magnitude < 20 else { return right(x) }
  let z = 1.5957691216057308 * (x + 0.044715 * x * x * x)
  let s = 1 / (1 + exp(-z))
  return s + x * s / (1 + exp(z)) * 1.5957691216057308 * (1 + inner(x))
}

@Sendable private func density(_ x: Double) -> Double { 0.3989422804014327 * exp(-0.5 * x * x) }
