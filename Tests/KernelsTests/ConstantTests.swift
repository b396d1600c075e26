import Foundation
import Testing

/// Every hex constant in the formulas against the decimal in the comment beside it.
@Suite struct ConstantTests {
  @Test func hexFloatsAreTheirDecimals() throws {
    var checked = 0
    for line in try sourceLines()
    where line.contains("A(nearest: ") || line.contains("Self(nearest: ") {
      guard let hex = line.firstMatch(of: /nearest: (-?0x[0-9a-fp.+-]+)\)/) else { continue }
      let decimal = try #require(line.firstMatch(of: /\/\/ (-?[0-9.e+-]+)$/), "\(line)")
      #expect(isRounded(hex: hex.1, decimal: decimal.1), "\(line)")
      checked += 1
    }
    #expect(checked > 90)
  }

  @Test func aWrongDigitIsTold() {
    #expect(isRounded(hex: "0x1.6e4e26d4801f7p-5", decimal: "0.044715"))
    #expect(!isRounded(hex: "0x1.6e4e26d4801f8p-5", decimal: "0.044715"))
    #expect(!isRounded(hex: "0x1.6e4e26d4801f7p-5", decimal: "0.044751"))
  }

  /// The hex float is the decimal rounded to `Double`, and rounding that to `Float` is the decimal
  /// rounded to `Float`.
  private func isRounded(hex: Substring, decimal: Substring) -> Bool {
    guard let x = Double(hex), let exact = Double(decimal), let single = Float(decimal) else {
      return false
    }
    return x == exact && Float(x) == single
  }

  private func sourceLines() throws -> [Substring] {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Kernels").standardized
    return try ["Formulas", "Arithmetic"].flatMap { folder in
      let folder = root.appending(path: folder)
      let files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      return try files.flatMap {
        try String(contentsOf: $0, encoding: .utf8).split(separator: "\n")
      }
    }
  }
}
