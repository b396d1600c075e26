import FloatingPointFormats
import Foundation
import Functions
import TestSupport
import Testing

@testable import ForeignKernels

/// Damaged files: refused in one line, or read as what their bytes truly say, which is found out here
/// by other means than the readers'.
@Suite struct MutatedFileTests {
  static let count = Fuzz.count(2_000)

  private func run(
    _ name: String, header: Int, format: FormatName, tensor: String?, seed: UInt64,
    truth: ([UInt8]) -> [UInt64]?
  ) throws {
    let original = try fixtureBytes(name)
    let scratch = try Scratch()
    var mutator = Mutator(seed: seed)
    var (accepted, refused, bars) = (0, 0, FuzzBars(name))
    for i in 0..<Self.count {
      let bytes = mutator.damaged(original, header: header)
      let path = try scratch.write(bytes, name)
      do {
        let values = try bars.file { try readBits(path, format, tensor: tensor) }
        accepted += 1
        if truth(bytes) != values {
          Issue.record("mutation \(i) of \(name), seed \(seed), was read wrongly")
          return
        }
      } catch let error as FileError {
        refused += 1
        #expect(isOneLine("\(error)"), "mutation \(i): \(error)")
        #expect("\(error)".hasPrefix(path))
      }
    }
    // Both happen, or the mutator does not test what it should.
    #expect(
      accepted > Self.count / 100 && refused > Self.count / 3,
      "\(accepted) accepted, \(refused) refused")
    #expect(bars.areKept, "\(bars)")
  }

  @Test(arguments: [("f4.npy", FormatName.float32, 4), ("bf16.npy", .bfloat16, 2)])
  func npy(_ name: String, _ format: FormatName, _ width: Int) throws {
    try run(name, header: 100, format: format, tensor: nil, seed: 21) { bytes in
      let start = bytes[6] == 1 ? 10 : 12
      let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
      let header = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
      let data = bytes[(start + length)...]
      let types = format == .float32 ? ["<f4"] : ["<u2", "<V2", "|V2", "V2"]
      guard types.contains(where: { header.contains("'\($0)'") || header.contains("\"\($0)\"") }),
        let open = header.lastIndex(of: "("), let close = header.lastIndex(of: ")"),
        data.count % width == 0
      else { return nil }
      let shape = header[open..<close].split { !$0.isNumber }.compactMap { Int($0) }
      return shape.reduce(1, *) * width == data.count ? littleEndian(data, width) : nil
    }
  }

  @Test(arguments: [("f2.safetensors", FormatName.float16, 2), ("f8.safetensors", .float64, 8)])
  func safetensors(_ name: String, _ format: FormatName, _ width: Int) throws {
    try run(name, header: 210, format: format, tensor: "y", seed: 22) { bytes in
      let length = (0..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
      let data = bytes[(8 + length)...]
      let json = try? JSONSerialization.jsonObject(with: Data(bytes[8..<(8 + length)]))
      guard let y = (json as? [String: Any])?["y"] as? [String: Any],
        y["dtype"] as? String == (width == 2 ? "F16" : "F64"),
        let offsets = y["data_offsets"] as? [Int], let shape = y["shape"] as? [Int],
        shape.reduce(1, *) * width == offsets[1] - offsets[0]
      else { return nil }
      return littleEndian(data.dropFirst(offsets[0]).prefix(offsets[1] - offsets[0]), width)
    }
  }

  @Test func csv() throws {
    try run("f4.csv", header: 252, format: .float32, tensor: "y", seed: 23) { bytes in
      var lines = String(decoding: bytes, as: UTF8.self).unicodeScalars
        .split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
      if lines.last == "" { lines.removeLast() }
      func fields(_ line: String) -> [String] {
        let scalars = line.unicodeScalars
        let text = scalars.last == "\r" ? String(scalars.dropLast()) : line
        return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      guard let first = lines.first else { return [] }
      let named = fields(first).map { $0.trimmingCharacters(in: .whitespaces) }
      let hasHeader = named.contains("y_hex") || named.contains("y")
      let column =
        named.firstIndex(of: "y_hex") ?? named.firstIndex(of: "y") ?? (named.count == 2 ? 1 : 0)
      if hasHeader { lines.removeFirst() }
      let values = lines.map { line -> UInt64? in
        let all = fields(line)
        guard all.count == named.count else { return nil }
        let text = all[column].replacingOccurrences(of: " ", with: "")
        let digits = text.lowercased().hasPrefix("0x") ? String(text.dropFirst(2)) : text
        return digits.utf8.count == 8 ? UInt64(digits, radix: 16) : nil
      }
      return values.contains(nil) ? nil : values.compactMap { $0 }
    }
  }

  @Test func raw() throws {
    let scratch = try Scratch()
    var mutator = Mutator(seed: 24)
    let original = (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var bars = FuzzBars("x.bin")
    for i in 0..<Self.count {
      let bytes = mutator.damaged(original, header: 400)
      let path = try scratch.write(bytes, "x.bin")
      let isWhole = bytes.count % 4 == 0
      do {
        let values = try bars.file { try readBits(path, .float32) }
        #expect(isWhole && values == littleEndian(bytes[...], 4), "mutation \(i)")
      } catch {
        #expect(!isWhole && isOneLine("\(error)"), "mutation \(i): \(error)")
      }
    }
    #expect(bars.areKept, "\(bars)")
  }

  @Test func sidecar() throws {
    let scratch = try Scratch()
    let path = scratch.file("x.bin")
    let plan = InputPlan<Float16>(
      samples: [1, 2, 0.5, -3, -0.0], order: .shuffled(seed: 1), padding: Padding(multiple: 4))
    try plan.write(to: path) { Sidecar(plan, Target(.gelu), seed: 1, sha256: $0) }
    let values = try TensorReader<Float16>(path).readAll()
    let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path + ".json")))
    var mutator = Mutator(seed: 25)
    var (accepted, bars) = (0, FuzzBars("sidecar"))
    for i in 0..<Self.count {
      _ = try scratch.write(mutator.damaged(original, header: original.count), "x.bin.json")
      do {
        let found = try bars.file {
          try #require(try Sidecar.read(beside: path)).plan(
            Float16.self, path: path, inputs: values)
        }
        // The digest holds a plan to the file's values at every place.
        #expect((0..<8).allSatisfy { found.input(at: $0).bitPattern == values[$0].bitPattern })
        accepted += 1
      } catch {
        #expect(isOneLine("\(error)"), "mutation \(i): \(error)")
      }
    }
    #expect(accepted > Self.count / 200 && accepted < Self.count / 2, "\(accepted) accepted")
    #expect(bars.areKept, "\(bars)")
  }

  private func littleEndian(_ bytes: ArraySlice<UInt8>, _ width: Int) -> [UInt64] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: width).map { at in
      (0..<width).reversed().reduce(0) { $0 << 8 | UInt64(bytes[at + $1]) }
    }
  }
}
