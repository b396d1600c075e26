import Foundation
import Testing

/// `--derivative` with and without an order.
@Suite struct DerivativeOptionTests {
  /// gelu″(1) = φ(1) = exp(−1/2)/√(2π), however the order is written and whatever follows it.
  @Test(arguments: [
    ["--derivative=2", "--function", "gelu", "1"], ["--function", "gelu", "1", "--derivative=2"],
    ["--derivative=2", "--digits", "50", "--function", "gelu", "1"],
  ]) func secondDerivative(_ arguments: [String]) throws {
    let run = try Run(["oracle"] + arguments)
    #expect(
      run.out.hasPrefix("gelu′′(1) = 0.24197072451914334979783019293556065482867197073744"),
      "\(run)")
  }

  /// A number after the flag is an argument of `oracle`.
  @Test func flagTakesNoArgument() throws {
    let run = try Run(["oracle", "--derivative", "2", "--function", "relu"])
    #expect(run.out.hasPrefix("relu′(2) = 1\n"), "\(run)")
  }

  @Test func thresholdsOfSecondDerivatives() throws {
    let run = try Run(["thresholds", "--function", "tanh", "--derivative=2", "--format", "float16"])
    #expect(
      run.out.hasPrefix("tanh′′ in float16\n") && run.out.contains("tanh′ has a maximum of 1"))
    #expect(run.out.contains(" at 0\n") || run.out.hasSuffix(" at 0"), "\(run)")
  }

  @Test func inputsAndScores() throws {
    let files = try Files()
    let (x, y) = (files.path("x.npy"), files.path("y.npy"))
    let emit = ["emit-inputs", "--format", "float16", "--function", "tanh", "--derivative=2"]
    try #require(try Run(emit + ["-o", x]).status == 0)
    // Outputs that are the inputs: what counts is what they are held to.
    try FileManager.default.copyItem(atPath: x, toPath: y)
    let score = try Run(["score", "--inputs", x, "--outputs", y])
    #expect(score.out.hasPrefix("y.npy float16 against tanh′′") || score.out.contains("tanh′′"))
  }

  @Test(arguments: [
    (["oracle", "1", "--function", "gelu", "--derivative=3"], "--derivative of gelu takes 0 to 2"),
    (
      ["oracle", "1", "--function", "hardswish", "--derivative=2"], "hardswish takes 0 to 1, not 2"
    ),
    (["thresholds", "--function", "elu", "--derivative=2"], "--derivative of elu takes 0 to 1"),
    (
      ["validate", "--command", "cat", "--format", "float16", "--backward", "--derivative=2"],
      "--backward is a first derivative"
    ),
    (["seed", "relu", "--format", "float16", "--derivative"], "goes with a kernel of your own"),
  ]) func refused(_ arguments: [String], _ line: String) throws {
    let run = try Run(arguments)
    #expect(run.status == 2 && run.err.contains(line) && run.out.isEmpty, "\(run)")
  }
}
