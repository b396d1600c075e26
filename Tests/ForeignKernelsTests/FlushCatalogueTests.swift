import FloatingPointFormats
import Kernels
import Testing

@testable import ForeignKernels

/// No built-in kernel flushes, whatever its tail does: overflow, cancel, end in a table.
@Suite struct FlushCatalogueTests {
  /// Ends just where its next result would be subnormal, and a gradient has nothing near zero.
  static let looksFlushed = ["tt-odd8-backward"]

  private func check<T: BinaryFormat>(_: T.Type) throws {
    for name in Catalogue.names(for: T.name) where !name.contains("+") {
      let model = try FlushProbe(Catalogue.kernel(named: name, for: T.self)).model
      // In 16 bits a tail may end there by chance, while results near zero are kept.
      let allowed = T.name == .bfloat16 ? ["none", "undecided"] : ["none"]
      #expect(
        allowed.contains(model) || Self.looksFlushed.contains(name), "\(T.name) \(name): \(model)")
    }
  }

  @Test func none() throws {
    try check(BFloat16.self)
    try check(Float.self)
  }
}
