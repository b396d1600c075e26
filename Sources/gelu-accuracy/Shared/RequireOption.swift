import ArgumentParser
import Foundation
import GELUAccuracy
import Scoring

/// `--require`: what a score must keep for the exit status to be 0.
struct RequireOption: ParsableArguments {
  @Option(
    help:
      "Exit 1 where a score breaks one of these bounds: max_ulp=2,flushed=0. Keys: max_ulp, max_finite_ulp, max_steps, mean_ulp, the classes of Documentation/Score.md, broken_specials, wrong. Of codes: max_codes=1,wrong_codes=0, and max_real, mean_codes, off_by_more, wrapped, not_saturated, saturated_wrongly."
  )
  var require: String?

  /// Read before anything is measured; nil where nothing is required.
  /// - Parameter flush: the option's text. Several models give several scores, of which no one is meant.
  func gate(flush: String = "none") throws -> Gate? {
    guard let require else { return nil }
    guard flush != "all" else { throw Failure("--require goes with one flush model, not with all") }
    do { return Gate(requirement: try AccuracyRequirement(require)) } catch {
      throw Failure("--require: \(error)")
    }
  }
}

extension RequireOption {
  /// The same of a score of codes.
  func codeRequirement() throws -> CodeRequirement? {
    do { return try require.map { try CodeRequirement($0) } } catch {
      throw Failure("--require: \(error)")
    }
  }
}

extension CodeRequirement? {
  /// Says after a score whether it keeps what is required.
  func holds(_ score: QuantisedScore, _ json: String?) -> Bool {
    guard let self else { return true }
    let broken = self.violations(of: score).map { "BROKEN \($0)" }
    Gate.say(broken.isEmpty ? ["HOLDS  \(self)"] : broken, json)
    return broken.isEmpty
  }
}

struct Gate {
  var requirement: AccuracyRequirement

  /// On standard error where standard output is JSON.
  static func say(_ lines: [String], _ json: String?) {
    for line in lines {
      if json == "-" {
        StandardStreams.complain(StandardStreams.shown(line) + "\n")
      } else {
        print(line)
      }
    }
  }

  /// Says after the scores whether they keep what is required, on standard error where standard output is
  /// JSON.
  ///
  /// - Parameters:
  ///   - scores: where there are several, each with what tells it from the others.
  ///   - kernel: what all of them are of, where a run has several kernels.
  /// - Returns: whether all keep it.
  func holds(
    _ scores: [(name: String, score: Score)], _ json: String?, of kernel: String?
  ) -> Bool {
    let head = kernel.map { "\($0): " } ?? ""
    let broken = scores.flatMap { name, score in
      requirement.placedViolations(of: score).map {
        "BROKEN " + head + (scores.count > 1 ? "\(name): " : "") + $0
      }
    }
    Gate.say(broken.isEmpty ? ["HOLDS  \(head)\(requirement)"] : broken, json)
    return broken.isEmpty
  }
}

extension Gate? {
  /// True where nothing is required.
  func holds(
    _ scores: [(name: String, score: Score)], _ json: String?, of kernel: String? = nil
  ) -> Bool {
    self?.holds(scores, json, of: kernel) ?? true
  }
}
