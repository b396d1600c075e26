import FloatingPointFormats
import ForeignKernels
import Foundation
import Testing

/// `identify` and `diagnose` of outputs in files, and of a library: public bugs, written afresh.
@Suite struct IdentifyTests {
  private static let x: [Float] =
    stride(from: -14.0, through: 14, by: 1.0 / 24).map { Float($0) }
    + [.infinity, -.infinity, .nan, -0.0]

  /// x, and a kernel's outputs.
  private static func prepared(_ value: (Float) -> Float) throws -> Files {
    let files = try Files()
    for (name, values) in [("x", x), ("y", x.map(value))] {
      let writer = try TensorWriter<Float>(
        files.path("\(name).npy"), tensors: [(name, values.count)])
      try values.withUnsafeBufferPointer { try writer.write($0) }
      try writer.finish()
    }
    return files
  }

  private static func said(_ command: String, _ value: (Float) -> Float) throws -> Run {
    try prepared(value).run("$GA \(command) --inputs x.npy --outputs y.npy")
  }

  @Test func formulasAreNamed() throws {
    let erf = try Self.said("identify") { $0 * 0.5 * (1 + erff($0 * 0.70710678)) }
    #expect(erf.status == 0 && erf.err.isEmpty, "\(erf)")
    #expect(
      erf.out.contains(
        "this is    erf: x * 0.5 * (1 + erf(x * M_SQRT1_2)), to the bit at all \(Self.x.count) inputs tried"
      ),
      "\(erf)")
    #expect(erf.out.contains("  part at    x = "), "\(erf)")
    let none = try Self.said("identify") { sinf($0) }
    #expect(none.status == 0 && none.out.contains("this is    not known"), "\(none)")
  }

  /// huggingface/transformers#11514; open_clip#771; vllm-project/vllm#24833; and gradients of other things.
  @Test func bugsAreExplained() throws {
    func u(_ x: Float) -> Float { 0.79788456 * (x + 0.044715 * x * x * x) }
    let cases: [(function: String, value: (Float) -> Float, said: [String])] = [
      (
        "gelu-tanh", { 0.5 * $0 * (1 + tanhf($0 * 0.044715 * (1 + 0.7978845608 * $0 * $0))) },
        [
          "swapped constants: this is gelu-tanh with its constants 0.7978845608 and 0.044715 swapped",
          "repair  exchange the two constants", "off by 0.596",
        ]
      ),
      (
        "gelu", { $0 / (1 + expf(-1.702 * $0)) },
        ["wrong function: this is gelu-sigmoid, not gelu", "off by 0.0203"]
      ),
      (
        "silu", { $0 * (0.5 * tanhf(0.5 * $0) + 0.5) },
        ["cancellation: ", "2y/x is a multiple of 2^-24", "x / (1 + exp(-z))"]
      ),
      (
        "gelu --derivative",
        {
          let v = 0.5 * $0 * erfcf(-0.70710678 * $0)
          return 0.5 * erfcf(-0.70710678 * v) + v * 0.39894228 * expf(-0.5 * v * v)
        },
        ["gradient of the output: ", "save x for the backward pass"]
      ),
      (
        "gelu-tanh --derivative",
        {
          let t = tanhf(u($0))
          return 0.5 * (1 + t) + 0.5 * $0 * (1 - t * t) * 0.79788456 * (1 + 0.044715 * $0 * $0)
        },
        ["wrong factor: ", "u' lacks its factor 3", "off by 0.0303"]
      ),
    ]
    for (function, value, texts) in cases {
      let run = try Self.said("diagnose --function \(function)", value)
      #expect(run.status == 1 && run.err.isEmpty, "\(function): \(run)")
      for text in texts { #expect(run.out.contains(text), "\(function), \(text): \(run)") }
    }
  }

  @Test func soundOutputsHaveNoCause() throws {
    let run = try Self.said("diagnose") { x in
      x == -.infinity ? -0.0 : Float(0.5 * Double(x) * erfc(-Double(x) * 0.70710678118654752))
    }
    #expect(run.status == 0, "\(run)")
    #expect(run.out.contains("no result is more than four ulp off or wrong in kind"), "\(run)")
  }

  @Test func jsonHasTheSame() throws {
    let files = try Self.prepared { $0 > 0 ? $0 : 0 }
    let run = try files.run(
      "$GA diagnose --inputs x.npy --outputs y.npy --function gelu --json d.json > /dev/null; cat d.json"
    )
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    let causes = try #require(object["causes"] as? [[String: Any]])
    #expect(causes.contains { $0["cause"] as? String == "wrong function" }, "\(run)")
    let identity = try #require(object["identity"] as? [String: Any])
    #expect((identity["sentence"] as? String)?.contains("relu") == true, "\(run)")
    #expect((object["repair"] as? [String: Any])?["code"] != nil)
  }

  @Test(arguments: [
    ("identify --format float32", "say which kernel"),
    ("identify erf --library ./libk.so --symbol k --format float32", "say which kernel"),
    ("identify erf", "say which format"),
    ("identify erff --format float32", "unknown kernel \"erff\""),
    ("identify --library ./libk.so --format float32", "--library takes a --symbol"),
    ("identify --inputs x.npy", "holds one array"),
    ("identify --inputs x.npy --outputs nothing.npy", "no such file"),
    ("diagnose relu --format bfloat16 --derivative=5", "--derivative"),
    ("diagnose --inputs x.npy --outputs y.npy --input-format float16", "--input-format goes with"),
  ]) func badInputIsOneLine(_ arguments: String, _ text: String) throws {
    let files = try Self.prepared { $0 }
    let run = try files.run("$GA \(arguments)")
    #expect(run.status == 2 && run.out.isEmpty, "\(run)")
    #expect(run.err.contains(text) && run.err.split(separator: "\n").count == 1, "\(run)")
  }
}
