import Foundation
import Testing

/// `validate` on kernels from elsewhere, good and bad.
@Suite(.enabled(if: Compiler.exists)) struct ValidateTests {
  static let source = """
    #include <math.h>
    #include <stddef.h>
    #include <stdint.h>
    #include <stdlib.h>
    #include <unistd.h>
    void relu(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = x[i] > 0x8000 && x[i] <= 0xff80 ? 0 : x[i];
    }
    void wrong(const uint16_t *x, uint16_t *y, size_t n) {
      relu(x, y, n);
      for (size_t i = 0; i < n; i++) if (x[i] == 0x4049) y[i] += 2;
    }
    void reluback(const uint16_t *dy, const uint16_t *x, uint16_t *dx, size_t n) {
      for (size_t i = 0; i < n; i++)
        dx[i] = (x[i] & 0x7fff) > 0x7f80 ? x[i] : x[i] & 0x8000 || !x[i] ? dy[i] & 0x8000 : dy[i];
    }
    void half(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++)
        y[i] = (x[i] & 0x7fff) > 0x7f80 ? x[i] : !(x[i] & 0x7fff) ? 0x3f00 : x[i] & 0x8000 ? 0 : 0x3f80;
    }
    void crash(const uint16_t *x, uint16_t *y, size_t n) {
      relu(x, y, n);
      for (size_t i = 0; i < n; i++) if (x[i] == 0x4040) abort();
    }
    void hang(const uint16_t *x, uint16_t *y, size_t n) { for (;;) sleep(1); }
    void quit(const uint16_t *x, uint16_t *y, size_t n) { exit(0); }
    void outside(const uint16_t *x, uint16_t *y, size_t n) { relu(x, y, n); y[n] = 1; }
    void lanes(const uint16_t *x, uint16_t *y, size_t n) { relu(x, y, n & ~(size_t)3); }
    void aligned(const uint16_t *x, uint16_t *y, size_t n) {
      if (((uintptr_t)x | (uintptr_t)y) % 32) abort();
      relu(x, y, n);
    }
    void first(const uint16_t *x, uint16_t *y, size_t n) {
      static int calls;
      relu(x, y, n);
      if (++calls == 1) y[n / 3] ^= 1;
    }
    void counter(const uint16_t *x, uint16_t *y, size_t n) {
      static int calls;
      relu(x, y, n);
      if (++calls % 50 == 0) y[0] ^= 1;
    }
    void huge(const uint16_t *x, uint16_t *y, size_t n) {
      relu(x, y, n);
      if (n > 70000) y[n - 1] ^= 1;
    }
    void longer(const uint16_t *x, uint16_t *y, size_t n) {
      relu(x, y, n);
      if (n > 2000000) y[n - 1] ^= 1;
    }
    void placed(const uint16_t *x, uint16_t *y, size_t n) {
      relu(x, y, n);
      if (n % 4) y[n - 1] ^= 1;
    }
    """

  static let library: String = {
    let folder = FileManager.default.temporaryDirectory.appending(path: "validate-\(UUID())")
    let (c, so) = (folder.appending(path: "k.c"), folder.appending(path: "libk.so"))
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try source.write(to: c, atomically: true, encoding: .utf8)
      try Compiler.run(["-O1", "-w", "-shared", "-fPIC", "-o", so.path, c.path, "-lm"])
    } catch { return "/nowhere" }
    atexit {
      let folder = URL(fileURLWithPath: ValidateTests.library).deletingLastPathComponent()
      try? FileManager.default.removeItem(at: folder)
    }
    return so.path
  }()

  static func validate(_ symbol: String, _ more: [String] = []) throws -> Run {
    try Run(
      ["validate", "--library", library, "--symbol", symbol, "--format", "bfloat16"]
        + ["--function", "relu", "--timeout", "1"] + more)
  }

  /// A gradient that is wrong at zero alone is in no class: the special values say so, and nothing
  /// beside them says that all is well.
  @Test func brokenSpecialsAreSaid() throws {
    func validate(_ symbol: String, _ more: [String] = []) throws -> Run {
      try Run(
        ["validate", "--library", Self.library, "--symbol", symbol, "--format", "bfloat16"]
          + ["--function", "relu"] + more)
    }
    let half = try validate("half", ["--derivative"])
    #expect(
      half.out.contains("special 2 of 11 special values wrong: -0 gives 0.5 (0x3f00), not 0"),
      "\(half.out)")
    #expect(half.out.contains("  wrong  special values alone\n"), "\(half.out)")
    let right = try Run(["measure", "relu", "--format", "bfloat16"])
    #expect(
      !right.out.contains("  special ")
        && right.out.contains("no NaN, infinity, wrong sign, lost or disordered result"),
      "\(right.out)")
  }

  @Test func soundKernel() throws {
    let run = try Self.validate("relu", ["--flush", "all"])
    #expect(run.status == 0 && run.out.contains("65280 of 65280 correctly rounded"))
    #expect(run.out.contains("daz+ftz") && run.out.contains("place  outputs do not depend"))
  }

  @Test func everyGradientWithEveryInput() throws {
    let run = try Self.validate("reluback", ["--backward", "--dy", "1,-0.5,3"])
    #expect(run.status == 0 && run.out.contains("3 dy, 196608 pairs"), "\(run)")
    #expect(run.out.components(separatedBy: "100.000 % right").count == 4, "\(run)")
    #expect(run.out.contains("place  outputs do not") && run.out.contains("linear in dy (1 and 2)"))
    let bad = try Self.validate("reluback", ["--backward", "--dy", "1,zero"])
    #expect(bad.status == 2 && bad.err.contains("cannot read dy 'zero'"))
    #expect(try Self.validate("reluback", ["--dy", "1"]).err.contains("--dy goes with --backward"))
  }

  /// Each is named in one line, and what was measured before is shown.
  @Test(arguments: [
    ("crash", "abort"), ("hang", "hang"), ("quit", "exit"), ("outside", "outside its output"),
    ("nothere", "nothere"),
  ]) func misbehaving(_ symbol: String, _ word: String) throws {
    let run = try Self.validate(symbol)
    #expect(run.status == 2 && run.err.contains(word), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
    if symbol == "crash" {
      #expect(run.out.contains("against relu") && run.err.contains("the score is of the"), "\(run)")
    }
  }

  @Test func placesAreInTheScore() throws {
    let run = try Self.validate("placed", ["--json", "-"])
    #expect(run.status == 1)
    let score = try #require(
      JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    let place = try #require(score["place"] as? [String: Any])
    #expect((place["counts"] as? [String: Int])?["position"] ?? 0 > 0)
    let text = try Self.validate("placed")
    #expect(text.status == 1 && text.out.contains("PLACE  position"))
  }

  /// An input that the score does not meet, and the check of places does, is named.
  @Test func aCrashInTheCheckNamesItsInput() throws {
    let run = try Self.validate("crash", ["--region", "4:5"])
    #expect(run.status == 1 && run.out.contains("correctly rounded"), "\(run)")
    #expect(
      run.out.contains("PLACE  aborts in a call of 8192 values; 0x4040 alone does it"), "\(run)")
  }

  /// A crash in the check of places leaves the score of the run before it.
  @Test func aKernelThatNeedsAlignment() throws {
    let loose = try Self.validate("aligned")
    #expect(loose.status == 1 && loose.out.contains("65280 of 65280 correctly"), "\(loose)")
    #expect(
      loose.out.contains(
        "PLACE  aborts at buffers one value off alignment, not at multiples of 32 bytes; "
          + "--alignment 32 says so"), "\(loose)")
    let lanes = try Self.validate("lanes")
    #expect(lanes.status == 1 && lanes.out.contains("PLACE  unwritten output in a call of"))
    let run = try Self.validate("aligned", ["--alignment", "32"])
    #expect(run.status == 0 && run.out.contains("not varied: alignment (32 bytes)"), "\(run)")
    let command = try Self.command("cat", ["--alignment", "32"])
    #expect(command.status == 2 && command.err.contains("--alignment goes with --library"))
  }

  /// The check can be left out, and its long calls made longer or shorter.
  @Test func theCheckCanBeLeftOut() throws {
    let run = try Self.validate("placed", ["--no-place"])
    #expect(run.status == 0 && !run.out.contains("PLACE"), "\(run)")
    let command = try Self.command("cat", ["--no-place"])
    #expect(command.status == 0 && !command.out.contains("place"), "\(command)")
    for (length, status) in [(60_000, 0), (3_000_000, 1)] {
      let run = try Self.validate("longer", ["--length", "\(length)"])
      #expect(run.status == status && (status == 0) == run.out.contains("to \(length))"), "\(run)")
    }
    let both = try Self.validate("relu", ["--no-place", "--length", "9"])
    #expect(both.status == 2 && both.err.contains("exclude each other"))
  }

  private static func command(_ text: String, _ more: [String] = []) throws -> Run {
    try Run(
      ["validate", "--command", text, "--format", "bfloat16", "--function", "relu"] + more)
  }

  /// Where bytes are too many or too few, nobody knows which answer an input has: no score at all.
  @Test(arguments: [
    ("head -c 90000", "41072 bytes too few"), ("echo hello; cat", "6 bytes too many"),
    ("cat; sleep 0.1; echo done", "5 bytes too many"),
    ("tee /dev/stdout", "2 times too many bytes"),
    ("head -c 65536; cat > /dev/null", "2 times too few bytes"),
    // A banner, and a crash before its bytes could be counted.
    ("echo on; head -c 70000; kill -SEGV $$", "SIGSEGV"),
  ]) func outputThatDoesNotFit(_ command: String, _ word: String) throws {
    for json in [[], ["--json", "-"]] {
      let run = try Self.command(command, json)
      #expect(run.status == 2 && run.out.isEmpty && run.err.contains(word), "\(run)")
    }
  }

  /// What was answered before a crash is scored, and nowhere called exact.
  @Test(arguments: [("head -c 90000; kill -SEGV $$", 45000), ("cat; exit 4", 65536)])
  func whatCameBeforeIsLabelled(_ command: String, _ count: Int) throws {
    let text = try Self.command(command)
    #expect(text.status == 2 && text.out.hasPrefix("PART  the kernel failed"), "\(text)")
    #expect(text.out.contains("\(count) inputs") && text.err.contains("the score is of the"))
    let json = try Self.command(command, ["--json", "-"])
    let score = try #require(
      JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any])
    #expect(json.status == 2 && score["bound"] as? String == "largest known")
    #expect(score["scored"] as? Int == count && score["failure"] != nil)
  }

  @Test func aCommandsVerdictSaysWhatWasNotVaried() throws {
    let run = try Self.command("cat")
    #expect(run.status == 0 && run.out.contains("not varied: length (batches of 512), alignment"))
  }
}

/// The system's C compiler.
enum Compiler {
  static let exists = (try? run(["--version"])) != nil

  static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["cc"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
