/// ggml's table of 65,536 float16 results, entered with the float32 input rounded to float16. Its
/// entries are computed here: the same bits without the table.
enum HalfTable {
  static let kernel = BatchKernel<Float>(about, scalar: value)

  static let about = KernelDescription(
    name: "ggml-f16-table", function: .geluTanh,
    formula: """
      x <= -10 ? 0 : 10 <= x ? x : table[float16(x)], \
      table[h] = float16(0.5 * h * (1 + tanh(0.7978845608028654 * h * (1 + 0.044715 * h * h))))
      """,
    arithmetic: "float16 in and out, float32 inside",
    usedBy: "ggml and whisper.cpp on CPU (GGML_GELU_FP16); ggml-org/llama.cpp#29252",
    defects: [
      "input and output rounded to float16: 11 of 24 bits, and nothing below 2^-24",
      "+0 for x <= -10, -inf included",
    ])

  static func value(_ x: Float) -> Float {
    guard -10 < x else { return x.isNaN ? x : 0 }
    guard x < 10 else { return x }
    let entry = TanhFactored.value(Float(Float16(x)))
    return Float(Float16(entry))
  }
}
