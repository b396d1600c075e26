import Foundation
import Testing

/// Formats of 8 bits through the whole command: oracle, catalogue, files, and kernels from elsewhere.
@Suite struct Float8CommandTests {
  @Test func oracleInEightBits() throws {
    let three = try Run(["oracle", "-2.5", "--function", "gelu", "--format", "float8_e4m3fn"])
    #expect(
      three.out.contains("float8_e4m3fn -0.015625 ") && three.out.contains("0x88"), "\(three)")
    let bits = try Run(["oracle", "0x7b", "--function", "relu", "--format", "float8_e5m2_sat"])
    #expect(bits.out.contains("0x7b = float8_e5m2_sat bits of 57344\n"), "\(bits)")
    let beyond = try Run(["oracle", "1e9", "--function", "gelu", "--format", "float8_e4m3fn_sat"])
    #expect(beyond.out.contains("0x7e  at 0x1.cp+8, the nearest x there"), "\(beyond)")
    let ambiguous = try Run(["oracle", "0x3c"])
    #expect(
      ambiguous.status == 2 && ambiguous.err.contains("write float8_e4m3fn:0x3c or "),
      "\(ambiguous)")
  }

  @Test func builtInKernelsAreRoundedOnce() throws {
    for format in ["float8_e4m3fn", "float8_e4m3fn_sat", "float8_e5m2", "float8_e5m2_sat"] {
      let run = try Run(["measure", "erf", "--format", format])
      let numbers = format.contains("e4m3fn") ? 254 : 248
      #expect(run.status == 0 && run.out.contains("256 inputs (exhaustive)"), "\(run)")
      #expect(run.out.contains("\(numbers) of \(numbers) correctly rounded"), "\(run)")
    }
    let list = try Run(["list", "--format", "float8_e5m2"])
    #expect(list.out.contains("tanh-backward") && !list.out.contains("+native"), "\(list)")
    #expect(try !Run(["list", "tanh"]).out.contains("float8"))
    let unknown = try Run(["measure", "erf", "--format", "fp8"])
    #expect(unknown.err.contains("one of float16, bfloat16, float32, float64, float8_e4m3fn, "))
  }

  @Test(arguments: ["npy", "safetensors", "bin", "csv"])
  func filesGoRound(_ kind: String) throws {
    let files = try Files()
    for format in ["float8_e4m3fn", "float8_e5m2_sat"] {
      let run = try files.run(
        """
        $GA emit-inputs --format \(format) --function relu --order shuffled --tile 10 -o x.\(kind)
        $GA score --inputs x.\(kind) --outputs x.\(kind) \(kind == "safetensors" ? "--tensor x" : "")
        """)
      // The inputs as outputs: right where relu is x.
      let right = format == "float8_e4m3fn" ? "128 of 254" : "125 of 248"
      #expect(run.status == 0 && run.out.contains("\(right) correctly rounded"), "\(run)")
    }
  }

  /// relu by bits, and its gradient, with an error at one input.
  private static let source = """
    #include <stddef.h>
    #include <stdint.h>
    static int is_nan(uint8_t x) { return (x & 0x7f) == 0x7f; }
    uint8_t one(uint8_t x) { return x & 0x80 && x != 0x80 && !is_nan(x) ? 0 : x; }
    void relu(const uint8_t *x, uint8_t *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = one(x[i]); }
    void wrong(const uint8_t *x, uint8_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = one(x[i]) + (x[i] == 0x40);
    }
    void back(const uint8_t *dy, const uint8_t *x, uint8_t *dx, size_t n) {
      for (size_t i = 0; i < n; i++)
        dx[i] = is_nan(x[i]) ? x[i] : x[i] & 0x80 || !x[i] ? dy[i] & 0x80 : dy[i];
    }
    void lanes(const uint8_t *x, uint8_t *y, size_t n) { relu(x, y, n - 1); }
    """

  @Test(.enabled(if: Compiler.exists)) func librariesAreCalled() throws {
    let files = try Files()
    _ = try files.write(Self.source, "k.c")
    let (c, so) = (files.path("k.c"), files.path("libk.so"))
    try Compiler.run(["-O1", "-w", "-shared", "-fPIC", "-o", so, c])
    func validate(_ symbol: String, _ more: [String] = []) throws -> Run {
      try Run(
        ["validate", "--library", so, "--symbol", symbol, "--function", "relu"]
          + ["--format", "float8_e4m3fn"] + more)
    }
    for (symbol, form) in [("relu", []), ("one", ["--scalar"])] {
      let run = try validate(symbol, form)
      #expect(run.status == 0 && run.out.contains("254 of 254 correctly rounded"), "\(run)")
      #expect(run.out.contains("place  outputs do not depend"), "\(run)")
    }
    let wrong = try validate("wrong")
    #expect(wrong.out.contains("1.0 ulp at 0x40") && wrong.out.contains("253 of 254"), "\(wrong)")
    let back = try validate("back", ["--backward", "--dy", "1,-0.5,448"])
    #expect(back.status == 0 && back.out.contains("3 dy, 768 pairs"), "\(back)")
    #expect(back.out.components(separatedBy: "100.000 % right").count == 4, "\(back)")
    let lanes = try validate("lanes")
    #expect(lanes.status == 2 && lanes.err.contains("unwritten output"), "\(lanes)")
  }
}
