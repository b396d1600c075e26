import Analysis
import FloatingPointFormats
import Functions
import Kernels
import Scoring

/// The pictures that compare kernels or functions, beside those of single scores.
package struct OverviewPictures {
  /// Pictures as text, by path in the report's folder.
  package let files: [String: String]
  /// The same paths in the order in which pages show them, with what stands in a picture's place for those
  /// who cannot see it.
  package let pictures: [(path: String, alt: String)]

  /// - Parameters:
  ///   - kernels: in the order of the catalogue.
  ///   - scores: pictures are left out where there are no scores for them.
  /// - Throws: `OracleError`, where a function cannot be drawn.
  package init(kernels: [KernelDescription], scores: [Score]) throws {
    var all: [(path: String, alt: String, svg: String)] = []
    for format in FormatName.reported where format != .float64 {
      for derivative in [0, 1] {
        guard let plot = OverviewPictures.overview(scores, format, derivative) else { continue }
        let name = derivative == 0 ? "" : "-gradient"
        all.append(("plots/overview-\(format.rawValue)\(name).svg", plot.title, plot.svg))
      }
    }
    let errors = FunctionErrors(kernels: kernels, scores: scores)
    if errors.rows.count > 1 {
      all.append(("plots/functions-errors.svg", errors.title, errors.svg))
      let curves = FunctionCurves(functions: Function.all)
      all.append(("plots/functions.svg", FunctionCurves.title, try curves.svg()))
    }
    files = Dictionary(all.map { ($0.path, $0.svg) }) { first, _ in first }
    pictures = all.map { ($0.path, $0.alt) }
  }

  /// Why the usual formulas differ, in one picture: the tail under 1 + erf and 1 + tanh, under erfc, and
  /// done right; for gradients likewise.
  private static func overview(
    _ scores: [Score], _ format: FormatName, _ derivative: Int
  ) -> ErrorPlot? {
    let target = Target(.gelu, derivative: derivative)
    let names = ["tanh", "erf", "erfc", "best"].map { $0 + (derivative == 0 ? "" : "-backward") }
    let some = names.compactMap { name in
      scores.first {
        $0.kernel == name && $0.format == format && $0.target == target && $0.hasProfile
      }
    }
    guard some.count > 1, let worst = some.max(by: { $0.maxUlp < $1.maxUlp }) else { return nil }
    return ErrorPlot(
      some,
      title: "Largest error against \(target.symbol) in \(format.rawValue): \(worst.largest) "
        + "(\(worst.kernel))")
  }
}
