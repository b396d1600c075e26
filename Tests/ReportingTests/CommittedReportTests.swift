import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Testing

@testable import Reporting

/// The report that is committed: small, whole, and what its figures give.
@Suite struct CommittedReportTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Reports").standardized

  private static let files: [String: Data] = {
    var all: [String: Data] = [:]
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    for name in names where (name as NSString).lastPathComponent.contains(".") {
      all[name] = FileManager.default.contents(atPath: folder.appending(path: name).path)
    }
    return all
  }()

  private static func text(_ file: String) -> String {
    String(decoding: files[file] ?? Data(), as: UTF8.self)
  }

  /// Every score but those in float64 is of all inputs.
  @Test func scoresAreOfAllInputs() throws {
    let store = try ReportStore(Self.folder.path)
    let scores = store.data.scores.filter { $0.format != .float64 }
    #expect(scores.count > 800)
    let samples = scores.filter { $0.question.inputs != .exhaustive }
    #expect(samples.map(\.stem) == [])
  }

  @Test func itIsSmall() {
    let bytes = Self.files.values.map(\.count).reduce(0, +)
    #expect(Self.files.count < 250, "\(Self.files.count) files")
    #expect(bytes < 7_000_000, "\(bytes) bytes")
    let pictures = Self.files.keys.count { $0.hasSuffix(".svg") }
    #expect((1...40).contains(pictures), "\(pictures) pictures")
    #expect(Checks.badPictures(Self.files.mapValues { String(decoding: $0, as: UTF8.self) }) == [])
  }

  @Test func linksLeadSomewhere() {
    let pages = Self.files.mapValues { String(decoding: $0, as: UTF8.self) }
    // Another program writes that page, with links out of the folder.
    var checked = pages
    checked["pytorch.md"] = "# torch.nn.GELU\n"
    #expect(
      Checks.brokenLinks(checked, in: Self.folder.deletingLastPathComponent()) == [])
    #expect(Checks.unevenTables(pages.filter { $0.key.hasPrefix("kernels/") }) == [])
  }

  /// Each line is what its score would be written as, in its place, beside what the file has in common.
  @Test func linesAreStable() throws {
    let names = Self.files.keys.filter { $0.hasPrefix("scores/") }
    #expect(names.count >= 12)
    for name in names {
      let text = Self.text(name)
      let file = ScoreFile(text)
      #expect(file.firstUnread == nil && !file.entries.isEmpty, "\(name)")
      var again = file
      for entry in file.entries { try again.set(entry) }
      #expect(again.text == text, "\(name)")
    }
  }

  /// A score for every kernel in every format, against its function; and pages of kernels that there are.
  @Test func nothingIsMissing() throws {
    let store = try ReportStore(Self.folder.path)
    let found = Set(store.data.scores.map(\.stem))
    for format in FormatName.reported {
      for kernel in Catalogue.descriptions(for: format) {
        var asked = Fixture(kernel: kernel.name, format: format).score
        asked.question.target = kernel.target
        #expect(found.contains(asked.stem))
      }
    }
    let kernels = Set(FormatName.reported.flatMap { Catalogue.names(for: $0) })
    let shown = try #require(try ShownPages(of: Self.folder.path))
    #expect(kernels.isSuperset(of: shown.pages.keys) && shown.rule.count > 40)
    #expect(shown.text == Self.text(ShownPages.file))
    for page in shown.pages.keys { #expect(Self.files["kernels/\(page).md"] != nil, "\(page)") }
  }

  /// Pages, pictures and the table, byte for byte.
  @Test func itIsWhatItsFiguresGive() throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "committed-\(UUID())")
    defer { try? FileManager.default.removeItem(at: copy) }
    try FileManager.default.copyItem(at: Self.folder, to: copy)
    for part in ["kernels", "plots"] {
      try FileManager.default.removeItem(at: copy.appending(path: part))
    }
    let list = KernelList(
      Dictionary(
        uniqueKeysWithValues: FormatName.reported.map { ($0, Catalogue.descriptions(for: $0)) }))
    let done = try Report.render(copy.path, list: list)
    #expect(done.notes == [])
    for (name, data) in Self.files {
      let other = FileManager.default.contents(atPath: copy.appending(path: name).path)
      #expect(other == data, "\(name); 'make render' makes it anew")
    }
    #expect(done.files.allSatisfy { Self.files[$0] != nil })
  }
}
