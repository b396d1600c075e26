import Foundation
import Testing

/// `validate` and `score` on kernels of codes: libraries, commands, files.
@Suite(.enabled(if: Compiler.exists)) struct QuantisedCommandTests {
  static let input = "int8(scale=0.05,zero-point=3)"
  static let output = "int8(scale=0.04,zero-point=-128)"

  static let source = """
    #include <math.h>
    #include <stddef.h>
    #include <stdint.h>
    #include <stdlib.h>
    static double gelu(double x) { return 0.5 * x * erfc(-x * 0x1.6a09e667f3bcdp-1); }
    static int8_t kept(double v) { return v < -128 ? -128 : v > 127 ? 127 : (int8_t)v; }
    static int8_t right(int8_t x) { return kept(rint(gelu(0.05f * (double)(x - 3)) / 0.04f) - 128); }
    void table(const int8_t *x, int8_t *y, size_t n) {
      static int8_t lut[256];
      static int known;
      if (!known) for (int q = -128; q < 128; q++) lut[q + 128] = right((int8_t)q);
      known = 1;
      for (size_t i = 0; i < n; i++) y[i] = lut[x[i] + 128];
    }
    int8_t one(int8_t x) { return right(x); }
    void wraps(const int8_t *x, int8_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = (int8_t)(int)(rint(gelu(0.05f * (double)(x[i] - 3)) / 0.04f) - 128);
    }
    void tail(const int8_t *x, int8_t *y, size_t n) {
      table(x, y, n);
      if (n > 300) y[0] = 0;
    }
    void lost(const int8_t *x, int8_t *y, size_t n) { table(x, y, n - (n > 1)); }
    void stops(const int8_t *x, int8_t *y, size_t n) { abort(); }
    void quantises(const float *x, uint8_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) {
        double v = x[i] < -100 ? 4 : gelu(x[i]) / 0.125 + 4;
        y[i] = x[i] != x[i] ? 0 : x[i] > 1e6f ? 255 : v < 0 ? 0 : v > 255 ? 255 : (uint8_t)rint(v);
      }
    }
    void widens(const int8_t *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = (float)gelu(0.05f * (double)(x[i] - 3));
    }
    void reluq(const int16_t *x, int16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : 0;
    }
    """

  private static func library(_ files: Files) throws {
    let path = try files.write(source, "k.c")
    try Compiler.run(["-O1", "-w", "-shared", "-fPIC", "-o", files.path("libk.so"), path, "-lm"])
  }

  private static func validate(
    _ symbol: String, _ formats: String = "--input-format '\(input)' --format '\(output)'",
    _ more: String = ""
  ) throws -> Run {
    let files = try Files()
    try library(files)
    return try files.run("$GA validate --library ./libk.so --symbol \(symbol) \(formats) \(more)")
  }

  @Test func aTableIsRight() throws {
    let run = try Self.validate("table", more: "--require max_codes=0.5,wrong_codes=0")
    #expect(run.status == 0 && run.err.isEmpty, "\(run)")
    #expect(
      run.out.hasPrefix(
        "./libk.so:table \(Self.input) to \(Self.output) against gelu, 256 inputs (exhaustive)\n"),
      "\(run.out)")
    for line in [
      "max    0.499997 codes (0.0199999) at code 113\n", "ties   none\n",
      "right  256 of 256 correctly rounded (100.000 %); 0 off by one code, 0 by more\n",
      "range  47 results below the range of codes, 0 above; all saturate\n",
      "place  outputs do not depend on ", "HOLDS  max_codes=0.5, wrong_codes=0\n",
    ] { #expect(run.out.contains(line), "\(line): \(run.out)") }
    let one = try Self.validate("one", more: "--scalar")
    #expect(one.status == 0 && one.out.contains("256 of 256 correctly"), "\(one)")
  }

  @Test func faultsAreNamed() throws {
    let wraps = try Self.validate("wraps", more: "--require wrapped=0,max_codes=255")
    #expect(wraps.status == 1, "\(wraps)")
    #expect(
      wraps.out.contains("47 wrapped around where they should saturate, the first at code -44"))
    #expect(
      wraps.out.contains(
        "cause  256 of 256 outputs are those of a kernel that wraps around in place of saturating"))
    #expect(wraps.out.hasSuffix("BROKEN wrapped is 47 at code -44, at most 0\n"), "\(wraps.out)")
    let tail = try Self.validate("tail")
    #expect(tail.status == 1 && tail.out.contains("256 of 256 correctly"), "\(tail)")
    #expect(tail.out.contains("PLACE  "), "\(tail)")
    let quiet = try Self.validate("tail", more: "--no-place")
    #expect(quiet.status == 0 && !quiet.out.contains("place"), "\(quiet)")
    let lost = try Self.validate("lost")
    #expect(lost.status == 2 && lost.err.contains("unwritten output"), "\(lost)")
    let stops = try Self.validate("stops")
    #expect(stops.status == 2 && stops.err.contains("SIGABRT") && stops.out.isEmpty, "\(stops)")
  }

  /// One end is of floating-point numbers.
  @Test func oneEnd() throws {
    let into = try Self.validate(
      "quantises", "--input-format float32 --format 'uint8(scale=1/8,zero-point=4)'",
      "--inputs sample:2000 --no-place --require max_codes=0.500001,off_by_more=0")
    #expect(into.status == 0 && into.out.contains("(largest known)"), "\(into)")
    // Where GELU is x but for less than a double shows, and x lies midway.
    #expect(into.out.contains("of them less than 10^-6 beyond a tie"), "\(into)")
    #expect(into.out.contains("1 NaN input is not judged") && into.out.contains("all saturate"))
    let out = try Self.validate(
      "widens", "--input-format '\(Self.input)' --format float32", "--require max_ulp=0.5001")
    #expect(out.status == 0 && out.out.contains("256 of 256 correctly rounded"), "\(out)")
    #expect(out.out.contains("codes  the inputs are all codes of \(Self.input)"), "\(out)")
    let json = try Self.validate(
      "widens", "--input-format '\(Self.input)' --format float32", "--no-place --json -")
    let score = try #require(
      JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any])
    #expect(score["bound"] as? String == "exact" && score["max_ulp_code"] as? Int != nil)
    #expect((score["input_format"] as? [String: Any])?["zero_point"] as? Int == 3)
  }

  @Test func wideCodesAndTies() throws {
    let run = try Self.validate(
      "reluq", "--format 'int16(scale=1/4096)'", "--function relu --require max_codes=0")
    #expect(run.status == 0 && run.out.contains("65536 of 65536 correctly rounded"), "\(run)")
    #expect(run.out.hasPrefix("./libk.so:reluq int16(scale=1/4096,zero-point=0) against relu"))
  }

  /// A command gets the names of its integers, and answers with their bytes.
  @Test func aCommand() throws {
    let files = try Files()
    let program = try files.write(
      """
      #include <math.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      int main(void) {
        if (strcmp(getenv("GELU_ACCURACY_FORMAT"), "int8") || strcmp(getenv("GELU_ACCURACY_INPUT_FORMAT"), "int16"))
          return 3;
        for (;;) {
          unsigned char b[2];
          if (fread(b, 1, 2, stdin) < 2) return 0;
          int16_t x = (int16_t)(b[0] | b[1] << 8);
          int y = x > 0 ? (x + 1) >> 1 : 0;
          putchar((unsigned char)(y > 127 ? 127 : y));
          fflush(stdout);
        }
      }
      """, "c.c")
    try Compiler.run(["-O1", "-w", "-o", files.path("kernel"), program])
    let run = try files.run(
      "$GA validate --command ./kernel --input-format 'int16(scale=0.5)' --format 'int8(scale=1)' "
        + "--function relu --no-place --require wrong_codes=0")
    #expect(run.status == 0 && run.out.contains("65536 inputs (exhaustive)"), "\(run)")
    #expect(
      run.out.contains(
        "127 inputs lie midway between two codes; the outputs go away from zero, or up"))
  }

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

  private func npy(_ type: String, _ bytes: [UInt8]) -> [UInt8] {
    let text =
      "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(bytes.count / (type.last?.wholeNumberValue ?? 1)),), }"
    let header = text + String(repeating: " ", count: 117 - text.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8) + bytes
  }

  /// One line each, and status 2.
  @Test(arguments: [
    ("--format int8", "has no scale"),
    ("--format 'int8(scale=0)'", "a scale is a positive decimal"),
    ("--format 'int8(scale=1,zero-point=200)'", "the zero point '200'"),
    ("--format 'int8(scale=1)' --input-format 'int9(scale=1)'", "unknown format 'int9(scale=1)'"),
    ("--format 'int8(scale=1)' --flush ftz", "--flush ftz goes with outputs"),
    ("--format 'int8(scale=1)' --backward", "take no quantised format"),
    ("--format 'int8(scale=1)' --second up", "take no quantised format"),
    ("--format 'int8(scale=1)' --require max_ulp=1", "unknown key 'max_ulp'"),
    ("--format 'int8(scale=1)' --require wrong_codes=0.5", "takes a whole number"),
    ("--format 'int8(scale=1)' --inputs sample:10", "codes are few and all tried"),
    ("--format 'int8(scale=1)' --input-format float32 --inputs exhaustive", "take sample:N"),
    ("--format 'int8(scale=1)' --input-format float32 --scalar", "reads and writes one type"),
    ("--format 'int8(scale=1)' --threads 0", "--threads takes"),
    ("--format float32 --input-format 'int16(scale=0x1.999999999999ap-5)'", "52 significant bits"),
    ("--format float32 --input-format 'int8(scale=1)' --require wrong_codes=0", "unknown key"),
  ]) func refusals(_ options: String, _ text: String) throws {
    let files = try Files()
    try Self.library(files)
    let run = try files.run("$GA validate --library ./libk.so --symbol table \(options)")
    #expect(BadOptionTests.problem(run) == nil, "\(options): \(run)")
    #expect(run.err.contains(text), "\(options): \(run.err)")
  }

  @Test(arguments: [
    "measure erf --format 'int8(scale=1)'", "emit-inputs --format 'int8(scale=1)' -o x.npy",
    "structure erf --format int8", "seed erf --format int8 -o c",
  ]) func otherCommandsHaveNone(_ line: String) throws {
    let run = try Files().run("$GA \(line)")
    #expect(
      run.status == 2
        && run.err.contains("quantised formats are for the kernels of validate and score"),
      "\(run)")
  }
}

extension QuantisedCommandTests {
  private static func validate(_ symbol: String, more: String) throws -> Run {
    try validate(symbol, "--input-format '\(input)' --format '\(output)'", more)
  }
}

extension Files {
  fileprivate func data(_ bytes: [UInt8]) -> Data { Data(bytes) }
}
