/// A type of integers that quantised kernels read and write: codes, which stand for real numbers by a
/// `Quantisation`.
public protocol IntegerFormat: StoredFormat, FixedWidthInteger {
  static var name: IntegerName { get }
}

extension IntegerFormat {
  public static var storedName: StoredName { .integer(name) }
  public static var filler: Self { 0 }
  static var codes: ClosedRange<Int> { Int(Self.min)...Int(Self.max) }
  static func code(_ bits: UInt64) -> Int { Int(Self(bits: bits)) }
  @inlinable public var isNaNValue: Bool { false }

  /// The nearest integer, ties to even, and the end of the range where there is none; NaN gives 0.
  public init(nearest x: Double) {
    let whole = x.rounded(.toNearestOrEven)
    self =
      x.isNaN
      ? 0 : whole >= Double(Self.max) ? .max : whole <= Double(Self.min) ? .min : Self(whole)
  }
}
