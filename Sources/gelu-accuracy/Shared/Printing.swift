import Foundation
import Scoring

/// Scores as JSON, or as a summary.
enum Printing {
  static func scores(_ scores: [Score], _ json: String?) throws {
    if let json {
      let encoder = JSONEncoder.suite
      try Output(path: json).write(
        scores.count == 1 ? encoder.encode(scores[0]) : encoder.encode(scores))
    }
    if json != "-" { print(scores.map(\.description).joined(separator: "\n")) }
  }
}
