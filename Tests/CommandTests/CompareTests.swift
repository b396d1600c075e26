import Foundation
import Testing

/// `compare`, as a kernel engineer calls it.
@Suite(.enabled(if: Compiler.exists)) struct CompareTests {
  /// Two ways to write one formula, a gradient, and relu with one wrong output.
  private static let source = """
    #include <math.h>
    #include <stddef.h>
    #include <stdint.h>
    void before(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = 0.5f * x[i] * (1 + erff(x[i] * 0.70710678f));
    }
    void after(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = x[i] * (1 + erff(x[i] / 1.41421356f)) / 2;
    }
    void slope(const float *dy, const float *x, float *dx, size_t n) {
      for (size_t i = 0; i < n; i++) dx[i] = dy[i] * (x[i] > 0 ? 1.0f : 0.0f);
    }
    void slope_at_zero(const float *dy, const float *x, float *dx, size_t n) {
      for (size_t i = 0; i < n; i++) dx[i] = dy[i] * (x[i] > 0 ? 1.0f : x[i] == 0 ? 0.5f : 0.0f);
    }
    float one(float x) { return x > 0 ? x : 0 * x; }
    void relu16(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = x[i] <= 0x8000 ? x[i] : x[i] > 0xfc00 ? x[i] : 0;
    }
    void relu16_wrong(const uint16_t *x, uint16_t *y, size_t n) {
      relu16(x, y, n);
      for (size_t i = 0; i < n; i++) if (x[i] == 0x4000) y[i] = 0x7e00;
    }
    """

  private static func library(_ files: Files) throws {
    _ = try files.write(source, "k.c")
    let made = try files.run("cc -O2 -shared -fPIC -ffp-contract=off -o libk.so k.c -lm")
    try #require(made.status == 0, "\(made)")
  }

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Two lines that are one formula to a mathematician.
  @Test func whichOfTwo() throws {
    let files = try Files()
    try Self.library(files)
    let run = try files.run(
      "$GA compare before after --library ./libk.so --format float32 --json -")
    let found = try Self.object(run.out)
    let outputs = try #require(found["outputs"] as? [String: Any])
    #expect(found["bound"] as? String == "largest known" && run.status == 1)
    let (equal, differing) = (outputs["equal"] as? Int ?? 0, outputs["differing"] as? Int ?? 0)
    #expect(differing > 1000 && equal + differing == outputs["compared"] as? Int)
    let closer = try #require(outputs["closer"] as? [String: Any])
    let counts = ["a", "b", "neither"].compactMap { closer[$0] as? Int }
    #expect(counts.reduce(0, +) == differing && counts.allSatisfy { $0 >= 0 } && counts[1] > 500)
    let first = try #require(outputs["first_difference"] as? [String: String])
    #expect(first["input"]?.count == 10 && first["a"] != first["b"] && first["truth"] != nil)
    let largest = try #require(outputs["largest"] as? [String: [String: Any]])
    #expect(largest["absolute"]?["size"] as? Double == 2.38419e-07)
    #expect((largest["steps"]?["size"] as? Int ?? 0) > 100)
    // B overflows where A does not, which is why it is worse; where both are finite torch's test passes.
    #expect(run.err.contains("infinite_for_finite 84 at 0x7f000000, in A 0"), "\(run.err)")
    let inside = try files.run(
      "$GA compare ./libk.so:before ./libk.so:after --format float32 --region -20:20 --require none"
    )
    #expect(inside.status == 0 && inside.out.contains("against gelu, "), "\(inside)")
    let torch = inside.out.split(separator: "\n").first { $0.contains("torch.testing") } ?? ""
    #expect(torch.contains("passes, at most 0.0"), "\(torch)")
    let strict = inside.out.split(separator: "\n").first { $0.contains("assert_allclose") } ?? ""
    #expect(strict.contains("fails at ") && strict.contains(" times what it allows"), "\(strict)")
  }

  @Test func rules() throws {
    let files = try Files()
    try Self.library(files)
    let compare = "$GA compare --function relu --format float16 --library ./libk.so"
    let same = try files.run("\(compare) relu16 relu16 --require same")
    #expect(same.status == 0 && same.out.contains("HOLDS  A and B are the same"), "\(same)")
    let worse = try files.run("\(compare) relu16 relu16_wrong")
    #expect(
      worse.status == 1
        && worse.out.contains("BROKEN B is worse than A: max_ulp inf at 0x4000, in A 0"),
      "\(worse)")
    #expect(worse.out.contains("only A at 1, the first 2 (0x4000); only B at 0"), "\(worse)")
    let better = try files.run("\(compare) relu16_wrong relu16")
    #expect(better.status == 0 && better.out.contains("better in B"), "\(better)")
    let input = try files.run("\(compare) relu16 relu16_wrong --require no-input-worse")
    #expect(
      input.status == 1
        && input.out.contains("A is nearer to the exact value at 1 inputs, the first 0x4000"),
      "\(input)")
    let truth = try files.run("\(compare) truth relu16 --require same --inputs all")
    #expect(truth.status == 0 && truth.out.contains("65536 of 65536 to the bit"), "\(truth)")
    let bits = try files.run("\(compare) relu16 relu16_wrong --require same")
    #expect(
      bits.status == 1
        && bits.out.contains(
          "B is not the same as A: 1 of 65536 outputs differ, the first at 0x4000"),
      "\(bits)")
  }

  /// A library against the catalogue, a gradient, a function of one value, and a command.
  @Test func kernelsOfAllKinds() throws {
    let files = try Files()
    try Self.library(files)
    let builtIn = try files.run("$GA compare relu ./libk.so:relu16 --format float16 --require same")
    #expect(builtIn.status == 0 && builtIn.out.contains("against relu, 65536 inputs"), "\(builtIn)")
    let gradient = try files.run(
      "$GA compare ./libk.so:slope ./libk.so:slope_at_zero --backward --function relu --format float32 "
        + "--inputs sample:3000")
    #expect(gradient.status == 1 && gradient.out.contains("against relu′, "), "\(gradient)")
    #expect(
      gradient.out.contains(", 2 differ") && gradient.out.contains("A 0, B 0.5"), "\(gradient)")
    let scalar = try files.run(
      "$GA compare relu ./libk.so:one --scalar --format float32 --inputs sample:3000 --require none"
    )
    #expect(scalar.status == 0 && scalar.out.contains("against relu, "), "\(scalar)")
    let command = try files.run(
      "$GA compare erf tanh --command \"$GA filter erf tanh\" --format bfloat16 --function gelu")
    #expect(command.status == 1 && command.out.contains("B  tanh"), "\(command)")
    let words = try files.run(
      "$GA compare erf \"command:$GA filter erf --format bfloat16\" --format bfloat16 --require same"
    )
    #expect(words.status == 0 && words.out.contains("A and B are the same"), "\(words)")
    let mixed = try files.run(
      "$GA compare erf erfc --input-format float32 --format bfloat16 --inputs sample:5000")
    #expect(mixed.status == 0 && mixed.out.contains("float32 to bfloat16 against gelu"), "\(mixed)")
  }

  /// Outputs in files: pairs, one file with both, and against a kernel, which is called on their inputs.
  @Test func files() throws {
    let files = try Files()
    let made = try files.run(
      """
      $GA emit-inputs --format bfloat16 --order shuffled -o x.npy
      for k in erf erfc; do
        tail -c 131072 x.npy | $GA filter $k --format bfloat16 > $k.bin
        { head -c $(($(stat -c %s x.npy) - 131072)) x.npy; cat $k.bin; } > $k.npy
      done
      printf 'x,a,b\\n1,0.8413447461,0.841\\n-1,-0.15865525,-0.15865525\\n' > t.csv
      """)
    try #require(made.status == 0, "\(made)")
    let pair = try files.run("$GA compare erfc.npy erf.npy --inputs-file x.npy --format bfloat16")
    #expect(pair.status == 1 && pair.out.contains("65536 inputs (exhaustive)"), "\(pair)")
    #expect(pair.out.contains("A is nearer to the exact value at 197, B at 0"), "\(pair)")
    let kernel = try files.run(
      "$GA compare erf.npy erf --inputs-file x.npy --format bfloat16 --require same")
    #expect(kernel.status == 0 && kernel.out.contains("A and B are the same"), "\(kernel)")
    let table = try files.run("$GA compare t.csv:a t.csv:b --format float32")
    #expect(table.status == 1 && table.out.contains("2 inputs (sample"), "\(table)")
    let lost = try files.run("$GA compare t.csv:a erf.npy --format bfloat16")
    #expect(lost.status == 2 && lost.err.contains("erf.npy"), "\(lost)")
  }
}
