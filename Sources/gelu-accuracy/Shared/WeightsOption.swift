import ArgumentParser
import Scoring

/// How likely inputs are, for what errors mean beside their count.
struct WeightsOption: ParsableArguments {
  @Option(
    help:
      "Also weigh inputs: normal, normal(sigma=2), or a file of lines low,high,weight. Needs all inputs. Default: normal, up to 16 bits.",
    completion: .file())
  var weights: String?

  /// - Throws: `ScoringError`.
  func parsed() throws -> InputWeights? { try weights.map { try InputWeights($0) } }

  /// - Parameter what: what has no weights.
  /// - Throws: `Failure`, where weights are asked for all the same.
  func refuse(_ what: String) throws {
    guard weights == nil else {
      throw Failure("--weights goes with all inputs of a format, not with \(what)")
    }
  }
}
