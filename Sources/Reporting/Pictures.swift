import FloatingPointFormats
import Kernels
import Scoring

/// Which pictures a score has: two against the kernel's own function; against another one the largest
/// errors in float32 alone, since a formula's distance is much the same in every format.
struct Pictures {
  let hasErrors, hasHistogram: Bool

  /// Those of a kernel from elsewhere.
  init(hasErrors: Bool, hasHistogram: Bool) {
    (self.hasErrors, self.hasHistogram) = (hasErrors, hasHistogram)
  }

  init(of score: Score, by kernel: KernelDescription) {
    hasHistogram = score.target == kernel.target
    hasErrors = hasHistogram || score.format == .float32
  }
}
