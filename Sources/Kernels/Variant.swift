import FloatingPointFormats

/// How a formula is evaluated: which arithmetic, and whether a·b + c is contracted.
public enum Variant: String, CaseIterable, Sendable {
  /// Formats below float32: in float32, one rounding at the end. float32, float64: every operation rounded
  /// to the format, no contraction.
  case usual = ""
  /// Every operation rounded to the format; in formats below float32 this differs from the usual.
  case native = "+native"
  /// In float64, one rounding at the end.
  case f64 = "+f64"
  /// As usual, with a·b + c and a·b − c contracted to one rounding.
  case fma = "+fma"
  /// As native, with the same contractions.
  case nativeFMA = "+native+fma"

  /// For approximations made for float32 arithmetic, which are used in no other.
  static let ofEngines: [Variant] = [.usual, .fma]
  /// For formulas that differ from another by a constant or a clamp: other variants do to them what
  /// they do to that one.
  static let ofSiblings: [Variant] = [.usual]

  /// Whether a·b + c is rounded once.
  package var isContracted: Bool { self == .fma || self == .nativeFMA }

  /// Whether the format has the variant besides the usual one.
  func applies(to format: FormatName) -> Bool {
    switch self {
    case .usual, .fma: true
    case .native, .nativeFMA: format.isComputedInFloat32
    case .f64: format != .float64
    }
  }

  func summary(in format: FormatName) -> String {
    let wide = format.isComputedInFloat32
    return switch self {
    case .usual: wide ? "float32 inside, one rounding" : "native, no contraction"
    case .native: "every operation rounded to the format"
    case .f64: "float64 inside, one rounding"
    case .nativeFMA: "every operation rounded to the format, a·b + c contracted"
    case .fma: (wide ? "float32 inside, one rounding" : "native") + ", a·b + c contracted"
    }
  }
}

extension FormatName {
  /// Whether the usual arithmetic is wider than the format itself.
  fileprivate var isComputedInFloat32: Bool { parameters.precision < Float.precision }
}

extension BatchKernel where Element: KernelFormat {
  /// A formula evaluated under a variant.
  @inline(__always)
  init<F: Formula>(_: F.Type, _ variant: Variant) {
    var description = F.about
    description.variant = variant
    description.arithmetic = variant.summary(in: Element.name)
    switch variant {
    case .usual: self.init(description, F.self, in: Element.Usual.self)
    case .native: self.init(description, F.self, in: Element.self)
    case .f64: self.init(description, F.self, in: Double.self)
    case .fma: self.init(description, F.self, in: Contracted<Element.Usual>.self)
    case .nativeFMA: self.init(description, F.self, in: Contracted<Element>.self)
    }
  }

  /// A formula evaluated in an arithmetic that holds every value of the format, then rounded once.
  @inline(__always)
  init<F: Formula, A: KernelArithmetic>(_ description: KernelDescription, _: F.Type, in _: A.Type) {
    self.init(description, scalar: { x in Element(nearest: F.value(A(nearest: x.double)).double) })
    formula = F.self
  }
}
