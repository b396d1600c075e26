import Foundation
import Testing

/// `seed` of a kernel of one's own blesses nothing that is wrong without a word of consent.
@Suite(.enabled(if: Compiler.exists)) struct AcceptTests {
  /// NaN from 10.5 to 1000, and at −∞, as in a kernel that overflows in a range of its inputs.
  private static let source = """
    #include <math.h>
    #include <stddef.h>
    void band(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++)
        y[i] = x[i] > 10.5f && x[i] < 1000 ? NAN : 0.5 * x[i] * erfc(-x[i] * 0.70710678118654752);
    }
    void good(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++)
        y[i] = x[i] < -20 ? -0.0f : (float)(0.5 * x[i] * erfc(-x[i] * 0.70710678118654752));
    }
    void lossy(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++)
        y[i] = x[i] < -5 ? 0.0f : x[i] > 1e30f ? INFINITY : x[i] > 2 && x[i] < 3 ? -x[i] : x[i];
    }
    """

  private func built() throws -> Files {
    let files = try Files()
    let source = try files.write(Self.source, "k.c")
    try Compiler.run(["-O1", "-w", "-shared", "-fPIC", "-o", files.path("libk.so"), source, "-lm"])
    return files
  }

  private func seed(_ files: Files, _ symbol: String, _ more: [String] = []) throws -> Run {
    try Run(
      ["seed", "k", "--library", files.path("libk.so"), "--symbol", symbol, "--format", "float32"]
        + ["--inputs", "sample:3000", "-o", files.path("contracts")] + more)
  }

  @Test func whatIsWrongIsRefused() throws {
    let files = try built()
    let run = try seed(files, "band")
    let lines = run.err.split(separator: "\n")
    #expect(run.status == 1 && run.out.isEmpty && lines.count == 3, "\(run)")
    let nan =
      /gelu-accuracy: k: \d+ NaNs? at finite inputs, the first at x = 1\d\.\d+ \(0x41.*\), and 1 at infinite ones/
    #expect(lines.first.map { $0.wholeMatch(of: nan) != nil } == true, "\(run.err)")
    #expect(run.err.contains("k: 1 of 11 special values wrong: -inf gives NaN, not -0\n"), "\(run)")
    #expect(lines.last?.contains("no contract is written") == true)
    #expect(run.err.hasSuffix("say why it is accepted: --accept \"REASON\"\n"), "\(run)")
    #expect(try !files.names.contains { $0.hasSuffix(".json") })
  }

  @Test func eachKindIsNamed() throws {
    let run = try seed(try built(), "lossy")
    for kind in [
      "infinities, the first at x = 1", "wrong signs, the first", "zeros for normal numbers",
    ] {
      #expect(run.status == 1 && run.err.contains(kind), "\(run.err)")
    }
  }

  @Test func whatIsRightNeedsNoWord() throws {
    let files = try built()
    let run = try seed(files, "good")
    #expect(run.status == 0 && run.err.isEmpty, "\(run)")
    let text = try String(contentsOfFile: files.path("contracts/float32/k.json"), encoding: .utf8)
    #expect(!text.contains("allowed"))
  }

  /// The bounds are what is right, the waivers say what is not, and `check` repeats them.
  @Test func whatIsAcceptedIsWaived() throws {
    let files = try built()
    let run = try seed(files, "band", ["--accept", "overflows in the old libm, #12"])
    #expect(
      run.status == 0 && run.err.contains("; accepted: overflows in the old libm, #12\n"), "\(run)")
    let path = files.path("contracts/float32/k.json")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      text.contains("\"nan_for_number\" : 0") && text.contains("\"broken_specials\" : [\n\n  ]"))
    #expect(
      text.contains("\"what\" : \"nan_for_number\"") && text.contains("\"special:0xff800000\""))
    let (xml, md) = (files.path("j.xml"), files.path("s.md"))
    let check = try Run(["check", path, "--junit", xml, "--markdown", md])
    #expect(check.status == 0 && check.out.hasPrefix("holds  k float32"), "\(check)")
    for waiver in [
      "waived          nan_for_number ", "waived          special 0xff800000: expected",
    ] {
      #expect(check.out.contains(waiver), "\(check)")
    }
    #expect(check.out.contains("allowed: overflows in the old libm, #12\n"), "\(check)")
    for file in [xml, md] {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text.contains("waived: nan_for_number ") || text.contains("waived:&#10;"), "\(text)")
    }
    // More of them than were accepted are not.
    let fewer = text.replacing(/"at_most" : \d+/, with: "\"at_most\" : 1")
    _ = try files.write(fewer, "contracts/float32/k.json")
    let more = try Run(["check", path])
    #expect(more.status == 1 && more.out.contains("allowed up to 1: overflows"), "\(more)")
    #expect(!more.out.contains("needless"), "\(more)")
  }

  @Test func aReasonHasWords() throws {
    let files = try Files()
    for (reason, line) in [
      ("", "--accept takes a reason in words"), (" - ", "--accept takes a reason"),
    ] {
      let run = try seed(files, "band", ["--accept", reason])
      #expect(run.status == 2 && run.err.contains(line), "\(run)")
    }
    let builtIn = try Run([
      "seed", "erf", "--format", "float16", "--accept", "known", "-o", files.path("c"),
    ])
    #expect(builtIn.status == 2 && builtIn.err.contains("--accept goes with a kernel of your own"))
  }
}
