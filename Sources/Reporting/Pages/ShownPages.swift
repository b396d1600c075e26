import FloatingPointFormats
import Foundation
import Scoring

/// Which pages a report's folder keeps, and for which formats the largest errors are drawn on them: what stands in
/// its `pages.json`. A folder without that file keeps all pages, with all their pictures.
package struct ShownPages: Codable, Sendable, Equatable {
  /// By what rule they were chosen, in words.
  var rule: String
  var pages: [String: [FormatName]]
  /// The way from the folder to the top of the project that it is kept in, for links to sources: `../`; nil
  /// elsewhere.
  var project: String?

  static let file = "pages.json"

  init(rule: String, pages: [String: [FormatName]]) { (self.rule, self.pages) = (rule, pages) }

  /// - Returns: nil where the folder has no such file.
  /// - Throws: `ScoringError`, where the file does not read.
  init?(of folder: String) throws {
    let path = "\(folder)/\(ShownPages.file)"
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      self = try JSONDecoder().decode(ShownPages.self, from: data)
    } catch {
      throw ScoringError(
        "\(path) is no list of pages. It has a text, rule, and an object, pages, with a list of formats for each "
          + "kernel. Mend it, or remove it to keep all pages.")
    }
  }

  /// A line a page.
  var text: String {
    let lines = pages.sorted { $0.key < $1.key }.map { kernel, formats in
      let names = formats.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      return "    \"\(kernel)\": [\(names)]"
    }
    let rule = rule.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let place = project.map { "  \"project\": \"\($0)\",\n" } ?? ""
    return "{\n  \"rule\": \"\(rule)\",\n\(place)  \"pages\": {\n"
      + lines.joined(separator: ",\n") + "\n  }\n}\n"
  }
}
