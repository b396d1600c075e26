import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What must hold for every report: each check gives the violations it found, in words.
enum Checks {
  /// Links and pictures that lead to no file of the report, and anchors to no heading.
  ///
  /// - Parameter project: the top of a project to which links may lead too.
  static func brokenLinks(_ files: [String: String], in project: URL? = nil) -> [String] {
    files.filter { $0.key.hasSuffix(".md") }.flatMap { path, text in
      text.matches(of: /\]\(([^)#]*)(?:#([^)]*))?\)/).compactMap { match -> String? in
        let target = match.1.isEmpty ? path : resolved(String(match.1), from: path)
        if target == "environment.json" || match.1.hasPrefix("https://") { return nil }
        if let project, files[target] == nil,
          FileManager.default.fileExists(atPath: project.appending(path: target).path)
        {
          return nil
        }
        guard let page = files[target] else { return "\(path): no \(target)" }
        guard let anchor = match.2 else { return nil }
        return anchors(page).contains(String(anchor)) ? nil : "\(path): no #\(anchor) in \(target)"
      }
    }
  }

  /// By GitHub's rule, written down again: lower case, spaces to hyphens, other marks gone; a second
  /// heading of the same name would get a number.
  static func anchors(_ page: String) -> Set<String> {
    var found: Set<String> = []
    for line in page.split(separator: "\n") where line.hasPrefix("#") {
      let text = line.drop { $0 == "#" }.dropFirst().lowercased().replacing(" ", with: "-")
      let anchor = text.replacing(/[^\w-]/, with: "")
      found.insert(found.contains(anchor) ? anchor + "-1" : anchor)
    }
    return found
  }

  private static func resolved(_ link: String, from path: String) -> String {
    var parts = path.split(separator: "/").dropLast().map(String.init)
    for part in link.split(separator: "/").map(String.init) {
      if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  /// Table rows with another number of columns than the row above, or with more than ten.
  static func unevenTables(_ files: [String: String]) -> [String] {
    var found: [String] = []
    for (path, text) in files where path.hasSuffix(".md") {
      var columns: Int?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("|") else {
          columns = nil
          continue
        }
        let count = line.replacing("\\|", with: "").count { $0 == "|" } - 1
        if columns ?? count != count || count > 10 { found.append("\(path): \(line)") }
        columns = count
      }
    }
    return found
  }

  /// Pictures that are no XML, too large, depend on anything else, or have numbers that are none.
  static func badPictures(_ files: [String: String]) -> [String] {
    files.filter { $0.key.hasSuffix(".svg") }.flatMap { path, text -> [String] in
      var found: [String] = []
      if !isXML(text) { found.append("\(path): no XML") }
      if text.contains(/="[^"<>]*[0-9]e[+-][0-9]/) { found.append("\(path): exponents") }
      if text.utf8.count >= 60_000 { found.append("\(path): \(text.utf8.count) bytes") }
      for word in ["<script", "href", "url(", "@import", "−", "\"nan", "\"inf"]
      where text.contains(word) {
        found.append("\(path): \(word)")
      }
      for word in ["viewBox=\"0 0 ", "font-family=\"sans-serif\""] where !text.contains(word) {
        found.append("\(path): without \(word)")
      }
      return found + PictureChecks(text).faults.map { "\(path): \($0)" }
    }
  }

  /// Foundation's parser on Linux returns true for tags that don't match: the tags are counted too.
  private static func isXML(_ text: String) -> Bool {
    let parser = XMLParser(data: Data(text.utf8))
    let tags = Tags()
    parser.delegate = tags
    return parser.parse() && parser.parserError == nil && tags.open.isEmpty && tags.areNested
  }

  private final class Tags: NSObject, XMLParserDelegate {
    var open: [String] = []
    var areNested = true

    func parser(
      _: XMLParser, didStartElement name: String, namespaceURI _: String?,
      qualifiedName _: String?, attributes _: [String: String]
    ) { open.append(name) }

    func parser(
      _: XMLParser, didEndElement name: String, namespaceURI _: String?, qualifiedName _: String?
    ) { if open.popLast() != name { areNested = false } }

    func parser(_: XMLParser, parseErrorOccurred _: any Error) { areNested = false }
  }
}
