import Scoring

/// Where a kernel from elsewhere is found: one of a C library's function, a command, and files.
///
/// Paths are taken from the folder of the file that this stands in, a command is run there.
public struct KernelSource: Codable, Sendable, Equatable {
  /// A shared library, the function in it, and its form: `batch`, `scalar` or `backward`.
  public var library: String?
  public var symbol: String?
  public var form: String?
  /// The order of the function's arguments, a letter each, where it is not the form's: `nyx`, or `xn` in
  /// place; and the type of its n, `size_t` or `int`.
  public var args: String?
  public var lengthType: String?
  /// Bytes that every pointer given to the function is aligned to, a power of two up to 4096.
  public var alignment: Int?
  /// A command, run by sh.
  public var command: String?
  /// Which of the kernels that the command lists in its handshake; nil where it lists one or none.
  public var kernel: String?
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

  /// What keeps it from naming one kernel; nil where it names one.
  package var problem: String? {
    let ways = [library, command, inputs].count { $0 != nil }
    guard ways == 1, (library == nil) == (symbol == nil), (inputs == nil) == (outputs == nil) else {
      return
        "a kernel's source is a 'library' and a 'symbol', a 'command', or 'inputs' and 'outputs'"
    }
    if form != nil, library == nil { return "'form' is that of a library's function" }
    if args != nil || lengthType != nil, library == nil {
      return "'args' and 'length_type' are those of a library's function"
    }
    if let alignment, library == nil || alignment < 1 || alignment & (alignment - 1) != 0 {
      return "'alignment' is a power of two, for a library's function"
    }
    if kernel != nil, command == nil { return "'kernel' is one of those that a command lists" }
    if tensor != nil, outputs == nil { return "'tensor' names one of a file of outputs" }
    return nil
  }
}
