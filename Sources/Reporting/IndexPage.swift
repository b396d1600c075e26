import FloatingPointFormats
import Kernels
import Scoring

/// The first page: every kernel and format at a glance, by function.
struct IndexPage {
  let kernels: [KernelDescription]
  let scores: [Score]

  var markdown: String {
    """
    # Accuracy of GELU kernels

    Each cell: largest ULP error and its input in bits, share of results correctly rounded, verdict. \
    ULP error is (output − exact value)/ulp(exact value), the exact value never rounded; 0.5 is the \
    best a format allows. float16 and bfloat16 are exact over all 65,536 inputs; “≥” marks the largest \
    known of a stratified sample. Every number is certified: computed against enclosures of the truth, \
    with the maxima evaluated again in multiple precision. What it ran on: \
    [environment.json](environment.json).

    ![largest error of three erf kernels in bfloat16](plots/overview-bfloat16.svg)

    \(groups.map(group).joined(separator: "\n\n"))

    """
  }

  private var groups: [(function: String, derivative: Int)] {
    kernels.map { ($0.function, $0.derivative) }.reduce(into: []) { groups, g in
      if !groups.contains(where: { $0 == g }) { groups.append(g) }
    }
  }

  private func group(_ g: (function: String, derivative: Int)) -> String {
    let members = kernels.filter { $0.function == g.function && $0.derivative == g.derivative }
    let rows = members.map { kernel in
      ["[\(kernel.name)](kernels/\(kernel.name).md)"]
        + FormatName.allCases.map { format in
          scores.first {
            $0.kernel == kernel.name && $0.format == format && $0.function == kernel.function
          }.map { cell($0) } ?? "–"
        }
    }
    let title = g.function + (g.derivative == 1 ? "′" : "")
    return "## \(title)\n\n"
      + Table(titles: ["kernel"] + FormatName.allCases.map(\.rawValue), rows: rows).markdown
  }

  private func cell(_ s: Score) -> String {
    let place = s.maxUlpInput.isEmpty ? "" : " `\(s.maxUlpInput)`"
    let share = Figures.share(s.correctlyRounded, of: s.numbers)
    return "[\(s.boundMark)\(Figures.ulp(s.maxUlp))](kernels/\(s.kernel).md#\(s.format.rawValue))"
      + "\(place) \(share) \(Verdict(s).mark)"
  }
}
