import FloatingPointFormats

/// How a library's test holds an array of outputs, the actual ones, to another, the desired ones, where nobody
/// says how close they must be.
///
/// Two numbers pass where they are equal, or where both are finite and
/// |actual − desired| ≤ atol + rtol·|desired|. The rule is evaluated in doubles. A library that computes in the
/// arrays' own format rounds what it allows to that format, which matters only beside the bound.
public struct Tolerance: Sendable, Equatable {
  /// What becomes of a NaN.
  public enum NaNRule: String, Sendable, Encodable {
    /// A NaN never passes.
    case unequal
    /// Two NaNs are equal.
    case equal
    /// Where a NaN is desired, any output passes: the actual one is not looked at.
    case ignored
  }

  /// What is called, as `torch.testing.assert_close`.
  public let name: String
  public let format: FormatName
  public let rtol, atol: Double
  public let nan: NaNRule
  /// Where the numbers stand.
  public let source: String

  /// - Returns: a ratio of at most 1 where two finite numbers pass; infinite where nothing is allowed and they
  ///   differ.
  func ratio(actual: Double, desired: Double) -> Double {
    guard actual != desired else { return 0 }
    return (actual - desired).magnitude / (atol + rtol * desired.magnitude)
  }

  func passes(actual: Double, desired: Double) -> Bool {
    guard !desired.isNaN else { return nan == .ignored || nan == .equal && actual.isNaN }
    if actual == desired { return true }
    return actual.isFinite && desired.isFinite
      && (actual - desired).magnitude <= atol + rtol * desired.magnitude
  }
}

extension Tolerance {
  /// Those of a format; none where a library has no default for it.
  public static func defaults(for format: FormatName) -> [Tolerance] {
    // Saturation is a matter of rounding: in a file both are one format.
    let plain = FormatName(rawValue: format.rawValue.replacing("_sat", with: "")) ?? format
    return all.filter { $0.format == plain }
  }
}
