import Kernels
import Scoring

/// What people run first: the kernels that the index shows before anything is folded, with who runs them. A kernel
/// is here if a widely used framework runs it by default, or if this project recommends it.
package enum FirstKernels {
  /// Whether a report keeps the signed errors of a score: of what people run first in bfloat16, against its own
  /// function.
  package static func keepsSigned(_ score: Score, by kernel: KernelDescription?) -> Bool {
    score.format == .bfloat16 && score.target == kernel?.target
      && all.contains { $0.kernel == score.kernel }
  }

  static let all: [(kernel: String, by: String)] = [
    ("erf", "PyTorch's single values, ONNX, TensorFlow"),
    ("erfc", "JAX"),
    ("onednn-minimax", "oneDNN; with FMA PyTorch's float32 vectors"),
    ("as7126", "with FMA PyTorch's float16 vectors"),
    ("juffa", "MLX"),
    ("xnnpack-f32-rational", "XNNPACK"),
    ("tanh", "PyTorch's tanh form, GPT-2, JAX"),
    ("sigma-div", "ONNX Runtime FastGelu"),
    ("quick", "CLIP, Hugging Face quick_gelu"),
    ("silu", "PyTorch, Llama, YOLO"),
    ("fast", "recommended: speed counts too"),
    ("best", "recommended: accuracy first"),
    ("erf-backward", "PyTorch"),
    ("tanh-backward", "PyTorch's tanh form"),
    ("silu-backward", "PyTorch"),
    ("fast-backward", "recommended: speed counts too"),
    ("best-backward", "recommended: accuracy first"),
  ]
}
