import FloatingPointFormats

/// The built-in kernels: formulas in use, evaluated on the platform's libm under a policy each.
///
/// A name is a formula's id and a policy's suffix: `erf`, `erf+native`, `tanh-backward+f64`. Names
/// are unique within a format.
public enum Catalogue {
  /// Every kernel of a format, in the order of the catalogue; none for a format of another's making.
  public static func kernels<T: BinaryFormat>(for _: T.Type = T.self) -> [any Kernel<T>] {
    entries(for: T.self)
  }

  /// - Throws: `UnknownKernel` if the format has no kernel of that name.
  public static func kernel<T: BinaryFormat>(
    named name: String, for _: T.Type = T.self
  ) throws -> any Kernel<T> {
    let all = entries(for: T.self)
    guard let kernel = all.first(where: { $0.description.name == name }) else {
      throw UnknownKernel(
        name: name, format: T.name, known: all.map(\.description.name))
    }
    return kernel
  }

  /// What each kernel of a format is, in the order of the catalogue.
  public static func descriptions(for format: FormatName) -> [KernelDescription] {
    switch format {
    case .float16: float16.map(\.description)
    case .bfloat16: bfloat16.map(\.description)
    case .float32: float32.map(\.description)
    case .float64: float64.map(\.description)
    }
  }

  /// The formula that a kernel evaluates; nil for one that is no single formula, or not there.
  public static func formula(named name: String, in format: FormatName) -> (any Formula.Type)? {
    switch format {
    case .float16: float16.first { $0.description.name == name }?.formula
    case .bfloat16: bfloat16.first { $0.description.name == name }?.formula
    case .float32: float32.first { $0.description.name == name }?.formula
    case .float64: float64.first { $0.description.name == name }?.formula
    }
  }

  public static func names(for format: FormatName) -> [String] {
    descriptions(for: format).map(\.name)
  }

  private static func entries<T: BinaryFormat>(for _: T.Type) -> [BatchKernel<T>] {
    let all: Any =
      switch T.name {
      case .float16: float16
      case .bfloat16: bfloat16
      case .float32: float32
      case .float64: float64
      }
    return all as? [BatchKernel<T>] ?? []
  }

  // Concrete formats here: from these four lines every loop is compiled for its format.
  private static let float16: [BatchKernel<Float16>] = all() + FastKernels.all()
  private static let bfloat16: [BatchKernel<BFloat16>] = all() + FastKernels.all()
  private static let float32: [BatchKernel<Float>] =
    all() + [HalfTable.kernel] + FastKernels.all()
  private static let float64: [BatchKernel<Double>] = all() + [FastGELU64.kernel]
}
