import Analysis
import Foundation
import Scoring

/// What pages are made of, and nothing else: the same of it gives the same bytes.
struct ReportData: Sendable {
  var entries: [ScoreFile.Entry] = []
  var splits: [ErrorSplit] = []
  var costs: [KernelCost] = []
  /// The build that the costs were measured with, where that is known.
  var build: CostBuild?
  var structures: [Structure] = []
  var signed: [SignedErrors] = []

  var scores: [Score] { entries.map(\.score) }
}

/// The files of a report's folder that have its figures: `scores/*.jsonl`, `splits.jsonl`, `structures.jsonl`,
/// `signed.jsonl` and `costs.jsonl`, and `scores.csv`, which is made of the first. Costs that begin with the build that they were measured
/// with are those of `make costs`; they stay as they are.
struct ReportStore {
  static let table = "scores.csv"

  private var scores: [String: ScoreFile] = [:]
  private var splits = RecordFile<ErrorSplit>()
  private var structures = RecordFile<Structure>()
  private var signed = RecordFile<SignedErrors>()
  private var costs = RecordFile<KernelCost>()
  private var built: (file: CostFile, text: String)?

  init() {}

  /// - Throws: `ScoringError`, one line, where a file cannot be read or is no text: taken for empty, it would be
  ///   removed by what is written next.
  init(_ folder: String) throws {
    func text(_ file: String) throws -> String {
      let path = "\(folder)/\(file)"
      guard FileManager.default.fileExists(atPath: path) else { return "" }
      guard let data = FileManager.default.contents(atPath: path),
        let text = String(validating: data, as: UTF8.self)
      else {
        throw ScoringError(
          "\(path) cannot be read as text. Put it back as it was, or move it away and measure its kernels anew."
        )
      }
      return text
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/scores")) ?? []
    for name in names where name.hasSuffix(".jsonl") {
      scores[String(name.dropLast(6))] = ScoreFile(try text("scores/\(name)"))
    }
    splits = RecordFile(try text("splits.jsonl"))
    structures = RecordFile(try text("structures.jsonl"))
    signed = RecordFile(try text("signed.jsonl"))
    let costs = try text("costs.jsonl")
    if ReportStore.hasBuiltCosts(folder) {
      built = (try CostFile(contentsOf: "\(folder)/costs.jsonl"), costs)
    } else {
      self.costs = RecordFile(costs)
    }
  }

  /// Whether a folder has costs that a build of their own measured, as their first line says.
  static func hasBuiltCosts(_ folder: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: "\(folder)/costs.jsonl") else {
      return false
    }
    let first = data.prefix { $0 != UInt8(ascii: "\n") }
    return (try? JSONDecoder.suite.decode(CostBuild.self, from: first)) != nil
  }

  /// The first line among the scores that this version does not read: `scores/gelu.jsonl, line 7`.
  var unread: String? {
    scores.sorted { $0.key < $1.key }
      .compactMap { name, file in
        file.firstUnread.map { "scores/\(name).jsonl, line \($0)" }
      }.first
  }

  var data: ReportData {
    ReportData(
      entries: scores.sorted { $0.key < $1.key }.flatMap(\.value.entries),
      splits: splits.records, costs: built?.file.costs ?? costs.records,
      build: built?.file.build, structures: structures.records, signed: signed.records)
  }

  /// Puts what was measured of some kernels in the place of what was there of them.
  /// - Throws: where something cannot be encoded.
  mutating func replace(_ kernels: Set<String>, with data: ReportData) throws {
    for name in scores.keys { scores[name]?.remove { kernels.contains($0.score.kernel) } }
    splits.remove { kernels.contains($0.kernel) }
    structures.remove { kernels.contains($0.kernel) }
    signed.remove { kernels.contains($0.kernel) }
    for entry in data.entries where kernels.contains(entry.score.kernel) { try add(entry) }
    for split in data.splits where kernels.contains(split.kernel) { try splits.set(split) }
    for found in data.structures where kernels.contains(found.kernel) { try structures.set(found) }
    for errors in data.signed where kernels.contains(errors.kernel) { try signed.set(errors) }
    // A report of some kernels may come without costs: those that are known stay.
    for cost in data.costs where kernels.contains(cost.kernel) { try costs.set(cost) }
  }

  mutating func add(_ entry: ScoreFile.Entry) throws {
    try scores[entry.score.fileName, default: ScoreFile()].set(entry)
  }

  /// Text by path; empty for a file that is to go.
  var files: [String: String] {
    var files = ["splits.jsonl": splits.text ?? "", "structures.jsonl": structures.text ?? ""]
    files["signed.jsonl"] = signed.text ?? ""
    files["costs.jsonl"] = built?.text ?? costs.text ?? ""
    for (name, file) in scores { files["scores/\(name).jsonl"] = file.text ?? "" }
    let scores = data.scores
    files[ReportStore.table] = scores.isEmpty ? "" : ScoreTable(scores: scores).csv
    return files
  }
}
