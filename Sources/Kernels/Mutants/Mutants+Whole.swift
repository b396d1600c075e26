import FloatingPointFormats

// Defects of a whole kernel: the wrong inputs, the wrong function, the wrong conversion.
extension Mutants {
  /// The output of the input `steps` places away, in `ordinals`: a kernel that rises or falls there
  /// jumps where the range begins and jumps back where it ends, so it is not monotone.
  package static func shifted<K: Kernel>(
    _ kernel: K, steps: Int, at ordinals: ClosedRange<Int>
  ) -> BatchKernel<K.Element> {
    BatchKernel(renamed(kernel, "inputs moved by \(steps) steps at ordinals \(ordinals)")) {
      inputs, outputs in
      let moved = inputs.map { x in
        !x.isNaNValue && ordinals.contains(x.ordinal) ? K.Element(ordinal: x.ordinal + steps) : x
      }
      try moved.withUnsafeBufferPointer { try kernel.evaluate($0, into: outputs) }
    }
  }

  /// A kernel under another's description: `tanh` labelled `erf` is the variant mix-up of
  /// apple/coremltools#2863.
  package static func swapped<K: Kernel>(
    _ kernel: K, labelled label: KernelDescription
  ) -> BatchKernel<K.Element> {
    var description = label
    description.defects = ["mutant: computes \(kernel.description.name)"]
    return BatchKernel(description) { try kernel.evaluate($0, into: $1) }
  }

  /// The erfc kernel in float32 with its result cut off to bfloat16, not rounded.
  package static var truncatingErfc: BatchKernel<BFloat16> {
    var description = Erfc.about
    description.suffix += "+truncated"
    description.arithmetic = "float32 inside, truncated at the end"
    description.defects = ["mutant: bfloat16 by truncation"]
    return BatchKernel(description, scalar: { BFloat16(truncating: Erfc.value($0.float)) })
  }

  /// A kernel's outputs passed through `change`, where the input's ordinal lies in `ordinals`; of a
  /// NaN only where there is no such range.
  static func mutant<K: Kernel>(
    of kernel: K, _ defect: String, at ordinals: ClosedRange<Int>? = nil,
    _ change: @escaping @Sendable (_ x: K.Element, _ y: K.Element) -> K.Element
  ) -> BatchKernel<K.Element> {
    BatchKernel(renamed(kernel, defect)) { inputs, outputs in
      try kernel.evaluate(inputs, into: outputs)
      for i in 0..<inputs.count {
        if let ordinals {
          guard !inputs[i].isNaNValue, ordinals.contains(inputs[i].ordinal) else { continue }
        }
        outputs[i] = change(inputs[i], outputs[i])
      }
    }
  }

  private static func renamed<K: Kernel>(_ kernel: K, _ defect: String) -> KernelDescription {
    var description = kernel.description
    description.suffix += "+mutant"
    description.defects = ["mutant: " + defect]
    return description
  }
}
