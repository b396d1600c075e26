import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// The truths that a score prints are the exact values, also where they are nearer to zero than any
/// double.
@Suite struct TruthDecimalTests {
  /// By mpmath 1.3.0 at 700 digits.
  @Test(arguments: [
    (Function.gelu, 0, FormatName.float16, 0xfbff, "-3.01704982044476e-931729740"),
    (.gelu, 1, .float16, 0xfbff, "-1.97628831438413e-931729735"),
    (.geluTanh, 1, .float16, 0xfbff, "-1.44787946511110e-8709857882562"),
    (.geluSigmoid, 0, .float16, 0xfbff, "-1.88996574050204e-48414"),
    (.silu, 1, .float16, 0xfbff, "-6.17331730853346e-28444"),
    (.gelu, 0, .bfloat16, 0xc47a, "-2.29064614654550e-217148"),
    (.silu, 0, .bfloat16, 0xc47a, "-5.07595889754946e-432"),
    (.gelu, 0, .bfloat16, 0xc220, "-1.46235741636601e-348"),
    (.silu, 0, .bfloat16, 0xff7f, "-3.20219663537781e-147205477858980500018344265821339210757"),
    (
      .geluSigmoid, 1, .bfloat16, 0xff7f,
      "-4.25670942491378e-250543723315984811031221940427919336735"
    ),
    // Where a double is enough, and where the value is exact.
    (.silu, 0, .bfloat16, 0xc220, "-1.69934170211664e-16"), (.relu, 0, .float16, 0xfbff, "0"),
    (.gelu, 0, .float16, 0x8000, "-0"), (.relu, 1, .float16, 0x3c00, "1"),
  ]) func worstTruths(
    _ f: Function, _ derivative: Int, _ format: FormatName, _ bits: UInt64, _ want: String
  ) throws {
    let judge = try Judge(Target(f, derivative: derivative), Signature(format), flush: .none)
    #expect(judge.decimal(at: bits) == want)
  }

  /// No finite input of a smooth function has a truth of zero or of a double's smallest subnormal.
  @Test func noTruthIsASubstitute() throws {
    for (f, format) in [(Function.gelu, FormatName.float16), (.silu, .bfloat16)] {
      let judge = try Judge(Target(f), Signature(format), flush: .none)
      for bits in stride(from: UInt64(1), to: 1 << 16, by: 211) {
        let x = format.value(bits: bits)
        guard x.isFinite, x != 0 else { continue }
        let text = judge.decimal(at: bits)
        #expect(
          !["0", "-0", "undecided", "4.94065645841247e-324", "-4.94065645841247e-324"].contains(
            text))
        #expect(text.hasPrefix("-") == (x < 0))
      }
    }
  }
}
