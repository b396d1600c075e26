import FloatingPointFormats
import Foundation
import Kernels
import Scoring

/// A whole report: Markdown, pictures and scores, as text by path. The same scores give the same
/// bytes; what differs from run to run stands in environment.json alone.
public struct Report {
  public let files: [String: String]

  /// - Parameters:
  ///   - kernels: in the order in which they are listed.
  ///   - scores: of those kernels, against their own functions and others.
  public init(kernels: [KernelDescription], scores: [Score]) throws {
    var files: [String: String] = [:]
    files["README.md"] = IndexPage(kernels: kernels, scores: scores).markdown
    for kernel in kernels {
      let all = scores.filter { $0.kernel == kernel.name }
      let own = all.filter { $0.function == kernel.function }
      let page = KernelPage(
        kernel: kernel, scores: own, others: all.filter { $0.function != kernel.function })
      files["kernels/\(kernel.name).md"] = page.markdown
      for score in own {
        let stem = score.stem(own: kernel.function)
        let title =
          "\(score.kernel), \(score.format.rawValue): largest error against \(score.target)"
        files["plots/\(stem).svg"] = ErrorPlot([score], title: title).svg
        files["plots/\(stem)-histogram.svg"] = HistogramPlot(score: score).svg
        files["scores/\(stem).json"] = try Report.json(score)
      }
    }
    for format in [FormatName.bfloat16, .float32] {
      let some = ["erf", "erfc", "best"].compactMap { name in
        scores.first { $0.kernel == name && $0.format == format && $0.function == "gelu" }
      }
      guard !some.isEmpty else { continue }
      files["plots/overview-\(format.rawValue).svg"] =
        ErrorPlot(some, title: "gelu in \(format.rawValue): largest error over all inputs").svg
    }
    self.files = files
  }

  /// The score without the columns of its plots, which the pictures show.
  private static func json(_ score: Score) throws -> String {
    var score = score
    for i in score.regions.indices { score.regions[i].profile = [] }
    return String(decoding: try JSONEncoder.suite.encode(score), as: UTF8.self) + "\n"
  }

  /// Writes what has changed, and removes what an earlier report left and this one has not.
  ///
  /// - Throws: `ScoringError`, naming the folder and what to do.
  public func write(to folder: String, environment: [String: String]) throws {
    let manager = FileManager.default
    var all = files
    let encoder = JSONEncoder.suite
    all["environment.json"] =
      String(decoding: try encoder.encode(environment), as: UTF8.self) + "\n"
    do {
      for (path, text) in all {
        let url = URL(fileURLWithPath: folder).appending(path: path)
        try manager.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        if (try? Data(contentsOf: url)) != Data(text.utf8) {
          try Data(text.utf8).write(to: url, options: .atomic)
        }
      }
      for part in ["kernels", "plots", "scores"] {
        for name in (try? manager.contentsOfDirectory(atPath: "\(folder)/\(part)")) ?? []
        where all["\(part)/\(name)"] == nil {
          try manager.removeItem(atPath: "\(folder)/\(part)/\(name)")
        }
      }
    } catch {
      throw ScoringError(
        "cannot write the report to \(folder): \((error as NSError).localizedDescription) "
          + "Give --output a folder that may be written.")
    }
  }
}

extension Report {
  /// Makes the folder and a file in it, to fail before the work and not after.
  public func probe(_ folder: String) throws {
    let path = URL(fileURLWithPath: folder).appending(path: ".probe")
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: path)
      try FileManager.default.removeItem(at: path)
    } catch {
      throw ScoringError(
        "cannot write to \(folder): \((error as NSError).localizedDescription) "
          + "Give --output a folder that may be written.")
    }
  }
}
