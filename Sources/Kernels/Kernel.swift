import FloatingPointFormats

/// Something that computes an activation function on a batch of values of one format.
///
/// `evaluate` is called from several threads at once, on disjoint batches. It writes one output for
/// each input and depends on nothing but the input at the same place.
public protocol Kernel<Element>: Sendable {
  associatedtype Element: BinaryFormat

  var description: KernelDescription { get }

  /// - Precondition: both buffers have the same count.
  /// - Throws: only where the kernel runs elsewhere (a child process, a worker); one line to print.
  func evaluate(
    _ inputs: UnsafeBufferPointer<Element>, into outputs: UnsafeMutableBufferPointer<Element>
  ) throws
}

/// What `list` and the reports say about a kernel.
public struct KernelDescription: Sendable, Hashable, Codable {
  /// The id, with its evaluation policy: `erf`, `erf+native`, `tanh-backward`.
  public var name: String
  /// The name of the function it computes, or approximates by its own formula: its *own* function.
  public var function: String
  /// That function's constants where they are not the usual ones, as decimals: `scale`, `cubic`.
  public var parameters: [String: String]
  /// 0 for a value, 1 for a gradient.
  public var derivative: Int
  /// The formula as it is evaluated, in order, with its constants.
  public var formula: String
  /// The arithmetic it is evaluated in, and where it is rounded: `float32 inside, one rounding`.
  public var policy: String
  /// Where the formula is in use, with its source.
  public var usedBy: String
  /// True where the results depend on the platform's libm.
  public var usesLibm: Bool
  /// Known defects, one a line; empty if none is known.
  public var defects: [String]

  public init(
    name: String, function: String, parameters: [String: String] = [:], derivative: Int = 0,
    formula: String, policy: String = "", usedBy: String, usesLibm: Bool = true,
    defects: [String] = []
  ) {
    self.name = name
    self.function = function
    self.parameters = parameters
    self.derivative = derivative
    self.formula = formula
    self.policy = policy
    self.usedBy = usedBy
    self.usesLibm = usesLibm
    self.defects = defects
  }
}
