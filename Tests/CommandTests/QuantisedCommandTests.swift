import Foundation
import Testing

/// `validate` on kernels of codes: libraries and commands.
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
