import FloatingPointFormats
import Functions
import Scoring
import Verdicts

// What was measured and how, and the tables over several formats.
extension CostPage {
  /// What the times are, and which build they are of.
  var method: [String] {
    [
      """
      A kernel's cost is the nanoseconds that one value takes in one thread, over 2^15 inputs evenly spaced on \
      [−8, 8], where no value waits for another (throughput). *Latency* is the time from one output to the next \
      where each input needs the last output\(callShare). Each time is the least of many short runs, since the \
      machine has other work; times of two measurements may still differ by a tenth. `× erf` is a kernel's cost \
      divided by that of `erf` in the same format. libm's functions are called value by value, not in vectors. \
      Up to float32 the kernels `fast…` compute blocks of 256 values, so one value alone takes as long as a block.
      """,
      builds, build.map { _ in compilersShare },
    ].compactMap(\.self)
  }

  /// What was seen in the machine code of `make costs`.
  private var compilersShare: String {
    """
    `Documentation/Performance.md` has other times for the same kernels, because its inputs are all float32 encodings in \
    order. Most of those are so small or so large that libm returns early.

    On x86, two costs of float16 are the compiler's rather than the formula's. In a loop that calls libm, the load of an \
    input (`vpinsrw`) waits for the register's last value, so throughput is hardly better than latency. And where every \
    operation is rounded to float16 (`+native`), a constant like 0.5 is converted by a call for each value.
    """
  }

  private var callShare: String {
    guard let build else { return "" }
    return " (the call for one value, \(CostPage.figure(build.call)) ns by itself, is included)"
  }

  /// The record of the measurement, and what the baseline build is.
  private var builds: String? {
    guard let build else { return nil }
    let baseline =
      build.baseline.map {
        """
         The column *baseline* is the same sources built for \($0), where a fused multiply-add and a conversion to \
        or from float16 is a call of a software routine. Both builds give the same bits on all 65,536 inputs of \
        float16 and bfloat16 and on 1,048,576 inputs each of float32 and float64, spread over all encodings.
        """
      } ?? ""
    return """
      The times are those of a build for \(build.build).\(baseline) They are kept in `costs.jsonl`.

      \(Table(
        titles: ["measured with", ""],
        rows: [
          ["command", "`\(build.command)`"], ["flags", "`\(build.flags)`"],
          ["compiler", build.compiler], ["processor", build.processor], ["libm", build.libm],
          ["commit", "`\(build.commit)`"], ["date", build.date],
        ]
      ).markdown)
      """
  }

  /// The project's own kernels beside the formula that most frameworks have.
  var recommended: String? {
    let rows = ["erf", "fast", "best"].compactMap { name -> [String]? in
      let own = scores.filter { $0.kernel == name && $0.target == Target(.gelu) }
      guard !own.isEmpty else { return nil }
      return [link(name)]
        + FormatName.reported.flatMap { format -> [String] in
          guard let s = own.first(where: { $0.format == format }) else { return ["–", "–", "–"] }
          let wrong = s.numbers - s.correctlyRounded
          let all = s.bound == .exact ? "" : " of \(Figures.count(s.numbers))"
          let ns = cost(name, format)?.nanoseconds
          return [
            ns.map { String(format: "%.1f", $0) } ?? "–", ns.map { besideErf($0, format) } ?? "–",
            Figures.count(wrong) + all,
          ]
        }
    }
    guard rows.count > 1 else { return nil }
    return """
      ## Recommended, beside libm's erf formula

      Nanoseconds a value, and how many results of all finite inputs (in float64, of the sample) are \
      wrongly rounded. `fast` and `best` are also there for the tanh and sigmoid forms, SiLU, and the \
      gradients, as `fast-tanh`, `best-backward` and so on.

      \(Table(
        titles: ["kernel"]
          + FormatName.reported.flatMap { ["\($0.rawValue), ns:", "× erf:", "wrong:"] }, rows: rows
      ).markdown)
      """
  }

  /// Each format's kernels with all their times, folded.
  var allKernels: [String] {
    let tables = FormatName.reported.compactMap { format -> String? in
      let rows = kernels.compactMap { kernel -> [String]? in
        guard let cost = cost(kernel.name, format) else { return nil }
        return [
          link(kernel.name), CostPage.figure(cost.nanoseconds),
          besideErf(cost.nanoseconds, format), CostPage.figure(cost.latency),
          CostPage.figure(cost.baseline),
        ]
      }
      guard !rows.isEmpty else { return nil }
      let table = Table(
        titles: ["kernel", "ns:", "× erf:", "latency, ns:", "baseline, ns:"], rows: rows)
      return Markdown.details("\(format.rawValue): \(rows.count) kernels", table.markdown)
    }
    return ["## All kernels"] + tables
  }
}
