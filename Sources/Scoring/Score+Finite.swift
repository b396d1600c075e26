extension Score {
  /// The largest |ULP error| of a finite output, as far as the worst inputs show it.
  public var maxFiniteUlp: Double { finiteWorst?.ulp ?? 0 }
  public var maxFiniteUlpInput: String { finiteWorst?.input ?? "" }

  private var finiteWorst: (ulp: Double, input: String)? {
    let all = worst.map { ($0.ulp, $0.input) } + regions.map { ($0.maxUlp, $0.maxUlpInput) }
    return all.filter { $0.0.isFinite }.max { $0.0 < $1.0 }
  }
}
