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

  /// - Parameter drawn: nil for all; else the formats of which a folder keeps the largest errors.
  init(of score: Score, by kernel: KernelDescription, drawn: [FormatName]? = nil) {
    let isOwn = score.target == kernel.target
    hasHistogram = isOwn && drawn == nil
    hasErrors =
      score.hasProfile
      && (drawn.map { isOwn && $0.contains(score.format) } ?? (isOwn || score.format == .float32))
  }
}
