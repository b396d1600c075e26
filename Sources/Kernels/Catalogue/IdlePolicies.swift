import FloatingPointFormats

extension Policy {
  /// Whether a formula gives the same bits as under an earlier policy in this format, on all inputs of
  /// 16 bits and on a sample of 10,000 of the others, so that it is no kernel of its own.
  ///
  /// A test measures every policy of every formula and compares, both ways.
  func isIdle(for formula: String, in format: FormatName) -> Bool {
    Policy.idle[format]?[self]?.contains(formula) ?? false
  }

  private static let idle: [FormatName: [Policy: Set<String>]] = [
    .float16: [
      .fma: [
        "erf", "erf-div", "erfc", "erfc-split", "normcdf", "gelu_10", "juffa", "mlas",
        "mlas-3.725", "tt-lut6", "int8-table", "pwl-16", "i-gelu", "hard",
        "sqrt-2-over-5", "tanh", "tanh-pow", "tanh-79788452", "tanh-797885", "tanh-pi6",
        "tanh-halved", "sigma-div", "sigma-tanh", "sigma-fused", "sigma-stable",
        "x-minus", "ascend", "quick", "quick-1.773", "quick-select", "fast-gelu",
        "shift-gelu", "quick-stable", "silu", "silu-mul", "silu-stable", "relu",
        "relu-select", "leaky-relu", "erf-backward", "erf-autograd-backward",
        "erfc-backward", "erfc-autograd-backward", "tt-lut6-backward",
        "erfc-split-backward", "tanh-cosh-backward", "sigma-div-backward",
        "quick-backward", "quick-autograd-backward", "fast-gelu-backward",
        "silu-backward", "relu-backward", "leaky-relu-backward",
      ],
      .nativeFMA: [
        "erf", "erf-div", "erfc", "normcdf", "gelu_10", "int8-table", "hard",
        "sqrt-2-over-5", "pade-tanh", "quick", "quick-1.773", "quick-select", "fast-gelu",
        "silu", "silu-mul", "relu", "relu-select", "leaky-relu", "erf-backward",
        "erf-autograd-backward", "relu-backward", "leaky-relu-backward",
      ],
      .native: [
        "int8-table", "relu", "relu-select", "relu-backward", "leaky-relu-backward",
      ],
      .f64: [
        "int8-table", "hard", "relu", "relu-select", "leaky-relu", "relu-backward",
        "leaky-relu-backward",
      ],
    ],
    .bfloat16: [
      .fma: [
        "erf", "erf-div", "erfc", "erfc-split", "normcdf", "gelu_10", "as7126", "juffa",
        "mlas", "mlas-3.725", "tt-lut6", "tt-piecewise", "int8-table", "pwl-16", "i-gelu",
        "hard", "sqrt-2-over-5", "mish", "tanh", "tanh-pow", "tanh-factored",
        "tanh-factored-79788456", "tanh-factored-797884", "tanh-factored-7978845608",
        "tanh-79788452", "tanh-797885", "tanh-pi6", "tanh-halved", "sigma-div",
        "sigma-tanh", "sigma-fused", "sigma-stable", "x-minus", "ascend", "mlx-old",
        "pade-tanh", "tanh-expf", "tanh-exp-ratio", "quick", "quick-1.773",
        "quick-select", "fast-gelu", "shift-gelu", "quick-stable", "silu", "silu-mul",
        "silu-stable", "relu", "relu-select", "leaky-relu", "erf-backward",
        "erf-autograd-backward", "erfc-backward", "erfc-autograd-backward",
        "erf-outside-backward", "as7126-backward", "tt-lut6-backward", "tt-odd8-backward",
        "erfc-split-backward", "tanh-backward", "tanh-autograd-backward",
        "tanh-factored-backward", "tanh-sum-backward", "tanh-unsloth-backward",
        "tanh-cosh-backward", "cann-backward", "quick-backward",
        "quick-autograd-backward", "fast-gelu-backward", "silu-backward", "relu-backward",
        "leaky-relu-backward",
      ],
      .nativeFMA: [
        "erf", "erf-div", "erfc", "normcdf", "gelu_10", "table-2048", "int8-table",
        "hard", "sqrt-2-over-5", "tanh-factored", "tanh-factored-79788456",
        "tanh-factored-797884", "tanh-factored-7978845608", "tanh-expf", "tanh-exp-ratio",
        "quick", "quick-1.773", "quick-select", "fast-gelu", "silu", "silu-mul", "relu",
        "relu-select", "leaky-relu", "erf-backward", "erf-autograd-backward",
        "relu-backward", "leaky-relu-backward",
      ],
      .f64: [
        "erfc", "erfc-split", "normcdf", "tt-lut6", "tt-piecewise", "int8-table",
        "sigma-stable", "pade-tanh", "shift-gelu", "silu-stable", "relu", "relu-select",
        "leaky-relu", "tt-lut6-backward", "tt-odd8-backward", "erfc-split-backward",
        "relu-backward", "leaky-relu-backward",
      ],
      .native: [
        "int8-table", "relu", "relu-select", "relu-backward", "leaky-relu-backward",
      ],
    ],
    .float32: [
      .fma: [
        "erf", "erf-div", "erfc", "normcdf", "gelu_10", "int8-table", "hard",
        "sqrt-2-over-5", "quick", "quick-1.773", "quick-select", "fast-gelu", "silu",
        "silu-mul", "relu", "relu-select", "leaky-relu", "erf-backward",
        "erf-autograd-backward", "relu-backward", "leaky-relu-backward",
      ],
      .f64: [
        "int8-table", "relu", "relu-select", "relu-backward", "leaky-relu-backward",
      ],
    ],
    .float64: [
      .fma: [
        "erf", "erf-div", "erfc", "erfc-split", "normcdf", "gelu_10", "sqrt-2-over-5",
        "quick", "quick-1.773", "quick-select", "fast-gelu", "silu", "silu-mul", "relu",
        "relu-select", "leaky-relu", "erf-backward", "erf-autograd-backward",
        "erfc-backward", "erfc-autograd-backward", "erfc-split-backward", "relu-backward",
        "leaky-relu-backward",
      ]
    ],
  ]
}
