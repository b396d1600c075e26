import FloatingPointFormats

/// What to ship for one format and order of derivative of GELU, and what not.
package struct ShipChoice: Sendable {
  package let format: FormatName
  /// 0 for the value, 1 for the gradient.
  package let derivative: Int
  /// One way of computing it: a line of C, and whose figures it has.
  package struct Way: Sendable {
    package let code: String
    package let source: Source
  }
  package enum Source: Sendable {
    /// A built-in kernel, whose bits the code has.
    case kernel(String)
    /// A function of a header that is no built-in kernel, scored on the report's usual sample with a libm.
    case header(maxUlp: Double, correctlyRounded: Int, numbers: Int, libm: String)
  }
  /// The best first.
  package let ways: [Way]
  /// The kernel that frameworks have in its place.
  package let avoid: String

  private static let libmValue = "0.5f * x * erfcf(-x * 0.70710678f)"
  private static let libmSlope =
    "0.5f * erfcf(-x * 0.70710678f) + x * (0.3989423f * expf(x * x * -0.5f))"

  package static let all: [ShipChoice] = [
    ShipChoice(
      format: .float32, derivative: 0,
      ways: [
        Way(code: "(float)gelu_fast(x)", source: .kernel("fast")),
        Way(
          code: "(float)(0.5 * x * erfc(-x * 0.70710678118654752))", source: .kernel("erfc+f64")),
      ], avoid: "erf"),
    ShipChoice(
      format: .float32, derivative: 1,
      ways: [
        Way(code: "(float)gelu_fast_gradient(x)", source: .kernel("fast-backward")),
        Way(
          code:
            "(float)(0.5 * erfc(-x * 0.70710678118654752) + x * (0.3989422804014327 * exp(x * x * -0.5)))",
          source: .kernel("erfc-backward+f64")),
      ], avoid: "erf-backward"),
    ShipChoice(
      format: .bfloat16, derivative: 0,
      ways: [
        Way(code: "gelu_fast_to_bfloat16(gelu_fast(x))", source: .kernel("fast")),
        Way(code: libmValue, source: .kernel("erfc")),
      ], avoid: "erf"),
    ShipChoice(
      format: .bfloat16, derivative: 1,
      ways: [
        Way(code: "gelu_fast_to_bfloat16(gelu_fast_gradient(x))", source: .kernel("fast-backward")),
        Way(code: libmSlope, source: .kernel("erfc-backward")),
      ], avoid: "erf-backward"),
    ShipChoice(
      format: .float16, derivative: 0,
      ways: [
        Way(code: "gelu_fast(x)", source: .kernel("fast")),
        Way(code: libmValue, source: .kernel("erfc")),
      ], avoid: "erf"),
    ShipChoice(
      format: .float16, derivative: 1,
      ways: [
        Way(code: "gelu_fast_gradient(x)", source: .kernel("fast-backward")),
        Way(code: libmSlope, source: .kernel("erfc-backward")),
      ], avoid: "erf-backward"),
    ShipChoice(
      format: .float64, derivative: 0,
      ways: [
        Way(code: "gelu_double(x)", source: .kernel("erfc-split"))
      ], avoid: "erf"),
    ShipChoice(
      format: .float64, derivative: 1,
      ways: [
        Way(
          code: "gelu_double_gradient(x)",
          source: .header(
            maxUlp: 12.6739276, correctlyRounded: 82_845, numbers: 100_001,
            libm: "glibc 2.36"))
      ], avoid: "erf-backward"),
  ]
}
