import FloatingPointFormats
import Scoring
import Verdicts

/// What a score is called: on pages, in file names, on the command line.
extension Score {
  /// The heading of its section on the kernel's page.
  var heading: String { "\(question.signature) against \(target.symbol)" }

  /// `erf-bfloat16-gelu`, `erf-backward-bfloat16-gelu-derivative`: its files, without extension.
  var stem: String {
    let formats = question.signature.description.replacing(" ", with: "-")
    let function = GoldenTable.name(of: target).replacing(/[(),=]+/, with: "-")
    return "\(kernel)-\(formats)-\(function)"
  }

  /// What its pictures show, with the figure: the heading in the picture, its title for those who cannot see
  /// it, and the text in its place on a page.
  var errorTitle: String {
    "\(kernel), \(format.rawValue): largest error against \(target.symbol), \(largest)"
  }
  var histogramTitle: String {
    "\(kernel), \(format.rawValue): signed errors against \(target.symbol), "
      + "\(Figures.share(correctlyRounded, of: numbers)) correctly rounded"
  }

  /// `254.9 ulp at -13`, without a place where no error is ranked.
  var largest: String {
    let size = maxUlp.isFinite ? "\(maximum) ulp" : "infinite"
    return maxUlpInput.isEmpty ? size : "\(size) at \(place)"
  }

  /// The input of the largest error in decimals.
  var place: String { question.signature.input.decimal(hex: maxUlpInput) }

  /// A mark for a maximum over a sample.
  var boundMark: String { bound == .exact ? "" : "≥ " }

  /// The largest error, marked where it is the largest known and may be larger.
  var maximum: String { maximum(maxUlp) }

  func maximum(_ ulp: Double) -> String {
    if ulp == 0, bound != .exact { return "0 on the sample" }
    return (ulp.isFinite ? boundMark : "") + Figures.ulp(ulp)
  }

  /// The largest step distance, marked likewise.
  var maximumOfSteps: String {
    maxSteps == 0 && bound != .exact ? "0 on the sample" : boundMark + Figures.count(maxSteps)
  }

  /// `65,536, exhaustive`; a sample with its seed.
  var inputsInWords: String {
    "\(Figures.count(scored)), \(inputs.kind)" + (inputs.seed.map { " (seed \($0))" } ?? "")
  }

  /// What `--inputs` takes for the inputs of this score.
  package var inputsText: String {
    var set = inputs.kind
    let count = inputs.requested ?? inputs.count
    if set != "exhaustive" { set += set == "search" ? ":count=\(count)" : ":\(count)" }
    if let seed = inputs.seed { set += ":\(seed)" }
    return set
  }

  /// The command that gives this score again.
  var command: String {
    let flushing = flush == .none ? "" : " --flush \(flush.rawValue)"
    return
      "gelu-accuracy measure \(kernel) --format \(format.rawValue) --function \(target.function.name) "
      + "--inputs \(inputsText)\(flushing) --json -"
  }
}
