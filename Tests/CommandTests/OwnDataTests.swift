import FloatingPointFormats
import ForeignKernels
import Foundation
import Oracle
import Testing

/// `score` of data as people have it: arrays dumped from a model, tables of numbers, two inputs, repeats.
@Suite struct OwnDataTests {
  private static let x: [Float] = (0..<1024).map { -8 + Float($0) / 64 + 0x1p-20 }

  private static func right<T: BinaryFormat>(_ x: Float, _: T.Type) throws -> T {
    try Oracle(.gelu).rounded(at: x.double, to: T.self)
  }

  private static func write<T: BinaryFormat>(
    _ files: Files, _ name: String, _ tensors: [(String, [T])]
  ) throws {
    let writer = try TensorWriter<T>(
      files.path(name), tensors: tensors.map { ($0.0, $0.1.count) })
    for (_, values) in tensors { try values.withUnsafeBufferPointer { try writer.write($0) } }
    try writer.finish()
  }

  /// Neither sidecar nor options: formats, and which tensor is which, come from the files.
  @Test func arraysNeedNothingElse() throws {
    let files = try Files()
    try Self.write(files, "x.npy", [("x", Self.x)])
    try Self.write(files, "y.npy", [("y", Self.x.map { try Self.right($0, Float.self) })])
    try Self.write(files, "h.npy", [("y", Self.x.map { try Self.right($0, Float16.self) })])
    try Self.write(files, "b.npy", [("y", Self.x.map { try Self.right($0, BFloat16.self) })])
    try Self.write(
      files, "xy.safetensors",
      [("x", Self.x), ("y", Self.x.map { try Self.right($0, Float.self) })])
    for (arguments, formats) in [
      ("--inputs x.npy --outputs y.npy --function gelu", "float32"),
      ("--inputs x.npy --outputs h.npy", "float32 to float16"),
      ("--inputs x.npy --outputs b.npy", "float32 to bfloat16"),
      ("--inputs xy.safetensors", "float32"),
      ("--inputs xy.safetensors --x-tensor x --y-tensor y", "float32"),
      ("--inputs x.npy --outputs xy.safetensors", "float32"),
    ] {
      let run = try files.run("$GA score \(arguments)")
      #expect(run.status == 0 && run.err.isEmpty, "\(arguments): \(run)")
      #expect(run.out.contains(" \(formats) against gelu, 1024 inputs (recorded)"), "\(run)")
      #expect(run.out.contains("1024 of 1024 correctly rounded"), "\(arguments): \(run)")
    }
    try Self.write(files, "short.npy", [("y", [1, 2, 3] as [Float])])
    let short = try files.run("$GA score --inputs x.npy --outputs short.npy")
    #expect(
      short.status == 2 && short.err.contains("has 3 values in short.npy for 1024 inputs"),
      "\(short)")
    let other = try files.run("$GA score --inputs x.npy --outputs y.npy --function gelu-tanh")
    #expect(other.status == 0 && !other.out.contains("1024 of 1024 correctly"), "\(other)")
  }

  /// What an array's header calls bytes may be several formats; which is asked for.
  @Test func bytesNeedTheirFormat() throws {
    let files = try Files()
    let all = (0..<256 as Range<UInt64>).map { Float8E4M3FN(bits: $0) }
    let y = try all.map { x -> Float8E4M3FN in
      guard !x.isNaNValue else { return x }
      let y = try Oracle(.gelu).rounded(at: x.double, to: Float8E4M3FN.self)
      // The top binade lost: 6 results.
      return x.double >= 256 ? .largestFinite : y
    }
    try Self.write(files, "x.npy", [("x", all)])
    try Self.write(files, "y.npy", [("y", y)])
    let open = try files.run("$GA score --inputs x.npy --outputs y.npy")
    #expect(
      open.status == 2 && open.err.contains("give --format, one of float8_e4m3fn, "), "\(open)")
    let run = try files.run("$GA score --inputs x.npy --outputs y.npy --format float8_e4m3fn")
    #expect(run.status == 0 && run.out.contains("248 of 254 correctly rounded"), "\(run)")
    try Self.write(files, "f8.safetensors", [("x", all), ("y", y)])
    let named = try files.run("$GA score --inputs f8.safetensors")
    #expect(named.status == 0 && named.out.contains("248 of 254 correctly rounded"), "\(named)")
    let wrong = try files.run("$GA score --inputs f8.safetensors --format float16")
    #expect(
      wrong.status == 2
        && wrong.err.contains("holds F8_E4M3, float8_e4m3fn or float8_e4m3fn_sat"), "\(wrong)")
  }

  /// Decimals, each read as the nearest value; a column of bits beside one of decimals.
  @Test func tablesOfDecimals() throws {
    let files = try Files()
    let rows = try Self.x.map { "\($0),\(try Self.right($0, Float.self))" }
    _ = try files.write((["x,y"] + rows).joined(separator: "\n") + "\n", "named.csv")
    _ = try files.write(rows.joined(separator: "\n") + "\n", "bare.csv")
    let mixed = try Self.x.map { "\($0.hexBits),\(try Self.right($0, Float.self))" }
    _ = try files.write((["x_hex,y"] + mixed).joined(separator: "\r\n"), "mixed.csv")
    for name in ["named", "bare", "mixed"] {
      let run = try files.run("$GA score --inputs \(name).csv --format float32")
      #expect(
        run.status == 0 && run.out.contains("1024 of 1024 correctly rounded"), "\(name): \(run)")
    }
    // A decimal just beside the middle of two float16 values is rounded once, not by way of a double.
    _ = try files.write(
      "x,y\n1.000488281250000000000000001,1.000488281250000000000000001\n", "t.csv")
    let once = try files.run("$GA score --inputs t.csv --format float16 --function relu --json -")
    #expect(once.out.contains("\"correctly_rounded\" : 1"), "\(once)")
    _ = try files.write("x,y\n1.00048828125,1.0004882812500000000000000001\n", "u.csv")
    let tie = try files.run("$GA score --inputs u.csv --format float16 --function relu")
    #expect(tie.out.contains("max    1.0 ulp at 0x3c00"), "\(tie)")
    for (text, words) in [
      ("x,y\n1,abc\n", "line 2: 'abc' is not a decimal"),
      ("x,y\n1\n", "line 2: 1 values where line 1 has 2"),
      (
        "x_hex,y_hex\n0x3f80,0x3f800000\n",
        "holds 8 hex digits, float32 in 'y' of bad.csv, not bfloat16"
      ),
      ("a,b\n1,2\n", "has no tensor 'x'; name one with --x-tensor: a, b"),
    ] {
      _ = try files.write(text, "bad.csv")
      let format = text.hasPrefix("x_hex") ? "bfloat16" : "float32"
      let run = try files.run(
        "$GA score --inputs bad.csv --format \(format) --input-format \(format)")
      #expect(run.status == 2 && run.out.isEmpty && run.err.contains(words), "\(words): \(run)")
    }
  }

  /// numpy.savez's archive: stored members, found by their names.
  @Test func archives() throws {
    let files = try Files()
    try Self.write(files, "x.npy", [("x", Self.x)])
    try Self.write(files, "y.npy", [("y", Self.x.map { try Self.right($0, Float.self) })])
    let members = try ["x", "y"].map {
      ($0 + ".npy", try Data(contentsOf: URL(fileURLWithPath: files.path("\($0).npy"))))
    }
    try Self.archive(members).write(to: URL(fileURLWithPath: files.path("xy.npz")))
    let run = try files.run("$GA score --inputs xy.npz")
    #expect(run.status == 0 && run.out.contains("1024 of 1024 correctly rounded"), "\(run)")
    try Self.archive(members, method: 8).write(to: URL(fileURLWithPath: files.path("z.npz")))
    let packed = try files.run("$GA score --inputs z.npz")
    #expect(packed.status == 2 && packed.err.contains("save it with numpy.savez,"), "\(packed)")
    let whole = Self.archive(members)
    for length in [0, 10, 100, whole.count / 2, whole.count - 1] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: files.path("cut.npz")))
      let cut = try files.run("$GA score --inputs cut.npz")
      #expect(cut.status == 2 && cut.err.split(separator: "\n").count == 1, "\(length): \(cut)")
    }
    let emit = try files.run("$GA emit-inputs --format float16 -o e.npz")
    #expect(emit.status == 2 && emit.err.contains("archives are read, not written"), "\(emit)")
  }

  /// A zip file of stored members.
  private static func archive(_ members: [(String, Data)], method: UInt16 = 0) -> Data {
    var (body, directory) = (Data(), Data())
    func number(_ n: Int, _ bytes: Int) -> Data {
      Data((0..<bytes).map { UInt8(truncatingIfNeeded: n >> (8 * $0)) })
    }
    for (name, data) in members {
      let sizes =
        number(Int(method), 2) + number(0, 8) + number(data.count, 4) + number(data.count, 4)
        + number(name.utf8.count, 2)
      directory += number(0x0201_4b50, 4) + number(20, 2) + number(20, 2) + number(0, 2) + sizes
      directory += number(0, 2) + number(0, 2) + number(0, 8) + number(body.count, 4)
      directory += Data(name.utf8)
      body += number(0x0403_4b50, 4) + number(20, 2) + number(0, 2) + sizes + number(0, 2)
      body += Data(name.utf8) + data
    }
    return body + directory + number(0x0605_4b50, 4) + number(0, 4) + number(members.count, 2)
      + number(members.count, 2) + number(directory.count, 4) + number(body.count, 4) + number(0, 2)
  }

  /// x as it comes in an activation: repeated. What holds per input, and per element.
  @Test func repeatsKeepTheirWeight() throws {
    let files = try Files()
    try Self.write(files, "x.npy", [("x", [1, 1, 1, 2, -3] as [Float])])
    var y = try [1, 1, 1, 2, -3].map { try Self.right($0, Float.self) }
    y[3] = y[3].nextUp
    try Self.write(files, "y.npy", [("y", y)])
    let run = try files.run("$GA score --inputs x.npy --outputs y.npy")
    #expect(run.status == 0 && run.out.contains("2 of 3 correctly rounded"), "\(run)")
    #expect(run.out.contains("5 elements; of them 4 of 5 right (80.000 %)"), "\(run)")
  }

  /// Raw bits have no header to say how many there are.
  @Test func rawFilesOfTwoLengths() throws {
    let files = try Files()
    _ = try files.write("abcdefgh", "a.bin")
    _ = try files.write("abcd", "b.bin")
    let run = try files.run("$GA score --inputs a.bin --outputs b.bin --format float32")
    #expect(run.status == 2 && run.err.hasSuffix("has 1 values in b.bin for 2 inputs\n"), "\(run)")
    let open = try files.run("$GA score --inputs a.bin --outputs a.bin")
    #expect(open.status == 2 && open.out.isEmpty, "\(open)")
  }

  /// A command reads the second inputs of a batch, then x.
  @Test func commandsOfTwoInputs() throws {
    let files = try Files()
    _ = try files.write(
      """
      import os, struct, sys
      assert os.environ["GELU_ACCURACY_INPUTS"] == "up,x"
      while block := sys.stdin.buffer.read(int(os.environ["GELU_ACCURACY_BATCH"])):
          half = len(block) // 2
          n = half // 2
          up = struct.unpack(f"<{n}e", block[:half])
          x = struct.unpack(f"<{n}e", block[half:])
          def product(u, v):
              y = u * (v if v > 0 or v != v else 0.0)
              try: return struct.pack("<e", y)
              except OverflowError: return struct.pack("<e", float("inf") if y > 0 else float("-inf"))
          sys.stdout.buffer.write(b"".join(map(product, up, x)))
          sys.stdout.buffer.flush()
      """, "k.py")
    let own = "$GA validate --command 'python3 k.py' --format float16 --function relu --no-place"
    let run = try files.run("\(own) --second up --seconds 1,-0.5 --require wrong=0")
    #expect(run.status == 0 && run.out.contains("131072 pairs (sample)"), "\(run)")
    #expect(run.out.contains("126976 of 126976 correctly rounded"), "\(run)")
    for (options, words) in [
      ("--second up --seconds ,", "--seconds names no number"),
      ("--second up --seconds 1,1.0", "--seconds names a float16 twice"),
      ("--seconds 1", "--seconds goes with --second"),
      ("--second up --backward", "--second takes no"),
    ] {
      let bad = try files.run("\(own) \(options)")
      #expect(bad.status == 2 && bad.out.isEmpty && bad.err.contains(words), "\(options): \(bad)")
    }
  }

  /// gate, up and y; the activation rounded before the product is told from the one that is not.
  @Test func gatedLayers() throws {
    let files = try Files()
    let x = Self.x.map { BFloat16($0) }
    let up = x.indices.map { BFloat16(1 + Float($0 % 128) / 128) }
    let g = try x.map { try Oracle(.gelu).rounded(at: $0.double, to: Double.self) }
    let once = zip(g, up).map { BFloat16(nearest: $0 * $1.double) }
    let twice = zip(g, up).map { BFloat16(nearest: BFloat16(nearest: $0).double * $1.double) }
    let other = try zip(x, up).map {
      BFloat16(nearest: $0.double * (try Oracle(.gelu).rounded(at: $1.double, to: Double.self)))
    }
    for (name, y, range) in [
      ("once", once, 0.4...0.51), ("twice", twice, 0.75...1.5), ("other", other, 2...1e300),
    ] {
      try Self.write(files, "\(name).safetensors", [("gate", x), ("up", up), ("y", y)])
      let run = try files.run("$GA score --inputs \(name).safetensors --second up --json -")
      let score = try #require(
        JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any], "\(run)")
      #expect(range.contains(try #require(score["max_ulp"] as? Double)), "\(name): \(run.out)")
      #expect(score["second"] as? String == "up" && score["max_ulp_second"] is String)
    }
    for (option, words) in [
      ("--second gate", "unknown second input 'gate'; one of up, bias, dy"),
      ("--second bias", "has no tensor 'bias'; name one with --second-tensor: gate, up, y"),
      ("--second up --derivative", "takes no --derivative"),
      ("--second up --second-tensor z", "has no tensor 'z'; it has: gate, up, y"),
    ] {
      let run = try files.run("$GA score --inputs once.safetensors \(option)")
      #expect(run.status == 2 && run.err.contains(words), "\(option): \(run)")
    }
  }
}
