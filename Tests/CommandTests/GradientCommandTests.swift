import FloatingPointFormats
import ForeignKernels
import Foundation
import Oracle
import Testing

/// `score` of recorded gradients: dy of any size.
@Suite struct GradientCommandTests {
  private func score(
    _ rows: [String], _ format: String, _ more: [String] = []
  ) throws -> [String: Any] {
    let files = try Files()
    let file = try files.write((["dy,x,dx"] + rows).joined(separator: "\n") + "\n", "g.csv")
    let run = try Run(["score", "--inputs", file, "--format", format, "--json", "-"] + more)
    #expect(run.status == 0, "\(run.err)")
    return try #require(JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
  }

  /// A small dy in a tail, one that saturates MPFR, one that lifts a tail, an overflow.
  @Test(arguments: [
    ("float32", "0x00800000,0xc2140000,0x80000000", "gelu"),
    ("float64", "0x4c80000000000000,0xc12e848000000000,0x8000000000000000", "gelu"),
    ("float32", "0x40000000,0xd0000000,0x80000000", "gelu"),
    ("float32", "0xc0000000,0xd0000000,0x00000000", "gelu"),
    ("float32", "0x7f61b1e6,0x3dcccccd,0x7f800000", "gelu-tanh(cubic=1024)"),
    ("float32", "0x42c80000,0xc0000000,0x3f800000", "leaky-relu"),
  ]) func rightOutputs(_ format: String, _ row: String, _ function: String) throws {
    let found = try score([row], format, ["--function", function])
    // What rounds beyond the format has no ulp, and is in no mean.
    let isNumber = !row.hasSuffix("0x7f800000")
    let data = try #require(found["data"] as? [String: Any])
    #expect(found["correctly_rounded"] as? Int == 1 && found["faithful"] as? Int == 1)
    #expect(data["correctly_rounded"] as? Int == (isNumber ? 1 : 0))
    #expect(found["max_steps"] as? Int == 0)
    #expect((found["max_ulp"] as? Double ?? 1) <= 0.5 && (found["mean_ulp"] as? Double ?? 1) <= 0.5)
  }

  /// A wrong output at a dy above 1 where MPFR has no exponent for the truth: a score, and the truth in it.
  @Test func aTruthBeyondMPFRCostsNothing() throws {
    let found = try score(
      [
        "0x40000000,0xd0000000,0x3f800000", "0xc0000000,0xd0000000,0x3f800000",
        "0x40000000,0x3f800000,0x00000000",
      ],
      "float32")
    let worst = try #require(found["worst"] as? [[String: Any]])
    let truths = worst.compactMap { $0["truth"] as? String }
    #expect(Set(worst.compactMap { $0["second"] as? String }) == ["0x40000000", "0xc0000000"])
    #expect(
      truths.contains {
        $0.hasPrefix("-4.24130930099094425") && $0.hasSuffix("e-16022638320587141516")
      })
    #expect(
      truths.contains {
        $0.hasPrefix("4.24130930099094425") && $0.hasSuffix("e-16022638320587141516")
      })
  }

  /// `--dy usual`, every finite nonzero dy of it.
  @Test func theUsualSet() throws {
    func rows<T: BinaryFormat>(_: T.Type) throws -> [String] {
      try GradientSet<T>.usual().values.filter { $0.isFiniteValue && !$0.isZeroValue }.flatMap {
        dy in
        try [-38.5, -37, -0.5, 0, 2, 50].map { x in
          let oracle = Oracle(.gelu, derivative: 1, factor: dy.double)
          let y = try oracle.rounded(at: T(nearest: x).double, to: T.self)
          return "\(dy.hexBits),\(T(nearest: x).hexBits),\(y.hexBits)"
        }
      }
    }
    for (format, rows) in [("float32", try rows(Float.self)), ("float64", try rows(Double.self))] {
      let found = try score(rows, format)
      #expect(rows.count >= 150 && found["scored"] as? Int == rows.count)
      #expect(
        found["correctly_rounded"] as? Int == rows.count
          && found["faithful"] as? Int == rows.count)
      #expect(
        (found["mean_ulp"] as? Double ?? 1) <= 0.5 && (found["rms_ulp"] as? Double ?? 1) <= 0.5)
    }
  }

  @Test func bitsAsDy() throws {
    let run = try Run([
      "measure", "erf", "--format", "float16", "--region", "0xc10a:float16:0xc000",
    ])
    #expect(run.status == 0 && run.err.contains("0xc10a = float16 bits of -2.51953125"))
    let plain = try Run(["measure", "erf", "--format", "float16", "--region", "0xc000:0xc10a"])
    #expect(plain.status == 2)
    let wide = try Run(["measure", "erf", "--format", "float16", "--region", "0xc14ef84e:1"])
    #expect(wide.status == 2 && wide.err.contains("8 hex digits"))
  }
}
