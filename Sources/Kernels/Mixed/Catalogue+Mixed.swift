import FloatingPointFormats

extension Catalogue {
  /// What a name has at its end for the kernel that first rounds its inputs to the outputs' format, as
  /// one does that reads what another has stored.
  package static let storedSuffix = "+stored"

  /// A built-in kernel from one format to another, or within one.
  ///
  /// Within one format it is `kernel(named:for:)`. Between two:
  ///
  /// | name | what it does |
  /// |---|---|
  /// | `erf` | The float32 kernel (float64's for float64 inputs), its results rounded once to the outputs' format: a fused epilogue. |
  /// | `erf+stored` | The inputs are rounded to the outputs' format first, and the kernel of that format is called: an unfused one. |
  ///
  /// - Throws: `UnknownKernel`.
  public static func kernel<X: BinaryFormat, Y: BinaryFormat>(
    named name: String, from _: X.Type, to _: Y.Type
  ) throws -> any MixedKernel<X, Y> {
    if let same = try kernel(named: name, for: X.self, as: Y.self) { return same }
    if name.hasSuffix(storedSuffix) {
      let inner = try kernel(named: String(name.dropLast(storedSuffix.count)), for: Y.self)
      return Converted<X, Y, Y>(
        inner, suffix: storedSuffix,
        arithmetic: "inputs rounded to \(Y.name.rawValue), then its kernel")
    }
    let once = "one rounding to \(Y.name.rawValue)"
    guard X.name == .float64 else {
      let inner = try kernel(named: name, for: Float.self)
      return Converted<X, Y, Float>(inner, arithmetic: "float32 inside, \(once)")
    }
    return Converted<X, Y, Double>(
      try kernel(named: name, for: Double.self), arithmetic: "float64 inside, \(once)")
  }

  /// That of the first format where the second is the same; else nil.
  private static func kernel<X: BinaryFormat, Y: BinaryFormat>(
    named name: String, for _: X.Type, as _: Y.Type
  ) throws -> (any MixedKernel<X, Y>)? {
    guard X.self == Y.self else { return nil }
    let kernel: any Kernel<X> = try kernel(named: name, for: X.self)
    return kernel as? any MixedKernel<X, Y>
  }
}
