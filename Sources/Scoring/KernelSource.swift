/// Where a kernel from elsewhere is found: one of a C library's function, a command, and files.
///
/// Paths are taken from the folder of the file that this stands in, a command is run there.
public struct KernelSource: Codable, Sendable, Equatable {
  /// A shared library, the function in it, and its form: `batch`, `scalar` or `backward`.
  public var library: String?
  public var symbol: String?
  public var form: String?
  /// Bytes that every pointer given to the function is aligned to, a power of two up to 4096.
  public var alignment: Int?
  /// A command, run by sh.
  public var command: String?
  /// Inputs that `emit-inputs` wrote, and the outputs, with the tensor's name in a file of several.
  public var inputs: String?
  public var outputs: String?
  public var tensor: String?

  public init(
    library: String? = nil, symbol: String? = nil, form: String? = nil, command: String? = nil,
    inputs: String? = nil, outputs: String? = nil, tensor: String? = nil
  ) {
    (self.library, self.symbol, self.form, self.command) = (library, symbol, form, command)
    (self.inputs, self.outputs, self.tensor) = (inputs, outputs, tensor)
  }
}
