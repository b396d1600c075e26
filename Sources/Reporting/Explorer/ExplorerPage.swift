import Digests
import Foundation
import Kernels
import Scoring

/// Scores as one page of HTML that needs nothing else: a table to sort and filter, plots that answer the
/// pointer, two kernels side by side. It loads nothing, and its own policy forbids it to.
package struct ExplorerPage {
  /// In bytes; columns are joined until the page is no larger.
  package static let limit = 1_450_000
  static let title = "Accuracy of GELU kernels"

  package let data: ExplorerData

  /// - Throws: what the encoder throws.
  package init(
    _ scores: [Score], kernels: [KernelDescription], costs: [KernelCost] = [],
    limit: Int = ExplorerPage.limit
  ) throws {
    var (columns, made) = (64, ExplorerData(scores, kernels: kernels, costs: costs, columns: 64))
    while columns > 1, try ExplorerPage.html(made).utf8.count > limit {
      columns /= 2
      made = ExplorerData(scores, kernels: kernels, costs: costs, columns: columns)
    }
    data = made
  }

  /// - Throws: what the encoder throws.
  package var html: String { get throws { try ExplorerPage.html(data) } }

  /// JSON in which no character ends a script's element.
  static func json(_ data: ExplorerData) throws -> String {
    let encoder = JSONEncoder.suite
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(data), as: UTF8.self)
      .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026").replacing("−", with: "-")
  }

  private static func html(_ data: ExplorerData) throws -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'; script-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'">
    <title>\(title)</title>
    <style>\(style)</style>
    </head>
    <body>
    \(body)
    <script type="application/json" id="data">\(try json(data))</script>
    <script>\(script)</script>
    </body>
    </html>

    """
  }

  static let script = [
    numbersScript, tableScript, plotScript, comparisonScript, startScript,
  ].joined(separator: "\n")

  /// Of the script, in base 64: no other one runs.
  private static let digest: String = {
    let hex = Array(SHA256.hexDigest(of: Data(script.utf8)))
    let bytes = stride(from: 0, to: hex.count, by: 2).compactMap {
      UInt8(String(hex[$0...$0 + 1]), radix: 16)
    }
    return Data(bytes).base64EncodedString()
  }()
}
