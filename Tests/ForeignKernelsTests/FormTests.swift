import FloatingPointFormats
import Foundation
import Functions
import Testing

@testable import ForeignKernels

/// A kernel called in another form or format than it has: the line says which that looks like.
@Suite(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
struct FormTests {
  /// By compiler flags: registers are left differently.
  static let libraries = [["-O0"], ["-O2"]].reduce(into: [:]) {
    $0[$1] = Compiled.library("forms.c", $1)
  }

  private func failure<T: BinaryFormat>(
    _ symbol: String, _ type: T.Type, form: LibraryForm = .batch, flags: [String] = ["-O2"]
  ) throws -> KernelFailure? {
    let kernel = LibraryKernel<T>(
      try #require(Self.libraries[flags] ?? nil), symbol: symbol, form: form,
      target: Target(.gelu), launcher: .forTests,
      options: .init(timeout: 20, batch: 1 << 12, workers: 1)
    )
    let x = (0..<1000).map { T(nearest: Double($0) / 64 + 1) }
    var y = x
    do {
      try x.withUnsafeBufferPointer { x in
        try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
      }
      return nil
    } catch let failure as KernelFailure { return failure }
  }

  @Test(arguments: ["native_half", "native_square", "native_relu"], [["-O0"], ["-O2"]])
  func float16Registers(_ symbol: String, _ flags: [String]) throws {
    let found = try failure(symbol, Float16.self, form: .scalar, flags: flags)
    // A compiler that has no _Float16 leaves the symbol out.
    guard found?.kind != .missingSymbol else { return }
    #expect(found?.kind == .otherConvention, "\(String(describing: found))")
    #expect(found?.detail.contains("uint16_t f(uint16_t)") == true)
  }

  @Test(arguments: ["same", "rectified", "nothing", "cube"], [["-O0"], ["-O2"]])
  func integerRegistersAreRight(_ symbol: String, _ flags: [String]) throws {
    let half = try failure(symbol, Float16.self, form: .scalar, flags: flags)
    let brain = try failure(symbol, BFloat16.self, form: .scalar, flags: flags)
    #expect(half == nil && brain == nil, "\(String(describing: half ?? brain))")
  }

  @Test func otherForms() throws {
    let scalar = try failure("scalar", Float.self)
    #expect(scalar?.kind == .unwrittenOutput && scalar?.detail.contains("say --scalar") == true)
    let backward = try failure("backward", Float.self)
    #expect(backward?.detail.contains("--backward") == true, "\(String(describing: backward))")
    let batch = try failure("batch", Float.self, form: .backward)
    #expect(batch?.detail.contains("leave out --backward") == true, "\(String(describing: batch))")
    let reversed = try failure("output_first", Float.self)
    #expect(reversed?.detail.contains("(y, x, n)?") == true, "\(String(describing: reversed))")
  }

  @Test func otherFormats() throws {
    let narrow = try failure("batch16", Float.self)
    #expect(narrow?.detail.contains("half the width?") == true, "\(String(describing: narrow))")
    for wide in [try failure("batch64", Float.self), try failure("batch", BFloat16.self)] {
      #expect(wide?.detail.contains("a wider format?") == true, "\(String(describing: wide))")
    }
  }
}
