import FloatingPointFormats

/// No formula is evaluated in 8 bits: those of float32 are evaluated there and rounded once.
extension Catalogue {
  static func rounded<T: BinaryFormat>() -> [BatchKernel<T>] {
    Float.kernels.compactMap { single in
      // Under their usual variant only, which is the one that formats below float32 have too.
      guard let formula = single.formula, formula.about.name == single.description.name else {
        return nil
      }
      return BatchKernel(roundingOnce: single, formula)
    }
  }
}

extension BatchKernel where Element: BinaryFormat {
  fileprivate init(roundingOnce single: BatchKernel<Float>, _ formula: any Formula.Type) {
    var description = single.description
    description.arithmetic = Variant.usual.summary(in: Element.name)
    let converted = Converted<Element, Element, Float>(single, arithmetic: description.arithmetic)
    self.init(description) { try converted.evaluate($0, into: $1) }
    self.formula = formula
  }
}

extension Float8E4M3FN: CataloguedFormat {
  static let kernels: [BatchKernel<Float8E4M3FN>] = Catalogue.rounded()
}
extension Float8E5M2: CataloguedFormat {
  static let kernels: [BatchKernel<Float8E5M2>] = Catalogue.rounded()
}
extension Saturating: CataloguedFormat {
  static var kernels: [BatchKernel<Saturating<Base>>] { Catalogue.rounded() }
}
