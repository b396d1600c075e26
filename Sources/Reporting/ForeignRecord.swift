import Foundation
import Kernels
import Scoring
import Verdicts

/// The score of a kernel from elsewhere with all else that a report says of it: the score's keys in JSON, and
/// `validation`. It has the columns of the plots, so that the page can be made again from the files alone.
package struct ForeignRecord: Codable, Sendable, Equatable {
  package var score: Score
  package var about: About

  /// What was found beside the score.
  package struct About: Codable, Sendable, Equatable {
    /// Which kernel it is, in Markdown.
    package var source: String
    /// What gives the score again.
    package var command: String
    /// What failed before the last input, in a line.
    package var failure: String?
    /// How outputs depend on their place in a call: the verdict first.
    package var calls: [String] = []
    /// How subnormal numbers are treated.
    package var subnormals: String?
    package var structure: Structure?
    /// Of one value, with the processor.
    package var nanoseconds: Double?
    package var processor: String?
    /// What a built-in kernel's report has and this one has not, each with the reason.
    package var untried: [String] = []

    package init(source: String, command: String) {
      (self.source, self.command) = (source, command)
    }
  }

  package init(score: Score, about: About) { (self.score, self.about) = (score, about) }

  private enum Key: CodingKey { case validation }

  package init(from decoder: any Decoder) throws {
    score = try Score(from: decoder)
    about = try decoder.container(keyedBy: Key.self).decode(About.self, forKey: .validation)
  }

  package func encode(to encoder: any Encoder) throws {
    try score.encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(about, forKey: .validation)
  }
}

extension ForeignRecord {
  /// A description of each kernel from elsewhere, in the order of their first scores. What it is held to first
  /// is taken for its own function.
  static func descriptions(
    of entries: [ScoreFile.Entry]
  ) -> [KernelDescription] {
    entries.compactMap { $0.foreign?.score }.reduce(into: []) { all, score in
      guard !all.contains(where: { $0.name == score.kernel }) else { return }
      all.append(KernelDescription(name: score.kernel, score.target))
    }
  }
}

extension ForeignRecord.About {
  /// What is said of a score before the way to have it again.
  func markdown(_ score: Score) -> String {
    var lines = ["**Kernel:** \(source)."]
    if score.flush != .none {
      lines.append("**Accepted:** zeros that the flush model `\(score.flush.rawValue)` has.")
    }
    if let data = score.data, data.elements != score.scored {
      let several =
        data.severalOutputs > 0
        ? ", \(Figures.count(data.severalOutputs)) of them by the worst of several outputs" : ""
      lines.append(
        "**Recorded:** \(Figures.count(data.elements, "element")); scored are the "
          + "\(Figures.count(score.scored, "distinct input"))\(several).")
    }
    if let failure { lines.append("**Failed:** \(failure).") }
    if let nanoseconds {
      lines.append(
        "**Cost:** \(String(format: "%.2f", nanoseconds)) ns a value in one thread: the least of several "
          + "calls with 2^15 inputs evenly spaced on [−8, 8], on \(processor ?? "an unknown processor"). "
          + "Read only the order of magnitude.")
    }
    lines += calls.prefix(1).map { "**Calls:** \($0)." }
    if calls.count > 1 { lines += calls.dropFirst().map { "  - \($0)." } }
    if let subnormals { lines.append("**Subnormal numbers:** \(subnormals).") }
    lines += untried.map { "**Not tried:** \($0)." }
    return lines.map { $0.hasPrefix("  - ") ? $0 : "- \($0)" }.joined(separator: "\n")
  }
}
