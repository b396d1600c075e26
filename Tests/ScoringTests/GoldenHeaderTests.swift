import FloatingPointFormats
import Foundation
import Testing

@testable import Scoring

/// A table is read only where its header calls it 65,536 doubles, though the bytes be right.
@Suite struct GoldenHeaderTests {
  @Test(arguments: [
    ("F64", "[65536]", "[0,524288]", true), ("F64", "[65536]", "[8,524296]", false),
    ("I64", "[65536]", "[0,524288]", false), ("F64", "[256,256]", "[0,524288]", false),
    ("F64", "[65536]", "[0,524280]", false), ("F64", "[65536]", "[0,524296]", false),
    ("F64", "[65536]", "[0]", false), ("F64", "[65536]", "[-8,524280]", false),
  ])
  func headers(_ type: String, _ shape: String, _ offsets: String, _ isRight: Bool) throws {
    let table = try Data(
      contentsOf: GoldenTableTests.folder.appending(path: "float16-odd.safetensors"))
    let header = Data(
      "{\"gelu\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}".utf8)
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    // Gelu's is the first tensor.
    try (length + header + table[976..<976 + 524_288]).write(to: file)
    let digest = try #require(GoldenTable.digests["float16/gelu"])
    #expect((GoldenTable.Place.file(file.path).read("gelu", digest: digest) != nil) == isRight)
  }
}
