import Diagnosis
import FloatingPointFormats
import Foundation
import Functions

private let gelu = Target(.gelu)
private let silu = Target(.silu)
private let slope = Target(.gelu, derivative: 1)

extension Planting {
  /// Right results, wrongly rounded or stored.
  mutating func plantRoundings() {
    for (name, mode, cause) in [
      ("toward-zero", RoundingMode.towardZero, Cause.truncation),
      ("down", .down, .directedRounding), ("up", .up, .directedRounding),
    ] {
      plant(
        name, "rounded \(name)", cause, on: gelu, in: Planting.usual,
        rounding: Directed(mode: mode))
    }
    plant(
      "twice", "to bfloat16, then to 8 bits", .doubleRounding, on: gelu,
      in: [.float8E4M3FN, .float8E5M2], rounding: Through(format: .bfloat16))
    plant(
      "through-bfloat16", "a bfloat16 round trip inside", .narrowFormat, on: gelu, in: [.float32],
      rounding: Through(format: .bfloat16))
    plant(
      "through-float16", "a float16 round trip inside", .narrowFormat, .saturation, on: silu,
      in: [.float32], rounding: Through(format: .float16))
    plant(
      "through-float32", "a float32 round trip inside", .narrowFormat, .saturation, on: gelu,
      in: [.float64], rounding: Through(format: .float32))
    plant(
      "input-bfloat16", "x is rounded to bfloat16", .narrowInput, on: gelu, in: [.float32],
      rounding: InputThrough(format: .bfloat16))
    plant(
      "input-float16", "x is rounded to float16", .narrowInput, on: slope, in: [.float32],
      rounding: InputThrough(format: .float16))
    plant(
      "held-65504", "held at the largest float16", .saturation, on: gelu,
      in: [.bfloat16, .float32, .float64], rounding: Held(at: 65504))
    plant(
      "held-448", "held at the largest e4m3", .saturation, on: gelu, in: [.float16, .bfloat16],
      rounding: Held(at: 448))
    plant(
      "ftz", "subnormal results flushed", .flushedResults, on: gelu, in: Planting.usual,
      rounding: FlushedOutputs())
    plant(
      "daz", "subnormal inputs taken as zero", .flushedInputs, .flushedResults, on: silu,
      in: Planting.usual, rounding: FlushedInputs())
    plant(
      "daz-slope", "the gradient at subnormal inputs is that at 0", .flushedInputs,
      on: Target(.relu, derivative: 1), in: Planting.usual, rounding: FlushedInputs())
  }

  /// Wrong on a stretch, at a limit, or in some calls.
  mutating func plantPlaces() {
    let value = Sound.value(gelu, .float32)
    plant(
      "nan-band", "NaN on [10.5, 10.75]", .nanBand, on: gelu, in: Planting.usual,
      rounding: Banded(stretch: 10.5...10.75) { _ in .nan })
    plant(
      "infinity-band", "infinite on [-3.5, -3.25]", .nanBand, on: gelu, in: [.float32],
      rounding: Banded(stretch: -3.5 ... -3.25) { _ in .infinity })
    plant(
      "sign-band", "the sign turned on [-4, -3.4]", .wrongSign, on: gelu, in: Planting.usual,
      rounding: Banded(stretch: -4 ... -3.4) { -$0 })
    plant(
      "off-band", "an eighth off on [1, 1.25]", .step, .unexplained, .approximation, on: gelu,
      in: Planting.usual, rounding: Banded(stretch: 1...1.25) { $0 * 1.125 })
    plant("cut-left", "0 below -4", .clamp, on: gelu, in: Planting.usual) { x in
      x < -4 ? -0.0 : value(x)
    }
    plant("cut-right", "x from 1.75 on", .clamp, on: gelu, in: Planting.usual) { x in
      x > 1.75 ? x : value(x)
    }
    plant("nan-at-infinity", "NaN at -inf", .infinityTimesZero, on: gelu) { x in
      x == -.infinity ? .nan : value(x)
    }
    plant("number-for-nan", "0 for NaN", .numberForNaN, on: gelu) { x in
      x.isNaN ? 0 : value(x)
    }
    plant("plus-zero", "+0 for -0", .zeroSign, .wrongLimit, on: gelu) { x in
      let y = value(x)
      return y == 0 ? 0 : y
    }
    plant(
      "single", "another formula in calls of one value", on: gelu, in: [.bfloat16, .float32],
      isOther: { _, count in count == 1 }
    ) { x in x / (1 + exp(-1.702 * x)) }
    plant(
      "long", "another formula from 65,537 values on", on: gelu, in: [.bfloat16, .float32],
      isOther: { _, count in count > 65_536 }
    ) { x in x / (1 + exp(-1.702 * x)) }
    plant(
      "remainder", "another formula in what eights leave over", on: gelu, in: [.float32],
      isOther: { place, count in place >= count / 8 * 8 }
    ) { x in x / (1 + exp(-1.702 * x)) }
  }
}
