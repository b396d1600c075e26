import FloatingPointFormats

/// The defaults, each with the place that they were read at.
extension Tolerance {
  private static let torch =
    "pytorch 003029b0eb70: torch/testing/_comparison.py, _DTYPE_PRECISIONS"
  private static let torchAllclose =
    "pytorch: aten/src/ATen/native/native_functions.yaml, allclose"
  private static let numpy = "numpy 2.4.6: numpy/_core/numeric.py, allclose"
  private static let numpyTesting = "numpy 2.4.6: numpy/testing/_private/utils.py, assert_allclose"
  private static let jax = "jax dbe98ecb816e: jax/_src/numpy/lax_numpy.py, allclose"
  private static let jaxTests =
    "jax 055a88344ffe: jax/_src/public_test_util.py, _default_tolerance, as assertAllClose takes it"
  private static let onnx =
    "onnxruntime 102e9526c688: onnxruntime/test/providers/checkers.cc, DefaultTolerance"

  static let all: [Tolerance] =
    [
      rule("torch.testing.assert_close", .float16, 1e-3, 1e-5, .unequal, torch),
      rule("torch.testing.assert_close", .bfloat16, 1.6e-2, 1e-5, .unequal, torch),
      rule("torch.testing.assert_close", .float32, 1.3e-6, 1e-5, .unequal, torch),
      rule("torch.testing.assert_close", .float64, 1e-7, 1e-7, .unequal, torch),
      // A type that is not in its table.
      rule("torch.testing.assert_close", .float8E4M3FN, 0, 0, .unequal, torch),
      rule("torch.testing.assert_close", .float8E5M2, 0, 0, .unequal, torch),
    ] + everywhere("torch.allclose", 1e-5, 1e-8, .unequal, torchAllclose)
    + everywhere("numpy.allclose", 1e-5, 1e-8, .unequal, numpy)
    + everywhere("numpy.testing.assert_allclose", 1e-7, 0, .equal, numpyTesting)
    + everywhere("jax.numpy.allclose", 1e-5, 1e-8, .unequal, jax)
    + [
      rule("jax's own tests", .float16, 1e-3, 1e-3, .equal, jaxTests),
      rule("jax's own tests", .bfloat16, 1e-2, 1e-2, .equal, jaxTests),
      rule("jax's own tests", .float32, 1e-6, 1e-6, .equal, jaxTests),
      rule("jax's own tests", .float64, 1e-15, 1e-15, .equal, jaxTests),
      rule("jax's own tests", .float8E4M3FN, 1e-1, 1e-1, .equal, jaxTests),
      rule("jax's own tests", .float8E5M2, 1e-1, 1e-1, .equal, jaxTests),
      // In 16 bits its test for NaN asks the expected value twice.
      rule("ONNX Runtime's own tests", .float16, 1e-3, 2.5e-3, .ignored, onnx),
      rule("ONNX Runtime's own tests", .bfloat16, 1e-2, 2e-2, .ignored, onnx),
      rule("ONNX Runtime's own tests", .float32, 1e-4, 1e-5, .equal, onnx),
      rule("ONNX Runtime's own tests", .float64, 1e-5, 1e-5, .equal, onnx),
    ]

  private static func rule(
    _ name: String, _ format: FormatName, _ rtol: Double, _ atol: Double, _ nan: NaNRule,
    _ source: String
  ) -> Tolerance {
    Tolerance(name: name, format: format, rtol: rtol, atol: atol, nan: nan, source: source)
  }

  /// One pair of numbers for all formats.
  private static func everywhere(
    _ name: String, _ rtol: Double, _ atol: Double, _ nan: NaNRule, _ source: String
  ) -> [Tolerance] {
    FormatName.allCases.map { rule(name, $0, rtol, atol, nan, source) }
  }
}
