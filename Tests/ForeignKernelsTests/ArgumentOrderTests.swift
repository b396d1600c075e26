import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Testing

@testable import ForeignKernels

/// Functions that take their arguments in other orders, and symbols that are not found.
@Suite(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
struct ArgumentOrderTests {
  private static let library = Compiled.library("forms.c", ["-O1"])

  private func kernel<X: BinaryFormat, Y: BinaryFormat>(
    _ symbol: String, _ letters: String?, _ form: LibraryForm, _: X.Type, _: Y.Type
  ) throws -> MixedLibraryKernel<X, Y> {
    MixedLibraryKernel<X, Y>(
      try #require(Self.library), symbol: symbol, form: form,
      order: try letters.map { try #require(ArgumentOrder($0, for: form)) },
      target: Target(.gelu, derivative: form == .backward ? 1 : 0), launcher: .forTests,
      options: .init(timeout: 20, batch: 1 << 16, workers: 1))
  }

  /// The outputs of 70,001 inputs, whose place is found clean as well.
  private func check<X: BinaryFormat, Y: BinaryFormat>(
    _ symbol: String, _ letters: String, _: X.Type, _: Y.Type, _ form: LibraryForm = .batch,
    _ wanted: (Double) -> Double
  ) throws {
    let kernel = try kernel(symbol, letters, form, X.self, Y.self)
    let x = (0..<70_001).map { X(nearest: Double($0 % 1000) / 8 - 31) }
    var y = [Y](repeating: .quietNaN, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    let wrong = zip(x, y).first { Y(nearest: wanted($0.double)).bitPattern != $1.bitPattern }
    #expect(wrong == nil, "\(symbol): \(String(describing: wrong))")
    var check = PositionCheck()
    (check.lengths, check.offsets, check.longest) = ([1, 17], [0, 3], 1 << 15)
    let report = try check.report(kernel, inputs: Array(x[..<1000]))
    #expect(report.isClean, "\(symbol): \(report.line)")
  }

  @Test func everyOrder() throws {
    try check("ordered_nyx", "nyx", Float.self, Float.self) { 2 * $0 }
    try check("ordered_yxn", "yxn", Double.self, Double.self) { 2 * $0 }
    try check("ordered_nxy", "nxy", BFloat16.self, BFloat16.self) { -$0 }
    try check("ordered_xny", "xny", Float8E5M2.self, Float8E5M2.self) { -$0 }
    try check("ordered_mixed", "yxn", Float.self, BFloat16.self) {
      BFloat16(bitPattern: UInt16(Float($0).bitPattern >> 16)).double
    }
  }

  @Test func inPlace() throws {
    try check("ordered_xn", "xn", Float.self, Float.self) { 2 * $0 }
    try check("ordered_nx", "nx", Double.self, Double.self) { 2 * $0 }
    try check("ordered_xn16", "xn", Float16.self, Float16.self) { -$0 }
  }

  @Test func gradients() throws {
    for (symbol, letters) in [("ordered_xgdn", "xgdn"), ("ordered_ngxd", "ngxd")] {
      try check(symbol, letters, Float.self, Float.self, .backward) { $0 > 0 ? 1 : 0 }
    }
    try check("ordered_dgxn", "dgxn", Double.self, Double.self, .backward) { $0 > 0 ? 1 : 0 }
    // dy is dy: in the usual order it would be x.
    let kernel = try kernel("ordered_dgxn", "dgxn", .backward, Double.self, Double.self)
    var dx = [0.0, 0, 0]
    try [3.0, -1, 0.5].withUnsafeBufferPointer { dy in
      try [1.0, 2, -1].withUnsafeBufferPointer { x in
        try dx.withUnsafeMutableBufferPointer { try kernel.evaluate(dy: dy, x: x, into: $0) }
      }
    }
    #expect(dx == [3, -1, 0])
  }

  @Test func onlyPermutationsAreOrders() {
    let batch = ["xyn", "xny", "yxn", "ynx", "nxy", "nyx", "xn", "nx"]
    #expect(batch.allSatisfy { ArgumentOrder($0, for: .batch) != nil })
    for bad in ["", "x", "xy", "xyz", "xxn", "xynn", "XYN", "gxdn", "yn"] {
      #expect(ArgumentOrder(bad, for: .batch) == nil, "\(bad)")
    }
    #expect(ArgumentOrder("dgnx", for: .backward) != nil)
    for bad in ["xyn", "gxd", "gxxn", "xn"] { #expect(ArgumentOrder(bad, for: .backward) == nil) }
    #expect(ArgumentOrder("xyn", for: .scalar) == nil)
  }

  private func failure(_ symbol: String, _ letters: String?, _ form: LibraryForm = .batch) throws
    -> KernelFailure
  {
    let kernel = try kernel(symbol, letters, form, Float.self, Float.self)
    let x = (0..<1001).map { Float($0) + 0.5 }
    var y = x
    return try #require(
      #expect(throws: KernelFailure.self) {
        try x.withUnsafeBufferPointer { x in
          try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
        }
      })
  }

  /// What works in place is held to the same.
  @Test func badInPlace() throws {
    let outside = try failure("place_outside", "xn")
    #expect(outside.kind == .wroteOutsideOutput, "\(outside)")
    for (symbol, kind) in [("place_changes", "call"), ("place_tail", "position")] {
      var check = PositionCheck()
      (check.lengths, check.offsets) = ([1, 17], [])
      let kernel = try kernel(symbol, "xn", .batch, Float.self, Float.self)
      let report = try check.report(kernel, inputs: (0..<256).map { Float($0) })
      #expect(report.counts.keys.sorted() == [kind], "\(symbol): \(report.line)")
    }
  }

  /// The other order is asked for where a call in the usual one fails.
  @Test func otherOrdersAreAskedFor() throws {
    #expect(try failure("output_first", nil).detail.contains("Then say --args yxn"))
    let reversed = try failure("ordered_nyx", nil)
    #expect(reversed.detail.contains("--args"), "\(reversed)")
    let length = try failure("ordered_nxy", nil)
    #expect(length.detail.contains("--args"), "\(length)")
    let place = try failure("ordered_nx", nil)
    #expect(place.detail.contains("--args"), "\(place)")
  }

  /// A crash that no single input is to blame for, since each does it.
  @Test func anyInputDoesIt() throws {
    let found = [
      try failure("always", nil), try failure("always64", "xn"),
      try failure("always_gradient", nil, .backward),
    ]
    for found in found {
      #expect(found.detail.contains("any input does this: does it take its arguments in the order"))
      #expect(!found.detail.contains("alone"), "\(found)")
    }
    #expect(found[1].detail.contains("(x, n)?") && found[2].detail.contains("(dy, x, dx, n)?"))
  }

  @Test(arguments: [
    ("order_nyx", "it exports ordered_nyx"), ("Ordered_dgxn", "it exports ordered_dgxn"),
    ("ordered", "it exports ordered_"), ("nothing_like_these_at_all", "undefined symbol"),
  ]) func nearSymbolsAreNamed(_ symbol: String, _ text: String) throws {
    let found = try failure(symbol, nil)
    #expect(found.kind == .missingSymbol)
    guard text.hasPrefix("it exports") else {
      #expect(!found.detail.contains("exports"), "\(found)")
      return
    }
    // Without a program that lists symbols nothing is said.
    guard outputs("nm") else { return }
    #expect(found.detail.contains(text), "\(found)")
  }

  private func outputs(_ program: String) -> Bool {
    (try? Captured(program, ["--version"], takesErrors: false))?.isGood == true
  }
}
