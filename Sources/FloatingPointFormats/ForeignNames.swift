/// What other programs call a format in files.
public struct ForeignNames: Sendable, Hashable {
  /// The type descriptions of `.npy` files, in numpy's spelling; the first is the one that is written.
  public let numpy: [String]
  /// The `dtype` of safetensors files.
  public let safetensors: String

  public init(numpy: [String], safetensors: String) {
    (self.numpy, self.safetensors) = (numpy, safetensors)
  }
}

/// What C has for a format's values: a type of its own, or the encoding as an unsigned integer.
public enum CType: Sendable, Hashable {
  case int8, uint8, int16, uint16, float, double
}
