import FloatingPointFormats
import Foundation
import Functions
import Testing

@testable import ForeignKernels

@Suite struct SidecarTests {
  static let plan = InputPlan<Float16>(
    exhaustive: .shuffled(seed: 3).shifted(by: 5),
    padding: Padding(multiple: 1024 * 9, bits: 0x3c00))

  private func emit(_ scratch: Scratch, _ name: String, _ target: Target = Target(.gelu)) throws
    -> String
  {
    let path = scratch.file(name)
    try Self.plan.write(to: path) {
      Sidecar(Self.plan, target, sha256: $0)
    }
    return path
  }

  @Test(arguments: ["x.npy", "x.safetensors", "x.bin", "x.csv"])
  func inputsComeBack(_ name: String) throws {
    let scratch = try Scratch()
    let path = try emit(scratch, name)
    let sidecar = try #require(try Sidecar.read(beside: path))
    #expect(sidecar.sha256 == Self.plan.sha256())
    try sidecar.verify(TensorReader<Float16>(path))
    try Self.plan.verify(TensorReader<Float16>(path))
    let plan = try sidecar.plan(Float16.self, path: path, inputs: [])
    #expect(plan.order == Self.plan.order && plan.padding == Self.plan.padding)
  }

  @Test func aSampleComesBackFromItsFile() throws {
    let scratch = try Scratch()
    let path = scratch.file("x.bin")
    let plan = InputPlan<Double>(
      samples: [3, -1, 0.5, -0.0, .nan], order: .shuffled(seed: 8), padding: Padding(multiple: 4))
    try plan.write(to: path) { Sidecar(plan, Target(.silu, derivative: 1), seed: 8, sha256: $0) }
    let sidecar = try #require(try Sidecar.read(beside: path))
    let back = try sidecar.plan(
      Double.self, path: path, inputs: TensorReader<Double>(path).readAll())
    #expect((0..<8).allSatisfy { back.input(at: $0).bitPattern == plan.input(at: $0).bitPattern })
  }

  @Test func aChangedInputIsFound() throws {
    let scratch = try Scratch()
    let path = try emit(scratch, "x.bin")
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[2 * 777] ^= 1
    _ = try scratch.write(bytes, "x.bin")
    let sidecar = try #require(try Sidecar.read(beside: path))
    let byDigest = message { try sidecar.verify(TensorReader<Float16>(path)) }
    #expect(byDigest?.contains("SHA-256 differs") == true)
    let byValue = message { try Self.plan.verify(TensorReader<Float16>(path)) }
    #expect(byValue?.contains("input 777 is 0x") == true, "\(byValue ?? "")")
  }

  @Test func outputsOfOtherInputsAreRefused() throws {
    let scratch = try Scratch()
    let ours = try #require(try Sidecar.read(beside: emit(scratch, "x.bin")))
    try ours.checkOutputs("y.bin", count: ours.paddedCount, sidecar: nil)
    try ours.checkOutputs("y.bin", count: ours.paddedCount, sidecar: ours)
    let short = message { try ours.checkOutputs("y.bin", count: 65_536, sidecar: nil) }
    #expect(short == "y.bin: has 65536 outputs where there are 73728 inputs")
    var other = ours
    other.sha256 = InputPlan<Float16>(exhaustive: .bits).sha256()
    let digest = message { try ours.checkOutputs("y.bin", count: 73_728, sidecar: other) }
    #expect(digest?.contains("y.bin: belongs to other inputs: its sidecar has SHA-256") == true)
    other = ours
    other.target = Target(.geluTanh)
    let function = message { try ours.checkOutputs("y.bin", count: 73_728, sidecar: other) }
    #expect(function?.contains("function gelu-tanh, the inputs have gelu") == true)
  }

  @Test(arguments: [
    ("\"count\" : 65536", "\"count\" : -1", "count"),
    ("\"count\" : 65536", "\"count\" : 65535", "every float16"),
    ("\"count\" : 65536", "\"count\" : NaN", "not valid JSON"),
    ("\"count\" : 65536", "\"count\" : 1e999", "not valid"),
    ("\"multiple\" : 9216", "\"multiple\" : 0", "padding.multiple"),
    ("\"bits\" : 15360", "\"bits\" : 65536", "padding.bits"),
    ("\"float16\"", "\"float8\"", "format"),
    ("\"float16\"", "\"float16\", \"input_format\" : \"float8_e5m2\"", "every float8_e5m2"),
    ("\"derivative\" : 0", "\"derivative\" : 3", "derivative"),
    ("\"exhaustive\"", "\"some\"", "kind"),
    ("\"sha256\"", "\"sha\"", "'sha256' is missing"),
  ])
  func malformedSidecars(_ from: String, _ to: String, _ says: String) throws {
    let scratch = try Scratch()
    let path = try emit(scratch, "x.bin")
    let text = try String(contentsOfFile: path + ".json", encoding: .utf8)
    try #require(text.contains(from))
    _ = try scratch.write(Array(text.replacingOccurrences(of: from, with: to).utf8), "x.bin.json")
    let problem = message { _ = try Sidecar.read(beside: path) }
    #expect(problem?.contains(says) == true, "\(problem ?? "accepted")")
  }
}
