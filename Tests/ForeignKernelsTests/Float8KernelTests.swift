import FloatingPointFormats
import Foundation
import Testing

@testable import ForeignKernels

/// Kernels and files in formats of 8 bits, where every encoding is a poison's neighbour.
@Suite struct Float8KernelTests {
  static let formats = FormatName.allCases.filter { $0.width == 8 }

  private static func all<T: BinaryFormat>(_: T.Type) -> [T] {
    (0..<1 << T.width).map { T(bits: UInt64($0)) }
  }

  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"), arguments: formats)
  func everyEncodingPasses(_ format: FormatName) throws {
    func check<T: BinaryFormat>(_: T.Type) throws {
      let tests = LibraryKernelTests()
      let x = Self.all(T.self) + Self.all(T.self)
      #expect(bits(try tests.run(tests.kernel("identity8"), x)) == bits(x))
      #expect(bits(try tests.run(tests.kernel("identity8", batch: 100), x)) == bits(x))
      let flipped = try tests.run(tests.kernel("scalar_flip8", form: .scalar), x)
      #expect(bits(flipped) == bits(x.map(\.negated)))
      let product: LibraryKernel<T> = try tests.kernel("product8", form: .backward)
      try GradientSet<T>([T(bits: 0x31), T.quietNaN]).forEach(product) { dy, fixed in
        var dx = x
        try x.withUnsafeBufferPointer { x in
          try dx.withUnsafeMutableBufferPointer { try fixed.evaluate(x, into: $0) }
        }
        #expect(zip(x, dx).allSatisfy { $1.bits == $0.bits ^ dy.bits })
      }
      let skipping: LibraryKernel<T> = try tests.kernel("skips_lane8")
      #expect(message { _ = try tests.run(skipping, x) }?.contains("output 5 of 512") == true)
    }
    try check(format.type)
  }

  @Test(arguments: formats) func usualSetsHaveNoStrangers(_ format: FormatName) {
    func check<T: BinaryFormat>(_: T.Type) {
      let gradients = GradientSet<T>.usual().values
      #expect(gradients.contains(where: \.isInfiniteValue) == T.hasInfinity)
      #expect(gradients.contains(where: \.isNaNValue) && gradients.count > 30)
      let places: [T] = PositionCheck.usualInputs()
      #expect(places.contains(where: \.isNaNValue) && places.contains(.largestFinite))
    }
    check(format.type)
  }

  @Test(arguments: InputPlanTests.orders) func everyOrderLeadsBack(_ order: InputOrder) {
    let plan = InputPlan<Float8E4M3FN>(
      exhaustive: order, padding: Padding(multiple: 7, bits: 0x38))
    var places = [Float8E4M3FN](repeating: .quietNaN, count: plan.paddedCount)
    places.withUnsafeMutableBufferPointer { plan.fill($0, from: 0) }
    #expect(plan.count == 256 && plan.paddedCount == 259 && places.last?.double == 1)
    #expect(plan.canonical(places).map(\.position) == Array(0..<256))
    var byRank = [UInt64](repeating: .max, count: 256)
    places.withUnsafeBufferPointer { places in
      plan.forEachRun(places, from: 0) { first, outputs in
        for (i, y) in outputs.enumerated() { byRank[first + i] = y.position }
      }
    }
    #expect(byRank == Array(0..<256))
  }

  /// What ml_dtypes has numpy write, and what is written here.
  @Test func numpySpellings() throws {
    try check(Float8E4M3FN.self, ["|u1", "<V1", "|V1"])
    try check(Float8E5M2.self, ["|u1", "<f1", "|V1"])
    #expect(
      message { try check(Float8E4M3FN.self, ["<f1"]) }?.contains(
        "holds float8_e5m2 ('<f1'), not float8_e4m3fn ('|u1')") == true)
  }

  private func check<T: BinaryFormat>(_: T.Type, _ spellings: [String]) throws {
    let scratch = try Scratch()
    let writer = try TensorWriter<T>(scratch.file("x.npy"), count: 256)
    let all = Self.all(T.self)
    try all.withUnsafeBufferPointer { try writer.write($0) }
    try writer.finish()
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: scratch.file("x.npy"))))
    let place = try #require(bytes.firstRange(of: Array("|u1".utf8)))
    for spelling in spellings {
      bytes.replaceSubrange(place, with: spelling.utf8)
      let path = try scratch.write(bytes, "y.npy")
      #expect(bits(try TensorReader<T>(path).readAll()) == bits(all))
    }
  }

  @Test func safetensorsTypes() throws {
    let scratch = try Scratch()
    let path = scratch.file("x.safetensors")
    let writer = try TensorWriter<Saturating<Float8E5M2>>(path, tensor: "x", count: 3)
    try [1, 2, 3].map { Saturating<Float8E5M2>(bitPattern: $0) }
      .withUnsafeBufferPointer { try writer.write($0) }
    try writer.finish()
    #expect(try bits(TensorReader<Float8E5M2>(path).readAll()) == [1, 2, 3])
    #expect(
      message { _ = try TensorReader<Float8E4M3FN>(path) }?.contains(
        "holds F8_E5M2, not float8_e4m3fn (F8_E4M3)") == true)
  }
}
