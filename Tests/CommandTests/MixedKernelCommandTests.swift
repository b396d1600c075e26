import Foundation
import Testing

/// A kernel of one's own that reads one format and writes another, by every way in: a library, a command,
/// files, a contract. All give the score that the built-in kernel of the same bits gets.
@Suite(.enabled(if: Compiler.exists)) struct MixedKernelCommandTests {
  /// relu in float32, rounded to bfloat16; and such that go wrong.
  static let source = """
    #include <stddef.h>
    #include <stdint.h>
    #include <string.h>
    static uint16_t rounded(float y) {
      uint32_t b;
      memcpy(&b, &y, 4);
      if ((b & 0x7fffffff) > 0x7f800000) return 0x7fc0;
      return (uint16_t)((b + 0x7fff + (b >> 16 & 1)) >> 16);
    }
    void relu(const float *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = rounded(x[i] >= 0 || x[i] != x[i] ? x[i] : 0);
    }
    void step(const float *dy, const float *x, uint16_t *dx, size_t n) {
      for (size_t i = 0; i < n; i++) dx[i] = rounded(x[i] > 0 || x[i] != x[i] ? x[i] != x[i] ? x[i] : dy[i] : 0);
    }
    void outside(const float *x, uint16_t *y, size_t n) { relu(x, y, n); y[n] = 1; }
    void wide(const float *x, float *y, size_t n) { memcpy(y, x, 4 * n); }
    void narrow(const uint16_t *x, uint16_t *y, size_t n) { memcpy(y, x, 2 * n); }
    """

  /// The same as a command, in what formats the environment says.
  static let program = """
    import os, struct, sys
    assert os.environ["GELU_ACCURACY_INPUT_FORMAT"] == "float32"
    assert os.environ["GELU_ACCURACY_FORMAT"] == "bfloat16"
    def rounded(b):
        if b & 0x7fffffff > 0x7f800000: return 0x7fc0
        return 0 if b > 0x80000000 else (b + 0x7fff + (b >> 16 & 1)) >> 16
    while block := sys.stdin.buffer.read(int(os.environ["GELU_ACCURACY_BATCH"])):
        n = len(block) // 4
        y = map(rounded, struct.unpack("<%dI" % n, block))
        sys.stdout.buffer.write(struct.pack("<%dH" % n, *y))
        sys.stdout.buffer.flush()
    """

  private static let formats = "--input-format float32 --format bfloat16"
  private static let question = "\(formats) --function relu --inputs sample:300:9"

  private static func files() throws -> Files {
    let files = try Files()
    _ = try files.write(source, "k.c")
    _ = try files.write(program, "k.py")
    try Compiler.run([
      "-O1", "-w", "-shared", "-fPIC", "-o", files.path("libk.so"), files.path("k.c"),
    ])
    return files
  }

  /// A score's JSON without what names the kernel, and what only calls find out.
  private static func figures(_ json: String) throws -> NSDictionary {
    let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8))
    var score = try #require(parsed as? [String: Any])
    for key in ["kernel", "inputs", "place", "subnormals", "environment"] { score[key] = nil }
    return score as NSDictionary
  }

  @Test func everyWayInGivesTheBuiltInScore() throws {
    let files = try Self.files()
    let builtIn = try files.run("$GA measure relu \(Self.question) --json -")
    let wanted = try Self.figures(builtIn.out)
    #expect(wanted["input_format"] as? String == "float32" && wanted["faithful"] as? Int == 2796)
    let ways = [
      "$GA validate --library libk.so --symbol relu \(Self.question) --json -",
      "$GA validate --command 'python3 k.py' \(Self.question) --json -",
      """
      $GA emit-inputs \(Self.question) -o x.npy >&2
      tail -c +129 x.npy > x.raw
      GELU_ACCURACY_INPUT_FORMAT=float32 GELU_ACCURACY_FORMAT=bfloat16 GELU_ACCURACY_BATCH=4096 \
        python3 k.py < x.raw > y.bin
      $GA score --inputs x.npy --outputs y.bin --json -
      """,
    ]
    for way in ways {
      let run = try files.run(way)
      #expect(run.status == 0, "\(run)")
      #expect(try Self.figures(run.out) == wanted, "\(way)\n\(run)")
    }
  }

  /// The example in plain Python reads and writes what it is asked to.
  @Test(arguments: [
    "--input-format float32 --format float16", "--input-format float64 --format bfloat16",
    "--input-format float16 --format float32",
  ])
  func theExample(_ formats: String) throws {
    let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Examples/python/plain.py").standardized.path
    let run = try Files().run(
      "$GA validate --command \"python3 '\(program)'\" \(formats) --inputs sample:100 --json -")
    let score = try #require(
      JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    #expect(run.status == 0 && (score["max_ulp"] as? Double).map { $0 < 0.51 } == true, "\(run)")
  }

  /// Values in several kinds of file, in any order, without a sidecar.
  @Test func pairsInOneFile() throws {
    let files = try Self.files()
    _ = try files.write("x,y\n0x3f800000,0x3f80\n0xbf800000,0x0000\n0x3f801000,0x3f81\n", "p.csv")
    let run = try files.run("$GA score --inputs p.csv \(Self.formats) --function relu")
    #expect(run.status == 0 && run.out.contains("2 of 3 correctly rounded"), "\(run)")
    #expect(run.out.contains("max    0.9375 ulp at 0x3f801000"), "\(run)")
    // So many digits are of float32 alone.
    let found = try files.run("$GA score --inputs p.csv --format bfloat16 --function relu")
    #expect(found.status == 0 && found.out == run.out, "\(found)")
    let other = try files.run("$GA score --inputs p.csv --format float32 --function relu")
    #expect(
      other.status == 2
        && other.err.contains(
          "holds 4 hex digits, float16 or bfloat16 in 'y' of p.csv, not float32"),
      "\(other)")
  }

  /// dy has the inputs' format, and dx the outputs'.
  @Test func gradients() throws {
    let files = try Self.files()
    let run = try files.run(
      "$GA validate --library libk.so --symbol step --backward \(Self.question)")
    #expect(
      run.status == 0 && run.out.contains("relu′") && run.out.contains("wrong  no NaN"), "\(run)")
  }

  @Test func contractsHoldAndBreak() throws {
    let files = try Self.files()
    let run = try files.run(
      """
      $GA seed mine --library libk.so --symbol relu \(Self.question) -o c
      $GA seed theirs --command 'python3 k.py' \(Self.question) -o c
      $GA check c/float32-to-bfloat16/*.json
      sed -i.old 's/"function" : "relu"/"function" : "silu"/' c/float32-to-bfloat16/mine-against-relu.json
      $GA check c/float32-to-bfloat16/mine-against-relu.json
      """)
    #expect(run.out.components(separatedBy: "\nholds  ").count == 3, "\(run)")
    #expect(run.status == 1 && run.out.contains("broken"), "\(run)")
  }

  /// A contract for other formats, or the other order of derivative, than its files are for is not held.
  @Test(arguments: [
    ("\"format\" : \"bfloat16\"", "\"format\" : \"float16\"", "relu in float32 to float16"),
    ("\"derivative\" : 0", "\"derivative\" : 1", "relu′ in float32 to bfloat16"),
  ])
  func contractsOfFilesAreForTheirFormats(_ from: String, _ to: String, _ words: String) throws {
    let files = try Self.files()
    let run = try files.run(
      """
      $GA emit-inputs \(Self.question) -o x.npy >/dev/null
      tail -c +129 x.npy > x.raw
      GELU_ACCURACY_INPUT_FORMAT=float32 GELU_ACCURACY_FORMAT=bfloat16 GELU_ACCURACY_BATCH=4096 \
        python3 k.py < x.raw > y.bin
      $GA seed filed --inputs-file x.npy --outputs-file y.bin \(Self.question) -o c >/dev/null
      sed -i.old 's/\(from)/\(to)/' c/float32-to-bfloat16/filed-against-relu.json
      $GA check c/float32-to-bfloat16/filed-against-relu.json
      """)
    #expect(run.status == 2 && run.err.contains("is for relu in float32 to bfloat16"), "\(run)")
    #expect(run.err.contains(words), "\(run)")
  }

  /// A buffer taken for the other format's shows, and so does a write beside one.
  @Test(arguments: [
    ("outside", "wrote element"), ("wide", "wrote element"), ("narrow", "max    "),
  ]) func mistakesShow(_ symbol: String, _ words: String) throws {
    let files = try Self.files()
    let run = try files.run("$GA validate --library libk.so --symbol \(symbol) \(Self.question)")
    #expect((run.out + run.err).contains(words), "\(run)")
    if symbol != "narrow" {
      #expect(run.status == 2 && run.err.contains("element 2799 of 2799"), "\(run)")
    } else {
      #expect(!run.out.contains("wrong  no NaN"), "\(run)")
    }
  }

  /// A command that answers in the format it reads gets no score.
  @Test func anAnswerOfTheOtherFormat() throws {
    let run = try Run(
      ["validate", "--command", "cat"] + Self.question.split(separator: " ").map(String.init))
    #expect(run.status == 2 && run.out.isEmpty, "\(run)")
    #expect(run.err.contains("2 times too many bytes"), "\(run)")
  }

  @Test(arguments: [
    (
      "validate --library libk.so --symbol relu --scalar",
      "--scalar and --dy take no --input-format"
    ),
    (
      "validate --library libk.so --symbol step --backward --dy 1,2",
      "--scalar and --dy take no --input-format"
    ),
    ("seed mine --library libk.so --symbol relu --form scalar -o c", "a scalar function has one"),
    ("score --inputs x.npy --outputs x.npy", "says bfloat16, not float16"),
  ]) func refusesInOneLine(_ command: String, _ words: String) throws {
    let files = try Self.files()
    let isScore = command.hasPrefix("score")
    let run = try files.run(
      (isScore ? "$GA emit-inputs \(Self.question) -o x.npy >/dev/null\n" : "")
        + "$GA \(command) --input-format float32 --format \(isScore ? "float16" : "bfloat16")")
    #expect(run.status == 2 && run.err.contains(words), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
  }

  @Test(arguments: [
    (["erff", "--variants"], "unknown kernel 'erff'"),
    (
      ["mine", "--variants", "--command", "cat", "--format", "float16"],
      "--variants goes with built-in kernels"
    ),
  ]) func variantsAreOfBuiltInKernels(_ arguments: [String], _ words: String) throws {
    let files = try Files()
    let run = try Run(["seed"] + arguments + ["-o", files.path("c")])
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(words), "\(run)")
    #expect(try files.names.isEmpty)
  }

  @Test func seedOfAllNeedsNames() throws {
    let run = try Run(["seed", "--format", "bfloat16", "--input-format", "float32"])
    #expect(run.status == 2 && run.err.contains("goes with --format and kernels by name"), "\(run)")
  }
}
