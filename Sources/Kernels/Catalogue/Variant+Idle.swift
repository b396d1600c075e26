import FloatingPointFormats

extension Variant {
  /// Whether a formula gives the same bits as under an earlier variant in this format, so that it is no kernel
  /// of its own. A list says which: `gelu-accuracy variants` measures it.
  func isIdle(for formula: String, in format: FormatName) -> Bool {
    Variant.idle[format]?[self]?.contains(formula) ?? false
  }

  static func names(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// The formulas that are idle under each variant of a format, in the catalogue's order: measured on all
  /// inputs of 16 bits, and on 10,000 of the others.
  package static func measuredIdle(in format: FormatName) throws -> [(Variant, [String])] {
    func measured<T: KernelFormat>(_: T.Type) throws -> [(Variant, [String])] {
      let inputs = T.idleInputs
      var found: [Variant: [String]] = [:]
      for formula in Catalogue.formulas(of: T.self) {
        for variant in try formula.idleVariants(inputs) {
          found[variant, default: []].append(formula.about.name)
        }
      }
      return Variant.allCases.compactMap { variant in found[variant].map { (variant, $0) } }
    }
    guard let type = format.type as? any KernelFormat.Type else { return [] }
    return try measured(type)
  }
}

extension Catalogue {
  /// Every formula of a format, once.
  package static func formulas<T: BinaryFormat>(of _: T.Type) -> [any Formula.Type] {
    var names: Set<String> = []
    return kernels(for: T.self).compactMap { kernel in
      guard let formula = (kernel as? BatchKernel<T>)?.formula,
        names.insert(formula.about.name).inserted
      else { return nil }
      return formula
    }
  }
}

extension KernelFormat {
  /// What variants are told apart on.
  package static var idleInputs: [Self] {
    name.keepsAllTruths
      ? (0..<1 << width).map { Self(bits: UInt64($0)) }
      : (0..<10_000).map { Self(nearest: (Double($0) - 7000) / 437.1) }
  }
}

extension Formula {
  /// The variants under which the outputs are those of an earlier one, all NaNs being one.
  package static func idleVariants<T: KernelFormat>(_ inputs: [T]) throws -> [Variant] {
    let some = stride(from: 0, to: inputs.count, by: 37).map { inputs[$0] }
    var earlier: [(few: [T.Bits], kernel: BatchKernel<T>)] = []
    var idle: [Variant] = []
    for variant in variants where variant.applies(to: T.name) {
      let kernel = BatchKernel<T>(Self.self, variant)
      let few = try kernel.distinctBits(some)
      // Most differ soon; only those that do not are run on everything.
      let isIdle = try earlier.contains {
        try $0.few == few && $0.kernel.distinctBits(inputs) == kernel.distinctBits(inputs)
      }
      if isIdle { idle.append(variant) }
      earlier.append((few, kernel))
    }
    return idle
  }
}

extension BatchKernel {
  /// The outputs' bits, one NaN for all.
  fileprivate func distinctBits(_ inputs: [Element]) throws -> [Element.Bits] {
    let outputs = try inputs.withUnsafeBufferPointer { x in
      try [Element](unsafeUninitializedCapacity: x.count) { y, count in
        try evaluate(x, into: UnsafeMutableBufferPointer(rebasing: y[..<x.count]))
        count = x.count
      }
    }
    return outputs.map { $0.isNaNValue ? Element.quietNaN.bitPattern : $0.bitPattern }
  }
}
