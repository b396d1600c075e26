import Foundation
import Scoring

/// Scores as they are kept in a folder: files of JSON with one or several, and of JSON Lines, as a report writes them
/// or with a whole score a line.
package enum ScoreFiles {
  /// In the order of the files' names, and in that of each file.
  /// - Throws: `ScoringError`, one line that names the file and says what is wrong with it.
  package static func read(_ folder: String) throws -> [Score] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw ScoringError("\(folder) is no folder; give one with scores, as Reports/scores")
    }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw ScoringError("cannot read the folder \(folder); give one that may be read")
    }
    let scores = try names.sorted().flatMap { name -> [Score] in
      let path = "\(folder)/\(name)"
      if name.hasSuffix(".jsonl") { return try several(path) }
      return name.hasSuffix(".json") ? try whole(path) : []
    }
    guard !scores.isEmpty else {
      throw ScoringError("\(folder) has no scores; make some with measure --json, or report")
    }
    return scores
  }

  /// Lines as a report packs them, which begin with what the scores of a format have in common, or a whole score
  /// each.
  private static func several(_ path: String) throws -> [Score] {
    struct Named: Decodable { var kernel: String? }
    let lines = try lines(path)
    let isPacked = lines.contains { data, _ in
      (try? JSONDecoder.suite.decode(Named.self, from: data)).map { $0.kernel == nil } ?? false
    }
    guard isPacked else { return try lines.map { try decoded($0, at: $1) } }
    let file = ScoreFile(String(decoding: try contents(path), as: UTF8.self))
    guard let bad = file.firstUnread else { return file.entries.map(\.score) }
    throw ScoringError(
      "\(path), line \(bad) is no score that this version reads; measure its kernel anew, or remove it"
    )
  }

  private static func whole(_ path: String) throws -> [Score] {
    let data = try contents(path)
    if let several = try? JSONDecoder.suite.decode([Score].self, from: data) { return several }
    return [try decoded(data, at: path)]
  }

  private static func decoded(_ data: Data, at place: String) throws -> Score {
    guard let score = try? JSONDecoder.suite.decode(Score.self, from: data) else {
      throw ScoringError("\(place) is no score that this version reads; make it anew, or remove it")
    }
    return score
  }

  private static func lines(_ path: String) throws -> [(data: Data, place: String)] {
    try contents(path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated().filter { !$1.isEmpty }.map { (Data($1), "\(path), line \($0 + 1)") }
  }

  private static func contents(_ path: String) throws -> Data {
    do { return try WholeFile.read(path) } catch let error as ScoringError { throw error } catch {
      throw ScoringError("cannot read \(path); give a file that may be read")
    }
  }
}
