import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Diagnosis

/// The formulas that mend: right in Swift, and the same in C.
@Suite struct RepairTests {
  private static let targets = Function.all.flatMap { f in
    (0...1).map { Target(f, derivative: $0) }
  }

  /// Faithful in float32, and but for a slope's zero within 0.51 ulp.
  @Test(arguments: targets) func formulasAreRight(_ target: Target) throws {
    let formula = try #require(RepairFormula.of(target, in: .float32))
    let kernel = BatchKernel<Float>(KernelDescription(name: "repair", target)) { x, y in
      for i in x.indices { y[i] = Float(formula.value(Double(x[i]))) }
    }
    let score = try score(
      kernel, against: Oracle(target),
      ScoringOptions(inputs: .sample(count: 1500, seed: 7), threads: 2))
    #expect(
      score.maxUlp <= (target.derivative == 0 ? 0.51 : 0.9),
      "\(target): \(score.maxUlp) at \(score.maxUlpInput)")
    #expect(score.classes.nanForNumber + score.classes.wrongSign + score.classes.flushed == 0)
  }

  /// In float64 the argument's rounding is corrected: a few ulp, where it costs hundreds. Beside the zero of a
  /// slope, whose neighbours are landmarks of the sample, a series takes the place of terms that cancel.
  @Test(arguments: [Function.gelu, .geluTanh, .geluSigmoid, .silu], [0, 1])
  func float64IsCompensated(
    _ function: Function, _ derivative: Int
  ) throws {
    let target = Target(function, derivative: derivative)
    let formula = try #require(RepairFormula.of(target, in: .float64))
    let kernel = BatchKernel<Double>(
      KernelDescription(name: "repair", target), scalar: formula.value)
    let score = try score(
      kernel, against: Oracle(target),
      ScoringOptions(inputs: .sample(count: 3000, seed: 7), threads: 2))
    #expect(score.maxUlp <= 16, "\(target): \(score.maxUlp) at \(score.maxUlpInput)")
    #expect(score.classes.nanForNumber + score.classes.wrongSign + score.classes.flushed == 0)
  }

  /// Each compiles without a warning, and gives the bits of its Swift twin.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/cc")))
  func codeIsTheSame() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "repairs-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let inputs: [Double] =
      [0, -0.0, .infinity, -.infinity, 1e-40, -1e-40, 800, -800, 1e300, -1e300]
      + stride(from: -50.0, through: 50, by: 0.37).map { $0 }
    let formulas = try [FormatName.float32, .float64].flatMap { format in
      try Self.targets.map { try #require(RepairFormula.of($0, in: format)) }
    }
    let code = formulas.enumerated().map { $1.code(named: "f\($0)") }.joined(separator: "\n")
    let calls = formulas.indices.map { "      show(f\($0)(x));" }.joined(separator: "\n")
    let source = """
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>
      \(code)
      static void show(double y) {
        uint64_t u;
        memcpy(&u, &y, 8);
        printf("%016llx\\n", (unsigned long long)u);
      }
      int main(void) {
        double x;
        while (scanf("%lf", &x) == 1) {
      \(calls)
        }
      }
      """
    let file = folder.appending(path: "repairs.c")
    try Data(source.utf8).write(to: file)
    let program = folder.appending(path: "repairs")
    let compiled = try run(
      "/usr/bin/cc",
      [
        "-std=c99", "-O1", "-Wall", "-Werror", "-ffp-contract=off", "-o", program.path, file.path,
        "-lm",
      ])
    #expect(compiled.status == 0, "\(compiled.text)")
    let text = inputs.map { "\($0)" }.joined(separator: "\n")
    try Data(text.utf8).write(to: folder.appending(path: "x"))
    let ran = try run("/bin/sh", ["-c", "'\(program.path)' < '\(folder.path)/x'"])
    let bits = ran.text.split(separator: "\n").map { UInt64($0, radix: 16) }
    try #require(bits.count == inputs.count * formulas.count)
    for (i, x) in inputs.enumerated() {
      for (k, formula) in formulas.enumerated() {
        let (c, swift) = (bits[i * formulas.count + k], formula.value(x))
        let isSame = c == swift.bitPattern || swift.isNaN && Double(bitPattern: c ?? 0).isNaN
        #expect(isSame, "\(formula.text) at \(x)")
      }
    }
  }

  private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String)
  {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
