import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Synchronization
import Testing

@testable import ForeignKernels

/// Kernels from elsewhere with values of one width in and of another out.
@Suite struct MixedKernelTests {
  /// Every second byte of two: the upper half of each 16-bit value.
  private static let upperHalves =
    "perl -e 'binmode STDIN; binmode STDOUT; $| = 1; "
    + "while (read(STDIN, $b, $ENV{GELU_ACCURACY_BATCH})) "
    + "{ $b =~ s/.(.)/$1/gs; print $b }'"

  private typealias Halving = MixedCommandKernel<BFloat16, Float8E5M2>

  private func kernel(_ command: String) -> Halving {
    Halving(
      command, target: Target(.gelu),
      options: .init(timeout: 20, streamBatch: 1 << 12, callBatch: 512))
  }

  /// Each answer stands at its input, in streams in any order and in calls of any length.
  @Test(arguments: InputPlanTests.orders) func commandsStream(_ order: InputOrder) throws {
    let plan = InputPlan<BFloat16>(exhaustive: order, padding: Padding(multiple: 999, bits: 7))
    let wrong = Atomic(0)
    let seen = Atomic(0)
    try kernel(Self.upperHalves).stream(plan, chunk: 1000, threads: 2) { first, values in
      for (i, y) in values.enumerated() {
        let x = plan.input(at: first + i).bitPattern
        if y.bitPattern != UInt8(x >> 8) { wrong.wrappingAdd(1, ordering: .relaxed) }
      }
      seen.wrappingAdd(values.count, ordering: .relaxed)
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(seen.load(ordering: .relaxed) == plan.paddedCount)
  }

  @Test(arguments: [1, 511, 512, 513, 7000]) func commandsAreCalled(_ count: Int) throws {
    let x = (0..<count).map { BFloat16(bitPattern: UInt16($0 * 9)) }
    let y = try run(kernel(Self.upperHalves), x)
    #expect(zip(x, y).allSatisfy { $1.bitPattern == UInt8($0.bitPattern >> 8) })
  }

  /// What does not fit is counted in answers, of which each has half the bytes sent.
  @Test(arguments: [
    ("cat", "2 times too many bytes, 131072 for 65536: 16-bit values for 8-bit values?"),
    ("head -c 1000", "1000 of 65536 values were answered"),
    ("cat > /dev/null", "65536 bytes too few"),
  ]) func misfits(_ command: String, _ words: String) throws {
    let plan = InputPlan<BFloat16>(exhaustive: .ascending)
    let failure = #expect(throws: KernelFailure.self) {
      try kernel(command).stream(plan, chunk: 1000, threads: 2) { _, _ in }
    }
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }

  @Test(
    .enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"), arguments: [1, 64],
    [1, 7, 1001, 70_001])
  func librariesAreCalled(_ alignment: Int, _ count: Int) throws {
    let narrow: MixedLibraryKernel<Float, BFloat16> = try library("truncated", alignment)
    let x = (0..<count).map { Float($0) - 7.5 }
    #expect(try run(narrow, x).map(\.bitPattern) == x.map { UInt16($0.bitPattern >> 16) })
    let wide: MixedLibraryKernel<BFloat16, Float> = try library("extended", alignment)
    let half = x.map { BFloat16(truncating: $0) }
    #expect(try run(wide, half) == half.map(\.float))
    let product: MixedLibraryKernel<Float, BFloat16> = try library(
      "truncated_product", alignment, form: .backward)
    #expect(try run(product, x).map(\.bitPattern) == x.map { UInt16($0.bitPattern >> 16) })
  }

  /// A stray write is told by the element of the buffer that it belongs to, whose width is its own.
  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func strayAccesses() throws {
    func failure<X: BinaryFormat, Y: BinaryFormat>(
      _ symbol: String, _: X.Type, _: Y.Type
    ) throws -> String {
      let kernel: MixedLibraryKernel<X, Y> = try library(symbol, 1)
      let x = [X](repeating: X(nearest: 1), count: 100)
      return #expect(throws: KernelFailure.self) { try run(kernel, x) }?.description ?? ""
    }
    #expect(try failure("truncated_one_more", Float.self, BFloat16.self).contains("element 100 of"))
    #expect(try failure("extended_one_more", BFloat16.self, Float.self).contains("element 100 of"))
    #expect(
      try failure("extended_far", BFloat16.self, Float.self).contains("element 50100 of its 100"))
    #expect(try failure("identity", Float.self, BFloat16.self).contains("wrote outside its output"))
    #expect(try failure("truncated", BFloat16.self, BFloat16.self).contains("of its 100 inputs"))
  }

  /// Places are varied as they are for one format; a kernel that depends on them is found.
  @Test(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
  func placesAreChecked() throws {
    func isClean(_ symbol: String) throws -> Bool {
      let kernel: MixedLibraryKernel<Float, BFloat16> = try library(symbol, 1)
      var check = PositionCheck()
      check.callsOfALength = 4
      let report = try check.report(kernel, inputs: (0..<2000).map { Float($0) / 8 })
      #expect(report.scope.line.contains("alignment (16 places"))
      return report.isClean
    }
    #expect(try isClean("truncated"))
    #expect(try !isClean("truncated_by_fours"))
  }

  private func library<X: BinaryFormat, Y: BinaryFormat>(
    _ symbol: String, _ alignment: Int, form: LibraryForm = .batch
  ) throws -> MixedLibraryKernel<X, Y> {
    MixedLibraryKernel(
      try #require(Compiled.kernels), symbol: symbol, form: form, target: Target(.gelu),
      launcher: .forTests, options: .init(timeout: 20, batch: 1 << 16, alignment: alignment))
  }

  private func run<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: any MixedKernel<X, Y>, _ x: [X]
  ) throws -> [Y] {
    var y = [Y](repeating: Y(bitPattern: 0), count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    return y
  }
}
