import FloatingPointFormats
import Functions

/// Something that computes an activation function on a batch of values, whatever these stand for.
///
/// `evaluate` is called from several threads at once, on disjoint batches. It writes one output for
/// each input and depends on nothing but the input at the same place.
public protocol StoredKernel<Input, Output>: Sendable {
  associatedtype Input: StoredFormat
  associatedtype Output: StoredFormat

  var description: KernelDescription { get }

  /// - Precondition: both buffers have the same count.
  /// - Throws: only where the kernel runs elsewhere (a child process, a worker); one line to print.
  func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws
}

/// A kernel whose inputs and outputs are floating-point numbers, of one format or of two.
public protocol MixedKernel<Input, Output>: StoredKernel
where Input: BinaryFormat, Output: BinaryFormat {}

/// A kernel that reads and writes one format.
public protocol Kernel<Element>: MixedKernel where Input == Element, Output == Element {
  associatedtype Element: BinaryFormat
}

/// What `list` and the reports say about a kernel.
public struct KernelDescription: Sendable, Hashable {
  /// The id, with its variant's suffix: `erf`, `erf+native`, `tanh-backward`.
  public var name: String { id + variant.rawValue + suffix }
  /// The formula's name, which its variants have in common.
  public var id: String
  /// How the formula is evaluated.
  public var variant: Variant = .usual
  /// What was done to the kernel, as `+stored`.
  public var suffix = ""
  /// What it computes, or approximates by its own formula: its *own* function, a value or a gradient.
  public var target: Target
  /// The formula's constants where they are not the function's, as decimals: `scale`, `cubic`.
  public var parameters: [String: String]
  /// The formula as it is evaluated, in order, with its constants.
  public var formula: String
  /// The arithmetic it is evaluated in, and where it is rounded: `float32 inside, one rounding`.
  public var arithmetic: String
  /// Where the formula is in use, with its source.
  public var usedBy: String
  /// True where the results depend on the platform's libm.
  public var usesLibm: Bool
  /// Known defects, one a line; empty if none is known.
  public var defects: [String]
  /// The file that describes it, from the top of the project: `Sources/Kernels/Formulas/Erf.swift`; empty for one that
  /// is not this project's.
  public var source: String

  public init(
    name: String, function: Function, parameters: [String: String] = [:], derivative: Int = 0,
    formula: String, arithmetic: String = "", usedBy: String, usesLibm: Bool = true,
    defects: [String] = [], file: String = #filePath
  ) {
    self.init(
      name: name, Target(function, derivative: derivative), parameters: parameters,
      formula: formula, arithmetic: arithmetic, usedBy: usedBy, usesLibm: usesLibm,
      defects: defects, file: file)
  }

  public init(
    name: String, _ target: Target, parameters: [String: String] = [:], formula: String = "",
    arithmetic: String = "", usedBy: String = "", usesLibm: Bool = true, defects: [String] = [],
    file: String = #filePath
  ) {
    id = name
    self.target = target
    self.parameters = parameters
    self.formula = formula
    self.arithmetic = arithmetic
    self.usedBy = usedBy
    self.usesLibm = usesLibm
    self.defects = defects
    source =
      file.firstRange(of: "/Sources/Kernels/").map { String(file[$0.lowerBound...].dropFirst()) }
      ?? ""
  }
}

/// Flat, as `list --json` shows it.
extension KernelDescription: Encodable {
  private enum Key: String, CodingKey {
    case name, function, parameters, derivative, formula, policy, usedBy, usesLibm, defects
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(name, forKey: .name)
    try keys.encode(target.function.name, forKey: .function)
    try keys.encode(parameters, forKey: .parameters)
    try keys.encode(target.derivative, forKey: .derivative)
    try keys.encode(formula, forKey: .formula)
    try keys.encode(arithmetic, forKey: .policy)
    try keys.encode(usedBy, forKey: .usedBy)
    try keys.encode(usesLibm, forKey: .usesLibm)
    try keys.encode(defects, forKey: .defects)
  }
}
