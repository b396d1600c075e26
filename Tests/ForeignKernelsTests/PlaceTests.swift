import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Testing

@testable import ForeignKernels

/// What the check of places finds in kernels that were met elsewhere, and in their like.
@Suite(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
struct PlaceTests {
  static let library: String? = Compiled.library("places.c", ["-O1", "-pthread"])

  private func kernel<T: BinaryFormat>(
    _ symbol: String, _: T.Type, _ form: LibraryForm = .batch, alignment: Int = 1,
    toleratesChanges: Bool = false
  ) throws -> LibraryKernel<T> {
    var options = LibraryKernel<T>.Options(timeout: 20, workers: 1, alignment: alignment)
    options.toleratesChanges = toleratesChanges
    return LibraryKernel<T>(
      try #require(Self.library), symbol: symbol, form: form,
      target: Target(.gelu, derivative: form == .backward ? 1 : 0), launcher: .forTests,
      options: options)
  }

  /// With few of the calls that are not asked about.
  private func report<K: MixedKernel>(
    _ kernel: K, _ change: (inout PositionCheck) -> Void = { _ in }
  ) throws -> PositionReport {
    var check = PositionCheck.usual
    (check.lengths, check.offsets, check.longest) = ([1, 17], [0, 1], 0)
    check.seconds = .infinity
    change(&check)
    return try check.report(kernel, inputs: PositionCheck.usualInputs(for: kernel))
  }

  // Neighbours

  private func spreading<T: BinaryFormat>(
    _: T.Type, _ group: Int, _ isBad: @escaping @Sendable (T) -> Bool
  ) throws -> PositionReport {
    let description = KernelDescription(
      name: "test", Target(.gelu), formula: "", arithmetic: "", usedBy: "")
    return try report(
      BatchKernel<T>(
        description,
        batch: { x, y in
          for i in x.indices {
            let first = i / group * group
            let spreads = (first..<min(x.count, first + group)).contains { isBad(x[$0]) }
            y[i] = spreads ? .quietNaN : x[i]
          }
        }))
  }

  /// One input spoils those of its vector: that is the neighbours, whatever call shows it.
  @Test func whatSpreads() throws {
    let reports = [
      try spreading(Float.self, 8) { $0.isNaN },
      try spreading(BFloat16.self, 4) { $0.isNaNValue },
      try spreading(Double.self, 16) { $0.isInfinite },
      try spreading(Float16.self, 2) { abs($0.double) > 60000 },
      try spreading(Float.self, 4) { $0.isSubnormal },
      try spreading(Float8E4M3FN.self, 8) { $0.isNaNValue },
    ]
    for report in reports {
      #expect(report.counts.keys.sorted() == ["neighbours"], "\(report.counts) \(report.line)")
    }
  }

  /// A command's few inputs have a NaN and an infinity in each of its batches.
  @Test func whatStandsBesideUsualInputs() {
    func check<T: BinaryFormat>(_: T.Type) {
      for count in [2048, 8192] {
        let inputs: [T] = PositionCheck.usualInputs(count: count)
        #expect(inputs.count == count)
        for first in stride(from: 0, to: count, by: 256) {
          #expect(inputs[first..<(first + 256)].contains { $0.isNaNValue })
          #expect(
            inputs[first..<(first + 256)].contains { abs($0.double) >= T.largestFinite.double })
        }
        #expect(inputs.contains { $0.isSubnormalValue })
      }
    }
    check(Float.self)
    check(Float16.self)
    check(Double.self)
    check(BFloat16.self)
  }

  // dy

  private func dy<T: BinaryFormat>(_ symbol: String, _: T.Type, isFound: Bool) throws {
    let report = try report(kernel(symbol, T.self, .backward))
    #expect(report.counts.keys.sorted() == (isFound ? ["dy"] : []), "\(symbol) \(report.line)")
    if isFound {
      #expect(report.findings[0].line.hasPrefix("dy: not linear in dy: 0x"))
    } else {
      #expect(report.line.contains("and are linear in dy (1 and 2)"))
    }
  }

  @Test func gradientsAreLinear() throws {
    try dy("dy_linear", Float.self, isFound: false)
    try dy("dy_linear16", BFloat16.self, isFound: false)
    try dy("dy_squared", Float.self, isFound: true)
    try dy("dy_squared16", BFloat16.self, isFound: true)
    try dy("dy_ignored", Double.self, isFound: true)
    try dy("dy_clipped", Float.self, isFound: true)
    try dy("dy_rounded", Double.self, isFound: true)
  }

  /// x where dy belongs: the outputs are a multiple of x, and the order is asked for.
  @Test func mixedUp() throws {
    func line<T: BinaryFormat>(_ symbol: String, _: T.Type) throws -> String {
      try report(kernel(symbol, T.self, .backward)).line
    }
    for text in [
      try line("x_first", Float.self), try line("x_first16", BFloat16.self),
      try line("x_first64", Double.self),
    ] {
      #expect(text.hasSuffix("are dy and x mixed up? Then say --args xgdn"), "\(text)")
    }
    #expect(try !line("dy_squared", Float.self).contains("mixed up"))
  }

  /// A command that is given dy, too.
  @Test(arguments: [1, 2, 3]) func aCommandsGradient(_ power: Int) throws {
    let isLinear = power == 1
    let script =
      "import os,sys,array\nn = int(os.environ['GELU_ACCURACY_BATCH']) // 2\n"
      + "while block := sys.stdin.buffer.read(2 * n):\n"
      + "  g = array.array('f', block[:n]); x = array.array('f', block[n:])\n"
      + "  y = array.array('f', [a ** \(power) * (b > 0) for a, b in zip(g, x)])\n"
      + "  sys.stdout.buffer.write(y.tobytes()); sys.stdout.buffer.flush()\n"
    let scratch = try Scratch()
    let path = try scratch.write(Array(script.utf8), "k.py")
    let kernel = CommandKernel<Float>(
      "python3 '\(path)'", target: Target(.relu, derivative: 1))
    let report = try report(FixedGradient(kernel, dy: 1))
    #expect(report.counts.keys.sorted() == (isLinear ? [] : ["dy"]), "\(report.line)")
  }

  // Failures

  private func aligned<T: BinaryFormat>(
    _ symbol: String, _: T.Type, _ bytes: Int, _ form: LibraryForm = .batch
  ) throws {
    let loose = try report(kernel(symbol, T.self, form)) { $0.offsets = Array(0...15) }
    #expect(loose.counts == ["crash": 1], "\(symbol): \(loose.findings.map(\.line))")
    let line =
      "\(form == .batch ? "crashes" : "aborts") at buffers one value off alignment, not at multiples of \(bytes) bytes; "
      + "--alignment \(bytes) says so"
    #expect(loose.findings[0].line.hasPrefix(line), "\(loose.findings[0].line)")
    let tight = try report(kernel(symbol, T.self, form, alignment: bytes)) {
      $0.offsets = Array(0...15)
    }
    #expect(tight.isClean, "\(tight.line)")
  }

  @Test func whatNeedsAnAlignment() throws {
    try aligned("aligned_8", BFloat16.self, 8)
    try aligned("aligned_16", Float.self, 16)
    try aligned("aligned_32", Double.self, 32)
    try aligned("aligned_64", Float8E5M2.self, 64)
    try aligned("aligned_gradient", Float.self, 16, .backward)
  }

  private func failure<T: BinaryFormat>(
    _ symbol: String, _: T.Type, _ form: LibraryForm = .batch, count: Int = 4099
  ) throws -> KernelFailure {
    let x = (0..<count).map { T(nearest: Double($0 - 100) / 64) }
    var y = x
    let kernel = try kernel(symbol, T.self, form)
    return try #require(
      #expect(throws: KernelFailure.self) {
        try x.withUnsafeBufferPointer { x in
          try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
        }
      })
  }

  /// A crash while a kernel is scored: the one input that does it is named, or the alignment, and nothing
  /// where it takes more than one.
  @Test func theInputThatCrashes() throws {
    let half = try failure("crashes16", BFloat16.self, count: 1 << 15)
    #expect(half.detail.hasSuffix("; the input 0x4321 alone does this"), "\(half)")
    let double = try failure("exits64", Double.self)
    #expect(double.detail.hasSuffix("; the input 0x400a000000000000 alone does this"))
    let gradient = try failure("crashes_gradient", Float.self, .backward)
    #expect(gradient.detail.hasSuffix("; the input 0xbc800000 alone does this"), "\(gradient)")
    let two = try failure("crashes_on_two", Float.self)
    #expect(two.kind == .crash && !two.detail.contains("alone"), "\(two)")
    let placed = try failure("aligned_32", Double.self)
    #expect(placed.detail.hasSuffix("at multiples of 32 bytes: --alignment 32"), "\(placed)")
  }

  // Long calls

  private func paths<T: BinaryFormat>(
    _ symbol: String, _: T.Type, _ length: Int, _ form: LibraryForm = .batch
  ) throws {
    let report = try report(kernel(symbol, T.self, form)) { $0.longest = 1 << 20 }
    let finding = try #require(report.findings.first)
    #expect(report.counts.keys.sorted() == ["position"], "\(report.line)")
    #expect(finding.line.contains("in a call of \(length - 1), but"), "\(finding.line)")
    #expect(finding.line.hasSuffix("in a call of \(length)"), "\(finding.line)")
  }

  @Test func anotherFormulaForLongCalls() throws {
    try paths("paths_20000", BFloat16.self, 20000)
    try paths("paths_65536", Float.self, 65536)
    try paths("paths_300000", Double.self, 300_000)
    try paths("paths_gradient", Float.self, 100_000, .backward)
  }

  private func shares<T: BinaryFormat>(
    _ symbol: String, _: T.Type, _ form: LibraryForm = .batch
  ) throws {
    let report = try report(kernel(symbol, T.self, form)) { $0.longest = 1 << 20 }
    #expect(report.counts["call"] ?? 0 > 0, "\(symbol): \(report.line)")
    #expect(report.counts["position"] == nil, "\(symbol): \(report.counts)")
  }

  @Test func threadsThatShareScratch() throws {
    try shares("shares", Float.self)
    try shares("shares16", BFloat16.self)
    try shares("shares64", Double.self)
  }

  /// What changes from call to call while a kernel is scored is no failure where it is asked so.
  @Test func changesAreRecorded() throws {
    let kernels = try #require(Compiled.kernels)
    var options = LibraryKernel<Float>.Options(timeout: 20, workers: 1)
    options.toleratesChanges = true
    let kernel = LibraryKernel<Float>(
      kernels, symbol: "tosses", target: Target(.gelu), launcher: .forTests, options: options)
    let x = [Float](repeating: 1, count: 64)
    var y = x
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    let change = try #require(kernel.changes.first)
    #expect(change.kind == .call && change.length == 64 && kernel.findings.isEmpty)
  }
}
