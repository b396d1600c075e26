import FloatingPointFormats
import Foundation
import TestSupport
import Testing

@testable import Kernels

/// `Kernels/gelu_fast.h` gives the bits of the `fast` kernels.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/cc")))
struct FastHeaderTests {
  private static let functions = [
    ("gelu_fast", "fast"), ("gelu_fast_gradient", "fast-backward"),
    ("gelu_tanh_fast", "fast-tanh"), ("gelu_tanh_fast_gradient", "fast-tanh-backward"),
    ("gelu_sigmoid_fast", "fast-sigmoid"), ("gelu_sigmoid_fast_gradient", "fast-sigmoid-backward"),
    ("silu_fast", "fast-silu"), ("silu_fast_gradient", "fast-silu-backward"),
  ]
  private static let header = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Kernels/gelu_fast.h").standardizedFileURL

  private typealias Batch =
    @convention(c) (
      UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int
    ) -> Void

  @Test func bitsAreTheSame() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "header-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let loops = Self.functions.map { name, _ in
      """
      void k_\(name)(const double *x, double *y, size_t n) {
        for (size_t i = 0; i < n; i++) y[i] = \(name)(x[i]);
      }
      """
    }
    let source = folder.appending(path: "k.c")
    try Data(
      ("#include <stddef.h>\n#include \"\(Self.header.path)\"\n" + loops.joined(separator: "\n"))
        .utf8
    ).write(to: source)
    let library = folder.appending(path: "k.so").path
    let compiler = try Process.run(
      URL(fileURLWithPath: "/usr/bin/cc"),
      arguments: [
        "-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-shared", "-fPIC",
        "-o", library, source.path,
      ])
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
    let handle = try #require(dlopen(library, RTLD_NOW))
    defer { dlclose(handle) }
    for (name, kernel) in Self.functions {
      let symbol = try #require(dlsym(handle, "k_\(name)"))
      let batch = unsafeBitCast(symbol, to: Batch.self)
      #expect(try differences(batch, kernel, everyValue(of: Float16.self)) == 0, "\(name)")
      #expect(try differences(batch, kernel, everyValue(of: BFloat16.self)) == 0, "\(name)")
      var random = SplitMix64(seed: 32)
      let floats = (0..<1 << 16).map { i in
        Float(bitPattern: UInt32(i) << 16 | UInt32.random(in: 0...0xffff, using: &random))
      }
      #expect(try differences(batch, kernel, floats) == 0, "\(name)")
    }
  }

  private func differences<T: BinaryFormat>(
    _ batch: Batch, _ kernel: String, _ x: [T]
  ) throws -> Int {
    let kernel = try Catalogue.kernel(named: kernel, for: T.self)
    var (right, ours) = (x, [Double](repeating: 0, count: x.count))
    try x.withUnsafeBufferPointer { x in
      try right.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    batch(x.map(\.double), &ours, x.count)
    return zip(ours, right).count { y, right in
      let y = T(nearest: y)
      return right.isNaNValue ? !y.isNaNValue : y.bits != right.bits
    }
  }
}
