import FloatingPointFormats
import Foundation
import Testing

@testable import ForeignKernels

/// A folder that goes when it does.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "foreign-kernels-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }
}

let testFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

func fixture(_ name: String) -> String { testFolder + "/Fixtures/" + name }

func fixtureBytes(_ name: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixture(name))))
}

/// The bits of the fixtures, as in Fixtures/make.py.
enum Chosen {
  static let float16: [UInt64] = [
    0x0000, 0x8000, 0x0001, 0x83ff, 0x0400, 0x3c00, 0xbc01, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0xfd5a,
  ]
  static let bfloat16: [UInt64] = [
    0x0000, 0x8000, 0x0001, 0x807f, 0x0080, 0x3f80, 0xbf81, 0x7f7f, 0x7f80, 0xff80, 0x7fc0, 0xffa5,
  ]
  static let float32: [UInt64] = [
    0, 0x8000_0000, 1, 0x807f_ffff, 0x0080_0000, 0x3f80_0000, 0xbf80_0001, 0x7f7f_ffff,
    0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0xffa5_c3e1,
  ]
  static let float64: [UInt64] = [
    0, 1 << 63, 1, 0x800f_ffff_ffff_ffff, 1 << 52, 0x3ff0_0000_0000_0000, 0xbff0_0000_0000_0001,
    0x7fef_ffff_ffff_ffff, 0x7ff0_0000_0000_0000, 0xfff0_0000_0000_0000, 0x7ff8_0000_0000_0000,
    0xfff4_a5c3_5a3c_9b17,
  ]

  static func bits(_ format: FormatName) -> [UInt64] {
    chosen[format] ?? []
  }

  private static let chosen: [FormatName: [UInt64]] = [
    .float16: float16, .bfloat16: bfloat16, .float32: float32, .float64: float64,
  ]
}

func bits<T: BinaryFormat>(_ values: [T]) -> [UInt64] { values.map { UInt64($0.bitPattern) } }

/// The encodings that a file's tensor has, whatever its format.
func readBits(
  _ path: String, _ format: FormatName, as kind: TensorFileKind? = nil, tensor: String? = nil
) throws -> [UInt64] {
  func read<T: BinaryFormat>(_: T.Type) throws -> [UInt64] {
    bits(try TensorReader<T>(path, as: kind, tensor: tensor).readAll())
  }
  return try read(format.type)
}

/// The one line that an action fails with; nil, and a test failure, where it does not fail.
func message(of action: () throws -> Void) -> String? {
  do {
    try action()
    return nil
  } catch {
    let text = "\(error)"
    #expect(isOneLine(text), "\(text)")
    return text
  }
}

func isOneLine(_ text: String) -> Bool {
  !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
}
