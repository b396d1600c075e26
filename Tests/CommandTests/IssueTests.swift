import Foundation
import Testing

/// `--issue` and `--snippet`: what is to be pasted, and that the programs in it show the failure.
@Suite(.enabled(if: Compiler.exists)) struct IssueTests {
  /// A kernel that is wrong with -DBROKEN, in every form; without, it is right.
  private static let source = """
    #include <math.h>
    #include <stddef.h>
    #include <stdint.h>
    #ifdef BROKEN
    #define BAD(x) ((x) > 2)
    #else
    #define BAD(x) 0
    #endif
    static float relu(float x) { return BAD(x) ? NAN : x > 0 ? x : x == 0 || x != x ? x : 0; }
    void batch(const float *x, float *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = relu(x[i]); }
    void turned(int n, float *y, const float *x) { for (int i = 0; i < n; i++) y[i] = relu(x[i]); }
    void in_place(float *x, size_t n) { for (size_t i = 0; i < n; i++) x[i] = relu(x[i]); }
    float scalar(float x) { return relu(x); }
    double scalar64(double x) { return BAD(x) ? 2 * x : x > 0 ? x : x == 0 || x != x ? x : 0; }
    void slope(const float *dy, const float *x, float *dx, size_t n) {
      for (size_t i = 0; i < n; i++) dx[i] = x[i] != x[i] ? x[i] : BAD(x[i]) ? -dy[i] : x[i] > 0 ? dy[i] : 0;
    }
    void near(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = x[i] > 2 && BAD(x[i]) ? nextafterf(x[i], 9) : x[i] > 0 ? x[i] : relu(x[i]);
    }
    // Wrong in the body of a vector loop alone.
    void vector(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = i < n / 8 * 8 || n < 8 ? relu(x[i]) : x[i] > 0 ? x[i] : relu(x[i]);
    }
    void bf16(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++)
        y[i] = BAD(x[i] > 0x4000 && x[i] < 0x7f80 ? 3 : 0) ? 0 : x[i] <= 0x8000 || x[i] > 0xff80 ? x[i] : 0;
    }
    uint8_t tiny(uint8_t x) { return BAD(x == 0x50 ? 3 : 0) ? 0x7f : x <= 0x80 || x == 0xff ? x : 0; }
    void wide(const float *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) {
        union { float f; uint32_t u; } v = {relu(x[i])};
        y[i] = v.f != v.f ? 0x7fc0 : (v.u + 0x7fff + (v.u >> 16 & 1)) >> 16;
      }
    }
    """

  /// Builds the library, broken or mended, at one place.
  private static func build(_ files: Files, isBroken: Bool) throws {
    _ = try files.write(source, "k.c")
    let made = try files.run(
      "cc -w -O1 -shared -fPIC \(isBroken ? "-DBROKEN" : "") -o libk.so k.c -lm")
    try #require(made.status == 0, "\(made)")
  }

  /// Whether python3 has numpy.
  static let hasNumpy = (try? Files().run("python3 -c 'import numpy'").status) == 0

  @Test(arguments: [
    "--symbol batch --format float32",
    "--symbol turned --format float32 --args nyx --length-type int",
    "--symbol in_place --format float32 --args xn", "--symbol scalar --format float32 --scalar",
    "--symbol scalar64 --format float64 --scalar", "--symbol slope --format float32 --backward",
    "--symbol vector --format float32", "--symbol near --format float32",
    "--symbol bf16 --format bfloat16",
    "--symbol batch --format float32 --alignment 64",
    "--symbol tiny --format float8_e4m3fn --scalar",
    "--symbol wide --input-format float32 --format bfloat16",
  ]) func programsShowTheFailure(_ kernel: String) throws {
    let files = try Files()
    try Self.build(files, isBroken: true)
    let validate =
      "$GA validate --library ./libk.so \(kernel) --function relu --no-place"
      + (kernel.contains("bfloat16") && !kernel.contains("input") || kernel.contains("float8")
        ? "" : " --inputs sample:3000")
    let c = try files.run("\(validate) --snippet c > r.c && cc -Wall -Werror r.c -o r -ldl && ./r")
    #expect(c.status == 1 && c.err.isEmpty && c.out.contains("WRONG"), "\(kernel): \(c)")
    let python = try files.run("\(validate) --snippet python > r.py")
    #expect(python.status == 0 && python.err.isEmpty, "\(kernel): \(python)")
    if Self.hasNumpy {
      let run = try files.run("python3 r.py")
      #expect(run.status == 1 && run.err.isEmpty && run.out.contains("got 0x"), "\(kernel): \(run)")
    }
    try Self.build(files, isBroken: false)
    let mended = try files.run("./r")
    #expect(mended.status == 0 && !mended.out.contains("WRONG"), "\(kernel): \(mended)")
    if Self.hasNumpy { #expect(try files.run("python3 r.py").status == 0, "\(kernel)") }
  }

  @Test func expressionsInCPlusPlus() throws {
    let files = try Files()
    _ = try files.write(
      "static float twice(float x) { return x > 2 ? 2 * x : x > 0 ? x : x == 0 || x != x ? x : 0; }\n",
      "k.hpp")
    let run = try files.run(
      "$GA validate --source k.hpp --expression 'twice(x)' --format float32 --function relu --no-place "
        + "--inputs sample:3000 --snippet c > r.cpp && c++ r.cpp -o r && ./r")
    #expect(run.status == 1 && run.out.contains("WRONG"), "\(run)")
    _ = try files.write(
      "static float twice(float x) { return x > 0 ? x : x == 0 || x != x ? x : 0; }\n", "k.hpp")
    #expect(try files.run("c++ r.cpp -o r && ./r").status == 0)
  }

  /// A command of either protocol, called by Python without this suite.
  @Test(.enabled(if: hasNumpy)) func commands() throws {
    let files = try Files()
    let plain = DocumentationTests.root.appending(path: "Examples/python/plain.py").path
    _ = try files.write("", "x")
    for (command, isRight, isWrong) in [
      ("$GA filter erf", "filter best", "filter erf"),
      ("python3 k.py", "0.5 * math.erfc(-x * math.sqrt(0.5))", "0.25"),
    ] {
      let text = try String(contentsOfFile: plain, encoding: .utf8)
      _ = try files.write(
        text.replacing("0.5 * math.erfc(-x * math.sqrt(0.5))", with: isWrong), "k.py")
      let run = try files.run(
        "$GA validate --command \"\(command)\" --format bfloat16 --function gelu --no-place --snippet python > r.py; "
          + "python3 r.py")
      #expect(
        run.status == 1 && run.err.isEmpty && run.out.contains("got 0x"), "\(command): \(run)")
      let mended = try files.run(
        "cp \(plain) k.py; sed 's/\(isWrong)/\(isRight)/' r.py > m.py; python3 m.py")
      #expect(mended.status == 0, "\(command): \(mended)")
    }
  }

  /// Files of outputs: the program reads them as they are.
  @Test(.enabled(if: hasNumpy)) func files() throws {
    let files = try Files()
    try files.prepare()
    let run = try files.run(
      "$GA score --inputs x.npy --outputs y.npy --snippet python > r.py; python3 r.py")
    #expect(run.status == 1 && run.err.isEmpty && run.out.contains("want 0x"), "\(run)")
    let issue = try files.run("$GA score --inputs x.npy --outputs y.npy --issue")
    #expect(issue.status == 0 && issue.out.contains("np.load(\"x.npy\")"), "\(issue)")
    #expect(issue.out.contains("gelu-accuracy score --inputs x.npy --outputs y.npy"), "\(issue)")
  }

  /// torch is played by a module that has what the program calls.
  @Test(.enabled(if: hasNumpy)) func torch() throws {
    let files = try Files()
    try FileManager.default.createDirectory(
      atPath: files.path("torch/nn"), withIntermediateDirectories: true)
    _ = try files.write(
      """
      import numpy as np
      __version__, int32, float32 = "0", np.int32, np.float32
      class Tensor:
          def __init__(self, a): self.a = a
          def view(self, t): return Tensor(self.a.view(t))
          def detach(self): return self
          def tolist(self): return self.a.tolist()
          def requires_grad_(self, on): self.on = on
          def backward(self, dy): self.x.grad = Tensor((self.x.a > 0).astype(np.float32) * dy.a)
      def tensor(values, dtype): return Tensor(np.array(values, dtype))
      def ones_like(t): return Tensor(np.ones_like(t.a))
      class backends:
          class cpu:
              get_cpu_capability = staticmethod(lambda: "none")
      """, "torch/__init__.py")
    _ = try files.write("", "torch/nn/__init__.py")
    _ = try files.write(
      """
      import numpy as np
      from torch import Tensor
      def relu(x):
          y = Tensor(np.maximum(x.a, 0) if False else np.where(x.a > 2, np.float32(BAD), np.maximum(x.a, np.float32(0))))
          y.x = x
          return y
      BAD = np.nan
      """, "torch/nn/functional.py")
    try Self.build(files, isBroken: true)
    let validate =
      "$GA validate --library ./libk.so --format float32 --function relu --no-place --inputs sample:3000"
    let run = try files.run("\(validate) --symbol batch --snippet torch > r.py; python3 r.py")
    #expect(run.status == 1 && run.err.isEmpty && run.out.contains("got 0x7fc00000"), "\(run)")
    let slope = try files.run(
      "\(validate) --symbol slope --backward --snippet torch > s.py; python3 s.py")
    #expect(slope.status == 0 && slope.out.contains("want 0x3f800000"), "\(slope)")
  }

  @Test func theReport() throws {
    let files = try Files()
    try Self.build(files, isBroken: true)
    let run = try files.run(
      "$GA validate --library ./libk.so --symbol bf16 --format bfloat16 --function relu --no-place --issue "
        + "--json s.json --require max_ulp=1")
    #expect(run.status == 1 && run.err.contains("BROKEN max_ulp"), "\(run.err)")
    let text = run.out
    let sentence =
      "`./libk.so:bf16` returns zero for 16,255 bfloat16 inputs whose result is a normal number, "
      + "for example x = "
    #expect(text.hasPrefix(sentence), "\(text.prefix(300))")
    for part in [
      "**Scope.** bfloat16, against the exact values of relu, on all 65,536 inputs of bfloat16.",
      "| x | bits | got | want | error, ulp |", "- libm: ", "- processor: ",
      "- gelu-accuracy: build ",
      "```c\n// cc repro.c", "```python\n# python3 repro.py", "**The command**",
      "gelu-accuracy validate --library ./libk.so --symbol bf16 --format bfloat16",
    ] { #expect(text.contains(part), "\(part)") }
    // Five inputs and no more, each with its bits.
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("`0x") }
    #expect(rows.count == 5, "\(rows)")
    #expect(try files.names.contains("s.json"))
    let right = try Run(["measure", "relu", "--format", "bfloat16", "--issue"])
    #expect(
      right.out
        == "`relu`: every result on all 65,536 inputs of bfloat16 is correctly rounded; there is nothing to report.\n"
    )
    let builtIn = try Run(["measure", "erf", "--format", "bfloat16", "--issue"])
    #expect(
      builtIn.status == 0 && builtIn.out.contains("a built-in kernel is no function of a library"))
    #expect(builtIn.out.contains("gelu-accuracy measure erf --format bfloat16 --inputs exhaustive"))
  }

  @Test(arguments: [
    (
      ["measure", "erf", "--format", "float16", "--snippet", "rust"],
      "--snippet takes c, python or torch"
    ),
    (["measure", "erf", "--format", "float16", "--snippet", "c"], "is no function of a library"),
    (["measure", "relu", "--format", "float16", "--snippet", "torch"], "no output is wrong"),
    (
      ["measure", "erf", "--format", "float8_e5m2", "--snippet", "torch"],
      "--snippet torch takes float16"
    ),
    (
      ["measure", "erf", "tanh", "--format", "float16", "--issue"],
      "take one kernel, and no --shard"
    ),
    (["measure", "erf", "--format", "float16", "--issue", "--json", "-"], "give --json a file"),
    (["measure", "erf", "--format", "float16", "--issue", "--snippet", "c"], "not both"),
    (
      ["validate", "--command", "cat", "--format", "float16", "--snippet", "c"],
      "is not called from C"
    ),
    (
      ["validate", "--command", "cat", "--format", "float16", "--second", "up", "--issue"],
      "take no --dy, --second"
    ),
    (
      ["validate", "--command", "cat", "--format", "float16", "--flush", "all", "--issue"],
      "go with one flush model"
    ),
    (
      ["validate", "--command", "cat", "--format", "int8(scale=1,zero-point=0)", "--issue"],
      "take no quantised format"
    ),
  ]) func refused(_ arguments: [String], _ words: String) throws {
    let run = try Run(arguments)
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(words), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run)")
  }
}
