import FloatingPointFormats

// Written by `make variants`; .ci/run looks whether it would be written so again.
extension Variant {
  /// The formulas that give the same bits under a variant as under an earlier one.
  static let idle: [FormatName: [Variant: Set<String>]] = [
    .float16: [
      .native: names(
        """
        relu relu-select relu-backward leaky-relu-backward
        """),
      .f64: names(
        """
        relu relu-select leaky-relu relu-backward leaky-relu-backward
        """),
      .fma: names(
        """
        erf erf-div erfc erfc-split normcdf juffa mlas mlas-3.725 tt-lut6 int8-table
        pwl-16 i-gelu hard tanh tanh-pow tanh-halved sigma-div sigma-tanh sigma-fused
        sigma-stable x-minus ascend quick quick-select fast-gelu shift-gelu quick-stable
        silu silu-mul silu-stable relu relu-select leaky-relu erf-backward
        erf-autograd-backward erfc-backward erfc-autograd-backward tt-lut6-backward
        erfc-split-backward tanh-cosh-backward sigma-div-backward quick-backward
        quick-autograd-backward fast-gelu-backward silu-backward relu-backward
        leaky-relu-backward
        """),
      .nativeFMA: names(
        """
        erf erf-div erfc normcdf quick quick-select fast-gelu silu silu-mul relu
        relu-select leaky-relu erf-backward erf-autograd-backward relu-backward
        leaky-relu-backward
        """),
    ],
    .bfloat16: [
      .native: names(
        """
        relu relu-select relu-backward leaky-relu-backward
        """),
      .f64: names(
        """
        erfc erfc-split normcdf sigma-stable silu-stable relu relu-select leaky-relu
        erfc-split-backward relu-backward leaky-relu-backward
        """),
      .fma: names(
        """
        erf erf-div erfc erfc-split normcdf as7126 juffa mlas mlas-3.725 tt-lut6
        tt-piecewise int8-table pwl-16 i-gelu hard tanh tanh-pow tanh-factored
        tanh-halved sigma-div sigma-tanh sigma-fused sigma-stable x-minus ascend mlx-old
        pade-tanh tanh-expf tanh-exp-ratio quick quick-select fast-gelu shift-gelu
        quick-stable silu silu-mul silu-stable relu relu-select leaky-relu erf-backward
        erf-autograd-backward erfc-backward erfc-autograd-backward erf-outside-backward
        as7126-backward tt-lut6-backward tt-odd8-backward erfc-split-backward
        tanh-backward tanh-autograd-backward tanh-factored-backward tanh-sum-backward
        tanh-unsloth-backward tanh-cosh-backward tanh-onednn-backward cann-backward
        quick-backward quick-autograd-backward fast-gelu-backward silu-backward
        relu-backward leaky-relu-backward
        """),
      .nativeFMA: names(
        """
        erf erf-div erfc normcdf tanh-factored tanh-exp-ratio quick quick-select
        fast-gelu silu silu-mul relu relu-select leaky-relu erf-backward
        erf-autograd-backward relu-backward leaky-relu-backward
        """),
    ],
    .float32: [
      .f64: names(
        """
        relu relu-select relu-backward leaky-relu-backward
        """),
      .fma: names(
        """
        erf erf-div erfc normcdf int8-table hard quick quick-select fast-gelu silu
        silu-mul relu relu-select leaky-relu erf-backward erf-autograd-backward
        relu-backward leaky-relu-backward
        """),
    ],
    .float64: [
      .fma: names(
        """
        erf erf-div erfc erfc-split normcdf quick quick-select fast-gelu silu silu-mul
        relu relu-select leaky-relu erf-backward erf-autograd-backward erfc-backward
        erfc-autograd-backward erfc-split-backward relu-backward leaky-relu-backward
        """)
    ],
  ]
}
