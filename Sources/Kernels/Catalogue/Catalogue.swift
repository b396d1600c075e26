import FloatingPointFormats

/// The built-in kernels: formulas in use, evaluated on the platform's libm under a variant each.
///
/// A name is a formula's id and a variant's suffix: `erf`, `erf+native`, `tanh-backward+f64`. Names
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
    func all<T: BinaryFormat>(_: T.Type) -> [KernelDescription] {
      entries(for: T.self).map(\.description)
    }
    return all(format.type)
  }

  /// The formula that a kernel evaluates; nil for one that is no single formula, or not there.
  package static func formula(named name: String, in format: FormatName) -> (any Formula.Type)? {
    func found<T: BinaryFormat>(_: T.Type) -> (any Formula.Type)? {
      entries(for: T.self).first { $0.description.name == name }?.formula
    }
    return found(format.type)
  }

  public static func names(for format: FormatName) -> [String] {
    descriptions(for: format).map(\.name)
  }

  private static func entries<T: BinaryFormat>(for _: T.Type) -> [BatchKernel<T>] {
    func all<C: CataloguedFormat>(_: C.Type) -> [BatchKernel<T>] {
      C.kernels as? [BatchKernel<T>] ?? []
    }
    return (T.self as? any CataloguedFormat.Type).map { all($0) } ?? []
  }
}

/// A format that the catalogue has kernels for.
protocol CataloguedFormat: BinaryFormat {
  static var kernels: [BatchKernel<Self>] { get }
}

// Concrete formats here: from these lines every loop is compiled for its format.
extension Float16: CataloguedFormat {
  static let kernels: [BatchKernel<Float16>] = Catalogue.all() + FastKernels.all()
}
extension BFloat16: CataloguedFormat {
  static let kernels: [BatchKernel<BFloat16>] = Catalogue.all() + FastKernels.all()
}
extension Float: CataloguedFormat {
  static let kernels: [BatchKernel<Float>] =
    Catalogue.all() + [HalfTable.kernel] + FastKernels.all()
}
extension Double: CataloguedFormat {
  static let kernels: [BatchKernel<Double>] = Catalogue.all() + [FastGELU64.kernel]
}
