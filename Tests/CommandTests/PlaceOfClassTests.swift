import Foundation
import Testing

/// `validate` says in which ranges a kernel from elsewhere is wrong.
@Suite(.enabled(if: Compiler.exists)) struct PlaceOfClassTests {
  static let source = """
    #include <math.h>
    #include <stddef.h>
    static float good(float x) {
      if (x == -INFINITY) return -0.0f;
      return (float)(0.5 * (double)x * erfc(-(double)x * 0.70710678118654752));
    }
    void band(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++)
        y[i] = (x[i] > FROM && x[i] < TO) || x[i] == -INFINITY ? BAD : good(x[i]);
    }
    void gradient(const float *dy, const float *x, float *dx, size_t n) {
      for (size_t i = 0; i < n; i++) {
        float g = fabsf(x[i]) < 0x1p-126f ? 0.5f : x[i] > 0 ? 1.0f : 0.0f;
        dx[i] = dy[i] * (x[i] != x[i] ? x[i] : g);
      }
    }
    """

  private func library(_ files: Files, _ band: (String, String), _ bad: String) throws -> String {
    let path = files.path("libk.so")
    let c = try files.write(Self.source, "k.c")
    try Compiler.run([
      "-O1", "-ffp-contract=off", "-shared", "-fPIC", "-DFROM=\(band.0)", "-DTO=\(band.1)",
      "-DBAD=\(bad)", "-o", path, c, "-lm",
    ])
    return path
  }

  private func validate(_ library: String, _ symbol: String, _ more: [String]) throws -> Run {
    try Run(["validate", "--library", library, "--symbol", symbol, "--format", "float32"] + more)
  }

  /// A band of NaN: all inputs about it, and a sample, which knows the band by its own inputs.
  @Test func nanBand() throws {
    let files = try Files()
    let path = try library(files, ("10.5f", "10.75f"), "NAN")
    let all = try validate(path, "band", ["--inputs", "exhaustive", "--region", "10:11"])
    let ends = "10.500000953674316 (0x41280001) to 10.749999046325684 (0x412bffff)"
    #expect(
      all.out.contains("  where  NaN for a number: 262143 inputs in 1 range: \(ends)\n"), "\(all)")
    let json = files.path("score.json")
    let sample = try validate(path, "band", ["--json", json])
    #expect(
      try
        /where  NaN for a number: \d+ inputs of the sample in 1 range: 10\.5\d* \(0x4128\w+\) to 10\.7\d* \(0x412b\w+\); and at -inf\n/
        .firstMatch(in: sample.out) != nil, "\(sample)")
    let object = try files.object("score.json")
    let places = try #require(
      (object["class_ranges"] as? [String: [String: Any]])?["nan_for_number"])
    #expect(places["at_infinities"] as? [String] == ["0xff800000"])
    #expect(places["ranges"] as? Int == 1)
    // No infinite input is an end of a range.
    let list = try #require(places["list"] as? [[String: Any]])
    #expect(list.allSatisfy { ($0["from"] as? String)?.hasPrefix("0x4128") == true })
    let regions = try #require(object["regions"] as? [[String: Any]])
    let nans = regions.compactMap { $0["nan_for_number"] as? Int }
    #expect(nans.count == regions.count && nans.reduce(0, +) == places["inputs"] as? Int)
  }

  /// The same of infinity, elsewhere.
  @Test func bandOfInfinity() throws {
    let files = try Files()
    let path = try library(files, ("-2.0f", "-1.96875f"), "INFINITY")
    let run = try validate(path, "band", ["--inputs", "exhaustive", "--region=-2.1:-1.9"])
    let ends = "-1.9999998807907104 (0xbfffffff) to -1.9687501192092896 (0xbffc0001)"
    #expect(
      run.out.contains("  where  infinity for a finite truth: 262143 inputs in 1 range: \(ends)\n"),
      "\(run)")
  }

  /// A gradient of 1/2 at zero and at all subnormals: no class, and four special values.
  @Test func halfAtSubnormals() throws {
    let files = try Files()
    let path = try library(files, ("1", "2"), "NAN")
    let run = try validate(path, "gradient", ["--function", "relu", "--backward"])
    #expect(run.out.contains("  special 4 of 11 special values wrong: "), "\(run)")
    #expect(run.out.contains("0 gives 0.5 (0x3f000000), not 0"), "\(run)")
    #expect(!run.out.contains("no NaN"), "\(run)")
    let many = try validate(
      path, "gradient", ["--function", "relu", "--backward", "--dy", "1,2"])
    #expect(many.out.components(separatedBy: "special values wrong").count == 4, "\(many)")
  }
}
