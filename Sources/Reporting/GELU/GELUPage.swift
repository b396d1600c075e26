import Analysis
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Verdicts

/// The page on GELU itself, for readers who come from a glossary. Its figures are computed when it is made, but for
/// the costs, which are measured ones.
package struct GELUPage {
  let costs: [KernelCost]

  package init(costs: [KernelCost]) { self.costs = costs }

  /// The page and its picture, by their names in the folder Documentation.
  /// - Throws: what the oracle or a kernel throws.
  package func files() throws -> [String: String] {
    ["GELU.md": try markdown(), "gelu.svg": try ActivationPicture().svg()]
  }

  private func markdown() throws -> String {
    let gelu = try ActivationFacts(.gelu)
    return """
      <!-- Written by `make gelu-page`; a test compares it with what the suite computes. -->
      # GELU

      GELU, the Gaussian error linear unit, is an activation function: gelu(x) = x·Φ(x), where Φ(x) is the \
      probability that a number drawn from the normal distribution N(0, 1) is less than x. \
      [Hendrycks and Gimpel](https://arxiv.org/abs/1606.08415) introduced it in 2016.

      \(try story(gelu))

      ![GELU, SiLU, ReLU and Leaky ReLU in the upper panel and their gradients in the lower one; GELU falls to \
      \(try least(gelu, 0, 4)), its gradient to \(try least(gelu, 1, 4))](gelu.svg)

      ## Five values

      `torch.nn.GELU()` on `[-3, -1, 0, 1, 3]`, exactly and rounded to the nearest number of a format:

      \(try exactValues().markdown)

      What the formulas in use give in float32 with the libm of \(platformLibm), each as the shortest decimal that reads back. The last column is \
      the error at −3 in ULP, units in the last place of the exact result. \
      \(try fourDecimals())

      \(try printedValues().markdown)

      Far below zero 1 + erf(x/√2) cancels, and digits are lost that `erfc` keeps. \
      [The reports](../Reports/README.md) have the errors of each formula over all inputs.

      ## Who uses which form

      \(GELUPage.models.markdown)

      ## Beside ReLU, Leaky ReLU and SiLU

      \(try comparison().markdown)

      Shares are of inputs drawn from N(0, 1). *Zero output* is a result that rounds to 0 in float32: the unit is \
      off, and in ReLU no gradient passes. *Near zero* is |f(x)| < \(ActivationFacts.near). Errors are the largest \
      of all finite inputs of the format, of libm's erf formula for GELU, of x/(1 + exp(−x)) for SiLU. \
      Costs are throughput, from [costs.jsonl](../Reports/costs.jsonl); [cost.md](../Reports/cost.md) says how \
      they were measured. [Definitions](Definitions.md) says what an error is.

      """
  }

  /// The gate, the smoothness and the dip.
  private func story(_ gelu: ActivationFacts) throws -> String {
    let share = try GELUPage.percent(gelu.negativeGradient())
    return """
      **A gate that is a probability.** ReLU multiplies x by 1 or 0, by a threshold at zero. GELU multiplies x by \
      the probability that x is larger than another such number: a large x passes, a very negative one is \
      stopped, and one near zero is halved. It is what is left on average if each x is kept with \
      probability Φ(x) and zeroed otherwise.

      **Smooth.** All its derivatives exist everywhere; the gradient is Φ(x) + x·φ(x), with φ the density of \
      N(0, 1). At zero it is ½, where ReLU's jumps from 0 to 1.

      **Not monotone.** The function falls until x = \(try place(gelu, 0, 20)), where it has its minimum \
      \(try least(gelu, 0, 20)). Left of that the gradient is negative, for \(share) of inputs from N(0, 1); \
      it is least at x = −√2 = \(try place(gelu, 1, 20)), with \(try least(gelu, 1, 20)). \
      Its largest value, at √2, is \(try greatest(gelu, 20)): more than 1.
      """
  }

  static func percent(_ share: Double) -> String {
    share == 0 ? "0 %" : String(format: "%.4g %%", 100 * share)
  }
}
