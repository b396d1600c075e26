import FloatingPointFormats
import Foundation
import Kernels
import Scoring

/// The folder of a report that is there.
struct ReportFolder {
  let path: String

  init(_ path: String) { self.path = path }

  func isThere(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(file)")
  }

  /// The pages that compare kernels, by title and path.
  private var others: [(title: String, path: String)] {
    [("Accuracy and cost", "cost.md"), ("Repairs of the usual formulas", "repairs.md")]
      .filter { isThere($0.1) }
  }

  private var pictures: [FormatName] {
    [.bfloat16, .float32].filter { isThere("plots/overview-\($0.rawValue).svg") }
  }

  /// What compares kernels, and stays when some are added; nil where there is nothing.
  var comparisons: String? {
    let left = others.map(\.path) + (pictures.isEmpty ? [] : ["plots/overview-*.svg"])
    return left.isEmpty ? nil : left.joined(separator: ", ")
  }

  /// A score, with what was found beside it where the kernel is from elsewhere.
  struct Entry {
    let score: Score
    var foreign: ForeignRecord?
  }

  /// All scores that reports wrote there; and what to say where a file among them is none, so that there is no
  /// index of all.
  var entries: (all: [Entry], note: String?) {
    let place = URL(fileURLWithPath: path).appending(path: "scores")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    var (all, note): ([Entry], String?) = ([], nil)
    for name in names.filter({ $0.hasSuffix(".json") }).sorted() {
      guard let data = try? Data(contentsOf: place.appending(path: name)),
        let score = try? JSONDecoder.suite.decode(Score.self, from: data)
      else {
        note =
          note
          ?? "README.md is as it was: \(path)/scores/\(name) is no score that this version reads; a "
          + "report of all kernels makes it anew"
        continue
      }
      let foreign = try? JSONDecoder.suite.decode(ForeignRecord.self, from: data)
      all.append(Entry(score: score, foreign: foreign))
    }
    return (all, note)
  }

  /// The index of these scores.
  /// - Parameter kernels: all that may have a score.
  func index(_ scores: [Score], _ kernels: [KernelDescription]) -> String {
    let names = Set(scores.map(\.kernel))
    return IndexPage(
      kernels: kernels.filter { names.contains($0.name) }, scores: scores,
      pictures: pictures.map { ("plots/overview-\($0.rawValue).svg", Report.overviewTitle($0)) },
      others: others
    ).markdown
  }
}
