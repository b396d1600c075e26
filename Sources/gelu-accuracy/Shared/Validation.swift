import ForeignKernels
import Foundation
import GELUAccuracy
import Scoring

/// A foreign kernel's score with what was found by calling it: the score's keys, and `place`,
/// `subnormals`, and `failure` where it failed.
struct Validation: Encodable {
  var score: Score
  /// How many inputs were to be scored, where it failed before the last.
  var isPartOf: Int?
  var failure: KernelFailure?
  /// Whether outputs depend on where in a call an input stands; nil for outputs from a file.
  var place: PositionReport?
  var behaviour: FlushProbe?
  /// What tests with usual tolerances would say; nil where it is not asked for.
  var allclose: [ToleranceVerdict]?

  private enum Key: CodingKey { case place, subnormals, failure, allclose }

  func encode(to encoder: any Encoder) throws {
    try score.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(place, forKey: .place)
    try container.encodeIfPresent(behaviour, forKey: .subnormals)
    try container.encodeIfPresent(failure, forKey: .failure)
    try container.encodeIfPresent(allclose, forKey: .allclose)
  }
}

/// What came of a kernel, or of several.
struct Validated {
  var all: [Validation] = []
  /// Whether outputs depend on their inputs alone, and keep what is required.
  var isClean = true
  /// Why a kernel could not be scored to its end.
  var failure: Failure?
  /// Whether it is written as an array though it may be one.
  var isArray = false

  /// - Throws: `Failure`, where it cannot be written.
  func write(_ json: String?) throws {
    guard let json, !all.isEmpty else { return }
    let encoder = JSONEncoder.suite
    try Output(path: json).write(
      all.count == 1 && !isArray ? encoder.encode(all[0]) : encoder.encode(all))
  }
}

/// The keys of the score, and `place`.
struct QuantisedValidation: Encodable {
  var result: QuantisedResult
  var place: PositionReport?

  private enum Key: CodingKey { case place }

  func encode(to encoder: any Encoder) throws {
    switch result {
    case .codes(let score): try score.encode(to: encoder)
    case .numbers(let score): try score.encode(to: encoder)
    }
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(place, forKey: .place)
  }
}

extension Printing {
  /// One kernel's scores under one flush model, or several side by side, unless JSON goes to standard output.
  static func models(_ all: [Validation], _ json: String?) {
    guard json != "-", let first = all.first else { return }
    if let count = first.isPartOf {
      let scored = first.score.scored
      print(
        scored < count
          ? "PART  the kernel failed; of \(count) inputs these were answered before:"
          : "PART  the kernel failed; these \(scored) inputs were answered before:")
    }
    print(first.score.description)
    if all.count > 1 { print(sideBySide(all.map(\.score))) }
    if let place = first.place { show(place) }
    if let behaviour = first.behaviour {
      let isOpen = behaviour.model == "undecided"
      print("  flush  " + (isOpen ? "undecided" : "behaves as \(behaviour.model)"))
    }
    if let verdicts = first.allclose { show(verdicts, first.score.question.signature) }
  }

  /// A score of a kernel with a quantised end.
  static func quantised(
    _ result: QuantisedResult, place: PositionReport? = nil, _ json: String?
  ) throws {
    if let json {
      try Output(path: json).write(
        JSONEncoder.suite.encode(QuantisedValidation(result: result, place: place)))
    }
    guard json != "-" else { return }
    switch result {
    case .codes(let score): print(score.description)
    case .numbers(let score): print(score.description)
    }
    if let place { show(place) }
  }

  /// What the calls of the check of places showed.
  static func show(_ place: PositionReport) {
    if place.isClean { print("  place  \(place.line)") }
    for finding in place.findings.prefix(3) { print("  PLACE  \(finding.line)") }
    if place.findings.count > 3 {
      print("  PLACE  and more: \(place.counts.values.reduce(0, +)) inputs in all")
    }
  }

  /// A backward kernel's scores for each dy: the worst in full, a line for each.
  static func gradients(
    _ scores: [Score], dy: [Double], _ json: String?, _ place: PositionReport? = nil
  ) {
    guard json != "-", let worst = scores.max(by: { $0.maxUlp < $1.maxUlp }) else { return }
    let pairs = scores.reduce(0) { $0 + $1.scored }
    print(
      "\(scores.count) dy, \(counted(pairs, "pair")); the worst of them, dy \(worst.dy ?? "1"):")
    print(worst.description)
    for (dy, score) in zip(dy, scores) {
      let share = 100 * Double(score.correctlyRounded) / Double(max(1, score.numbers))
      let broken = score.specials.count { !$0.ok }
      print(
        "  dy \(pad("\(dy)", 26)) max \(pad("\(score.maxUlp)", 14)) at \(score.maxUlpInput)  "
          + String(format: "%.3f %% right", share)
          + (broken > 0 ? ", \(broken) special values wrong" : ""))
    }
    if let place { show(place) }
  }

  /// What the flush models count differently.
  private static func sideBySide(_ scores: [Score]) -> String {
    let rows: [(String, (Score) -> String)] = [
      ("flush", { $0.flush.rawValue }), ("max", { "\($0.maxUlp)" }), ("at", { $0.maxUlpInput }),
      ("mean", { "\($0.meanUlp)" }), ("right", { "\($0.correctlyRounded)" }),
      ("flushed", { "\($0.classes.flushed)" }),
      ("subnormal", { "\($0.classes.flushedSubnormal)" }),
      ("lost sign", { "\($0.classes.lostZeroSign)" }),
    ]
    return rows.map { name, value in
      "  " + pad(name, 10) + scores.map { pad(value($0), 20) }.joined()
    }.joined(separator: "\n")
  }
}
