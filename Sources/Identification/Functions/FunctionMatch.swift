import FloatingPointFormats
import Functions

/// Which real function outputs come nearest to.
public struct FunctionMatch: Sendable {
  package let hypothesis: Hypothesis
  /// What a fit says of its constants, where that is nearer still.
  public package(set) var fit: ConstantFit?
  /// How far the outputs are from it, and from the next, in bits of a format's noise.
  package let distance: Double
  package let runnerUp: Hypothesis?
  /// Of the outputs where the two can be told apart, how many are nearer to it.
  public let votes: (won: Int, of: Int)

  /// A noun phrase.
  public var name: String { hypothesis.name }

  /// The function, with the constants as they fit where it is none by itself.
  var reading: String {
    guard !isSure, let fit else { return name }
    let own = fit.constants.map(\.description).joined(separator: ", ")
    return "\(fit.target.plainName) with constants of its own: \(own)"
  }

  /// Whether nine in ten of at least twelve outputs that can tell choose it over each other one.
  public let isSure: Bool

  /// The nearest function, with small results looked at closely or else not; nil where there are no numbers.
  package static func of(_ observed: Observations, for asked: Target? = nil) -> FunctionMatch? {
    let close = FunctionMatch(Probes(observed), for: asked)
    if close?.isSure == true { return close }
    let coarse = FunctionMatch(Probes(observed, keepsTail: false), for: asked)
    return coarse?.isSure == true ? coarse : close
  }

  /// The nearest of some; nil where there are no numbers to compare.
  /// - Parameter asked: what is said to be computed: of two names for the same function, its mistake comes first.
  package init?(
    _ probes: Probes, for asked: Target? = nil, among all: [Hypothesis] = Hypothesis.all
  ) {
    guard probes.x.count >= 12 else { return nil }
    let ranked = all.map { (hypothesis: $0, distance: probes.distance($0.value)) }
      .sorted { $0.distance < $1.distance }
    guard let nearest = ranked.first, nearest.distance.isFinite else { return nil }
    // x·σ(x) is silu before it is x times the slope of softplus.
    let same = ranked.prefix { $0.distance < nearest.distance + 0.01 }
    let best =
      same.first { $0.hypothesis.kind == .function && $0.hypothesis.target == asked }
      ?? same.first { $0.hypothesis.target == asked }
      ?? same.first { $0.hypothesis.kind == .function } ?? nearest
    hypothesis = best.hypothesis
    distance = best.distance
    // Only a few come near enough to be taken for it.
    let rivals = ranked.prefix(12).filter { rival in
      probes.votes(best.hypothesis.value, over: rival.hypothesis.value).of > 0
    }
    runnerUp = (rivals.first { $0.hypothesis.kind == .function } ?? rivals.first)?.hypothesis
    votes =
      runnerUp.map { probes.votes(best.hypothesis.value, over: $0.value) } ?? (0, 0)
    let isNear = best.distance < FunctionMatch.near
    isSure =
      isNear
      && rivals.allSatisfy {
        let (won, of) = probes.votes(best.hypothesis.value, over: $0.hypothesis.value)
        return of >= 12 && won * 10 >= of * 9
      }
  }

  /// A function further than so many bits from the outputs is not what they are.
  static let near = 8.0
}
