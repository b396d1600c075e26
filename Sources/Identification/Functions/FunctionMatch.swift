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
    let known = all + (asked.map { [Hypothesis($0.unscaled)] } ?? [])
    let ranked = known.map { (hypothesis: $0, distance: probes.distance($0.value)) }
      .sorted { $0.distance < $1.distance }
    guard let nearest = ranked.first, nearest.distance.isFinite else { return nil }
    // x·σ(x) is silu before it is x times the slope of softplus.
    let same = ranked.prefix { $0.distance < nearest.distance + 0.01 }
    let best =
      same.first { $0.hypothesis.kind == .function && $0.hypothesis.target == asked?.unscaled }
      ?? same.first { $0.hypothesis.target == asked?.unscaled }
      ?? same.first { $0.hypothesis.kind == .function } ?? nearest
    hypothesis = best.hypothesis
    distance = best.distance
    // Of names for one and the same function the first stands for all.
    var rivals: [(hypothesis: Hypothesis, votes: (won: Int, of: Int))] = []
    var isTold = true
    for rival in ranked where rivals.count < FunctionMatch.rivals {
      let votes = probes.votes(best.hypothesis.value, over: rival.hypothesis.value)
      if votes.of >= FunctionMatch.fewest {
        rivals.append((rival.hypothesis, votes))
      } else if rival.hypothesis.kind == .function,
        !probes.isSame(best.hypothesis.value, rival.hypothesis.value)
      {
        // Another function that these outputs cannot tell from it.
        isTold = false
      }
    }
    let next = rivals.first { $0.hypothesis.kind == .function } ?? rivals.first
    (runnerUp, votes) = (next?.hypothesis, next?.votes ?? (0, 0))
    let isNear = best.distance < min(FunctionMatch.near, probes.coarsest)
    isSure =
      isNear && isTold && !rivals.isEmpty
      && rivals.allSatisfy { $0.votes.won * 10 >= $0.votes.of * 9 }
  }

  /// How many of the nearest others it is held against, and how many outputs have to tell the two apart.
  private static let (rivals, fewest) = (8, 12)

  /// A function further than so many bits from the outputs is not what they are; in narrow formats fewer bits are
  /// the whole of a value.
  static let near = 8.0
}
