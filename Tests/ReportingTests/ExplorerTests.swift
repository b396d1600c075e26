import Digests
import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Testing
import Verdicts

@testable import Reporting

/// The page to explore, as a file: what it says, and that it loads nothing. Tests/Browser has what a browser
/// does with it.
@Suite struct ExplorerTests {
  private static let hostile = "</script><script>window.hacked = 1</script><img src=x>"

  private func page(_ scores: [Score], limit: Int = ExplorerPage.limit) throws -> ExplorerPage {
    let cost = KernelCost(kernel: "erf", format: .bfloat16, nanoseconds: 9.25)
    return try ExplorerPage(
      scores, kernels: Fixture.mixedKernels, costs: [cost], limit: limit)
  }

  /// What lies between two marks.
  private func part(_ text: String, _ start: String, _ end: String) throws -> String {
    let from = try #require(text.range(of: start)).upperBound
    let to = try #require(text.range(of: end, range: from..<text.endIndex)).lowerBound
    return String(text[from..<to])
  }

  private func data(of html: String) throws -> ExplorerData {
    let json = try part(html, "<script type=\"application/json\" id=\"data\">", "</script>")
    return try JSONDecoder.suite.decode(ExplorerData.self, from: Data(json.utf8))
  }

  /// Whether a column is no smaller than the exact number, and at most a tenth larger.
  private func isBound(_ column: Double?, _ exact: Double?) -> Bool {
    guard let column, let exact else { return column == exact }
    return exact <= column && column <= exact * 1.1
  }

  @Test func thePageHasItsScores() throws {
    let scores = Fixture.mixed
    let found = try data(of: page(scores).html)
    #expect(found.scores.count == scores.count)
    for (row, s) in zip(found.scores, scores) {
      #expect(row.kernel == s.kernel && row.function == s.target.symbol)
      #expect(row.format == s.format.rawValue && row.inputFormat == s.format.rawValue)
      #expect(row.max == s.maxUlp && row.maxInput == s.maxUlpInput && row.maxSteps == s.maxSteps)
      #expect(row.right == s.correctlyRounded && row.numbers == s.numbers)
      #expect(row.isExact == (s.bound == .exact) && row.inputs == s.inputsText)
      #expect(row.cost == (s.kernel == "erf" && s.format == .bfloat16 ? 9.25 : nil))
      let axis = found.axes[row.axis]
      #expect(axis.from == s.regions.map(\.from) && axis.to == s.regions.map(\.to))
      #expect(row.largest == s.regions.map(\.maxUlp) && row.places == s.regions.map(\.maxUlpInput))
      for (columns, region) in zip(row.columns, s.regions) {
        #expect(columns.count == region.profile.count)
        #expect(zip(columns, region.profile).allSatisfy(isBound), "\(s.kernel), \(region.name)")
      }
    }
    #expect(found.formats["bfloat16"]?.precision == 8)
    #expect(found.kernels["empty+native"]?.family == "empty")
  }

  /// Nothing is loaded, sent or evaluated, and the page's own policy lets only its script run.
  @Test func thePageLoadsNothing() throws {
    let html = try page(Fixture.mixed).html
    // SVG elements need their namespace, which is a name and not an address.
    let text = html.replacing("http://www.w3.org/2000/svg", with: "")
    for word in [
      "http:", "https:", "//www", " src=", " href=", "@import", "url(", "import(", "fetch(",
      "eval(",
      "Function(", "XMLHttp", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "−",
    ] {
      #expect(!text.contains(word), "\(word)")
    }
    let script = try part(html, "<script>", "</script>")
    let digest = SHA256.hexDigest(of: Data(script.utf8))
    let policy = try part(html, "script-src 'sha256-", "'")
    let bytes = try #require(Data(base64Encoded: policy))
    #expect(bytes.map { String(format: "%02x", $0) }.joined() == digest)
    #expect(html.contains("content=\"default-src 'none';") && html.contains("<!doctype html>"))
    #expect(html.contains("prefers-color-scheme:dark"))
  }

  @Test func namesCannotRun() throws {
    let html = try page([Fixture(kernel: Self.hostile).score, Fixture().score]).html
    #expect(html.components(separatedBy: "<script").count == 3 && !html.contains("<img"))
    #expect(try data(of: html).scores[0].kernel == Self.hostile)
  }

  /// Columns are joined until the page is small enough; no maximum is lost.
  @Test func thePageStaysSmall() throws {
    let scores = (0..<40).map { i in
      var score = Fixture(kernel: "k\(i)").score
      for r in score.regions.indices {
        score.regions[r].profile = (0..<64).map { Double($0 * r) / 7 }
      }
      return score
    }
    let large = try page(scores).html.utf8.count
    let small = try page(scores, limit: large - 60_000)
    #expect(try small.html.utf8.count <= large - 60_000)
    for (row, s) in zip(small.data.scores, scores) {
      for (columns, region) in zip(row.columns, s.regions) {
        #expect(columns.count < 64 && 64 % columns.count == 0)
        let (a, b) = (columns.compactMap { $0 }.max(), region.profile.compactMap { $0 }.max())
        #expect(isBound(a, b))
      }
    }
  }

  @Test(
    arguments: [
      (254.933609, 260), (0.5, 0.5), (0.501, 0.51), (9.99, 10), (1e300, 1e300), (1.01e300, 1.1e300),
      (0.0999, 0.1), (0, 0), (3e-9, 3e-9), (99, 99), (.infinity, .infinity),
    ] as [(Double, Double)]) func boundsAreRoundedUp(_ x: Double, _ bound: Double)
  {
    #expect(roundedUp(x, digits: 2) == bound)
  }

  @Test func columnsAreJoined() {
    #expect(ExplorerData.joined([1, nil, 3, .infinity, nil, nil], 3) == [1, .infinity, nil])
    #expect(ExplorerData.joined([1, 2, 3], 64) == [1, 2, 3])
    #expect(ExplorerData.joined([254.933609, 0.501], 64) == [260, 0.51])
    #expect(ExplorerData.joined([1, 2, 3], 2) == [3] && ExplorerData.joined([], 4).isEmpty)
  }
}
