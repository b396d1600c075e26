import Foundation
import Testing

/// `validate` on expressions in C++ and on functions with other orders of arguments.
@Suite(.enabled(if: Compiler.exists)) struct ExpressionTests {
  private static let header = """
    #include <cmath>
    #include <cstdint>
    namespace my {
    inline float gelu(float x) { return 0.5 * x * std::erfc(-x * 0.70710678118654752); }
    template <class T> T relu(T x) { return x < 0 ? T(0) : x; }
    inline uint16_t relu_bits(uint16_t x) { return x & 0x8000 && x <= 0xff80 ? 0 : x; }
    }
    """

  private static func validate(_ arguments: [String], _ files: Files) throws -> Run {
    _ = try files.write(header, "my k.hpp")
    return try files.run(
      "$GA validate --inputs sample:500 " + arguments.map { "'\($0)'" }.joined(separator: " "))
  }

  @Test(arguments: [
    ("my::gelu(x)", "float32", "gelu"), ("my::relu(x)", "float64", "relu"),
    ("my::relu<float>(x)", "float32", "relu"), ("my::relu_bits(x)", "bfloat16", "relu"),
  ]) func compiles(_ expression: String, _ format: String, _ function: String) throws {
    let files = try Files()
    let run = try Self.validate(
      ["--source", "my k.hpp", "--expression", expression, "--format", format]
        + ["--function", function, "--cxxflags", "-O1 -DUNUSED=1"], files)
    #expect(run.status == 0 && run.out.hasPrefix("\(expression) \(format) against"), "\(run)")
    #expect(run.out.contains("place  outputs do not depend on length"), "\(run)")
  }

  /// One line, the compiler's first complaint; and nothing is left behind.
  @Test(arguments: [
    (["--expression", "nosuch(x) + other(x)"], "nosuch"),
    (["--expression", "nosuch(x)"], "expression:1"), (["--expression", "(x"], "does not compile"),
    (["--expression", "x", "--cxxflags", "-nonsense"], "does not compile"),
    (["--expression", "x", "--source", "none.hpp"], "cannot read none.hpp"),
    (["--source", "my k.hpp"], "go with --expression"),
    (["--expression", "x", "--command", "cat"], "a kernel of its own"),
    (["--expression", "x", "--scalar"], "a kernel of its own"),
    (["--expression", "x", "--args", "yx"], "the letters x, y and n"),
  ]) func refusals(_ arguments: [String], _ text: String) throws {
    let files = try Files()
    let run = try Self.validate(arguments + ["--format", "float32"], files)
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(text), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
  }

  @Test func nothingIsLeft() throws {
    let files = try Files()
    let here = files.folder.path
    for expression in ["x", "(x"] {
      _ = try files.run(
        "mkdir -p t; TMPDIR='\(here)/t' $GA validate --expression '\(expression)' --format float32 "
          + "--inputs sample:100")
    }
    let names = try files.names
    #expect(!names.contains { $0.contains("expression") }, "\(names)")
  }

  /// Contracts keep the order.
  @Test(arguments: [
    ("void k(int n, float *y, const float *x) { for (int i = 0; i < n; i++) y[i] = x[i]; }", "nyx"),
    ("void k(float *y, int n, const float *x) { for (int i = 0; i < n; i++) y[i] = x[i]; }", "ynx"),
    ("void k(float *x, int n) { for (int i = 0; i < n; i++) x[i] *= 1; }", "xn"),
  ]) func ordersInContracts(_ source: String, _ args: String) throws {
    let files = try Files()
    try Compiler.run([
      "-shared", "-fPIC", files.write(source, "k.c"), "-o", files.path("libk.so"),
    ])
    let own = "--library libk.so --symbol k --args \(args) --length-type int --format float32"
    let run = try files.run("$GA validate \(own) --inputs sample:100")
    #expect(run.status == 0, "\(run)")
    let seed = try files.run(
      "$GA seed k \(own) --inputs sample:100 -o c --accept 'identity' && $GA check c/*/k.json")
    #expect(seed.status == 0 && seed.out.contains("holds  k"), "\(seed)")
    let text = try String(contentsOfFile: files.path("c/float32/k.json"), encoding: .utf8)
    #expect(text.contains("\"args\" : \"\(args)\"") && text.contains("\"length_type\" : \"int\""))
    let bad = try files.run(
      "sed -i.old 's/\"args\" : \"\(args)\"/\"args\" : \"xyz\"/' c/float32/k.json; "
        + "$GA check c/float32/k.json")
    #expect(bad.status == 2 && bad.err.contains("'args' takes the letters"), "\(bad)")
  }
}
