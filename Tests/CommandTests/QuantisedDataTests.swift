import Foundation
import Testing

/// `score` on recorded codes: arrays, tensors, text, and emitted inputs.
@Suite struct QuantisedDataTests {
  @Test func recordedFiles() throws {
    let files = try Files()
    try files.data(npy("|i1", (0..<256).map { UInt8($0) })).write(
      to: files.folder.appending(path: "x.npy"))
    let y = (0..<256).map { UInt8(bitPattern: Int8(max(Int(Int8(truncatingIfNeeded: $0)), 0))) }
    try files.data(npy("|i1", y)).write(to: files.folder.appending(path: "y.npy"))
    let score = "$GA score --inputs x.npy --outputs y.npy --function relu"
    let same = try files.run("\(score) --format 'int8(scale=0.1)' --require wrong_codes=0")
    #expect(same.status == 0 && same.out.contains("against relu, 256 inputs (recorded)"), "\(same)")
    let json = try files.run("\(score) --format 'int8(scale=0.1)' --json -")
    let keys = try #require(
      JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any])
    #expect(keys["wrong_codes"] as? Int == 0 && keys["bound"] as? String == "exact")
    let end = try #require(keys["output_format"] as? [String: Any])
    #expect(end["scale_hex"] as? String == "0x1.99999ap-4" && end["format"] as? String == "int8")
    #expect((keys["classes"] as? [String: Int])?["saturated_wrongly"] == 0)
    let unsaid = try files.run(score)
    #expect(
      unsaid.status == 2 && unsaid.err.contains("--format 'int8(scale=0.05,zero-point=3)'"),
      "\(unsaid)")
    let other = try files.run("\(score) --format 'uint8(scale=0.1)'")
    #expect(
      other.status == 2 && other.err.contains("holds '|i1' in x.npy; give --input-format"),
      "\(other)")
    // Outputs that are numbers need no format: the file has it.
    let single = (0..<256).flatMap { q -> [UInt8] in
      let x = Float(max(Int(Int8(truncatingIfNeeded: q)), 0))
      return withUnsafeBytes(of: x.bitPattern.littleEndian) { Array($0) }
    }
    try files.data(npy("<f4", single)).write(to: files.folder.appending(path: "f.npy"))
    let wide = try files.run(
      "$GA score --inputs x.npy --outputs f.npy --function relu --input-format 'int8(scale=1)'")
    #expect(wide.status == 0 && wide.out.contains("max    0.0 ulp, 0 steps"), "\(wide)")
    try files.data(npy("<i8", single)).write(to: files.folder.appending(path: "long.npy"))
    let long = try files.run("$GA score --inputs long.npy --outputs y.npy --format 'int8(scale=1)'")
    #expect(
      long.status == 2 && long.err.contains("neither a format of the suite nor int8"), "\(long)")
    let text = try files.write("x,y\n-3,0\n5,5\n5,6\n", "t.csv")
    let csv = try files.run("$GA score --inputs \(text) --format 'int8(scale=1)' --function relu")
    #expect(csv.status == 0 && csv.out.contains("1 inputs with several outputs"), "\(csv)")
    let far = try files.write("x,y\n-300,0\n", "far.csv")
    let bad = try files.run("$GA score --inputs \(far) --format 'int8(scale=1)' --function relu")
    #expect(bad.status == 2 && bad.err.contains("'-300' is not a code of int8"), "\(bad)")
  }

  /// Emitted inputs of a kernel that quantises its results.
  @Test func emittedInputs() throws {
    let files = try Files()
    let emitted = try files.run(
      "$GA emit-inputs --format float16 --function relu --order shuffled -o x.npy")
    #expect(emitted.status == 0, "\(emitted)")
    let x = try Data(contentsOf: files.folder.appending(path: "x.npy")).suffix(2 << 16)
    let bits = Array(x)
    let y = stride(from: 0, to: bits.count, by: 2).map { i -> UInt8 in
      let x = Float16(bitPattern: UInt16(bits[i]) | UInt16(bits[i + 1]) << 8)
      return x > 0 ? UInt8((min(x, 100) * 2.5).rounded()) : 0
    }
    try files.data(npy("|u1", y)).write(to: files.folder.appending(path: "y.npy"))
    let run = try files.run(
      "$GA score --inputs x.npy --outputs y.npy --format 'uint8(scale=0x1.99999ap-2)'")
    #expect(
      run.status == 0 && run.out.contains("float16 to uint8(scale=0.4,zero-point=0) against relu"),
      "\(run)")
    #expect(run.out.contains("2046 NaN inputs are not judged"), "\(run)")
    // min(x, 100) stops at 250: what is beyond it does not saturate.
    #expect(run.out.contains(" not saturated, the first at x = 10"), "\(run)")
  }

  @Test func safetensors() throws {
    let files = try Files()
    for (type, name, width) in [("I8", "int8", 1), ("U8", "uint8", 1), ("I16", "int16", 2)] {
      let header =
        "{\"x\":{\"dtype\":\"\(type)\",\"shape\":[3],\"data_offsets\":[0,\(3 * width)]},"
        + "\"y\":{\"dtype\":\"\(type)\",\"shape\":[3],\"data_offsets\":[\(3 * width),\(6 * width)]}}"
      var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
      bytes += Array(header.utf8)
      // 1, 2 and 5 twice; the last output is 6.
      for code in [1, 2, 5, 1, 2, 6] as [UInt8] {
        bytes += width == 1 ? [code] : [code, 0]
      }
      try files.data(bytes).write(to: files.folder.appending(path: "\(name).safetensors"))
      let line =
        "$GA score --inputs \(name).safetensors --function relu --format '\(name)(scale=0.1)'"
      let run = try files.run("\(line) --require wrong_codes=0")
      #expect(run.status == 1 && run.out.contains("BROKEN wrong_codes is 1 of 3"), "\(run)")
      #expect(run.out.contains("worst  code 5, x = 0.5"), "\(run)")
    }
    let other = try files.run(
      "$GA score --inputs int8.safetensors --format 'int16(scale=0.1)' --input-format 'int8(scale=1)'"
    )
    #expect(other.status == 2 && other.err.contains("holds I8 in 'y'"), "\(other)")
  }

  /// One line each, before anything is read: codes have no pages.
  @Test(arguments: ["--report pages", "--name n", "--report pages --name n"])
  func pagesAreRefused(_ options: String) throws {
    let files = try Files()
    _ = try files.write("x,y\n5,5\n", "t.csv")
    let run = try files.run(
      "$GA score --inputs t.csv --format 'int8(scale=1)' --function relu \(options)")
    #expect(BadOptionTests.problem(run) == nil, "\(run)")
    #expect(run.err.contains("--report and --name take no quantised format yet"), "\(run)")
    #expect(!FileManager.default.fileExists(atPath: files.path("pages")))
  }

  private func npy(_ type: String, _ bytes: [UInt8]) -> [UInt8] {
    let text =
      "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(bytes.count / (type.last?.wholeNumberValue ?? 1)),), }"
    let header = text + String(repeating: " ", count: 117 - text.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8) + bytes
  }
}

extension Files {
  fileprivate func data(_ bytes: [UInt8]) -> Data { Data(bytes) }
}
