import Contracts
import Foundation
import GELUAccuracy
import Scoring

/// Scores and contracts in files.
extension CompareCommand {
  func compareSaved(_ a: String, _ b: String) throws -> Comparison {
    guard [format, inputFormat, function, inputs, region].allSatisfy({ $0 == nil }),
      order.derivative == nil, flush == "none"
    else {
      throw Failure(
        "scores and contracts say what they are of; leave out --format, --function, --derivative, --inputs, "
          + "--region and --flush")
    }
    switch (try saved(a), try saved(b)) {
    case (.score(let first), .score(let second)):
      return try Comparison(first, second, names: names(a, first.kernel, b, second.kernel))
    case (.contract(let first), .contract(let second)):
      return try Comparison(first, second, names: names(a, first.kernel, b, second.kernel))
    case (.score, .contract), (.contract, .score):
      throw Failure(
        "one of \(a) and \(b) is a score, the other a contract; 'gelu-accuracy check' holds a kernel to a contract"
      )
    }
  }

  /// With the files where the kernels' names are one.
  private func names(
    _ a: String, _ first: String, _ b: String, _ second: String
  ) -> (a: String, b: String) {
    first == second ? ("\(first) (\(a))", "\(second) (\(b))") : (first, second)
  }

  private enum Saved {
    case score(Score)
    case contract(Contract)
  }

  private func saved(_ path: String) throws -> Saved {
    let data = try WholeFile.read(path)
    let decoder = JSONDecoder.suite
    if let score = try? decoder.decode(Score.self, from: data) { return .score(score) }
    if let scores = try? decoder.decode([Score].self, from: data) {
      guard scores.count == 1 else {
        throw Failure("\(path) has \(scores.count) scores; give a file with one")
      }
      return .score(scores[0])
    }
    if let tree = try? JSONDecoder().decode(JSONValue.self, from: data),
      case .object(let keys) = tree, keys["scored"] != nil
    {
      throw Failure(
        "\(path) is no score of numbers that can be read; 'measure --json', 'validate --json' and "
          + "'score --json' write them")
    }
    return .contract(try Contract(readingFrom: path))
  }
}
