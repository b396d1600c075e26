/// The formats that a kernel reads and writes.
///
/// ULP, rounding and flushing are those of the output's format; ordinals, regions and "all inputs" those
/// of the input's.
public struct Signature: Hashable, Sendable {
  public var input: FormatName
  public var output: FormatName

  public init(input: FormatName, output: FormatName) {
    self.input = input
    self.output = output
  }

  /// The same format at both ends.
  public init(_ format: FormatName) { self.init(input: format, output: format) }

  public var isUniform: Bool { input == output }
}

extension Signature: CustomStringConvertible {
  /// `float32`, or `float32 to bfloat16`.
  public var description: String {
    isUniform ? output.rawValue : "\(input.rawValue) to \(output.rawValue)"
  }
}
