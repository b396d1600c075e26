import FloatingPointFormats

/// Kernels with one known defect each, made from a sound one: what every tester must catch. They
/// are not in the catalogue.
///
/// A range of inputs is a range of ordinals, places on the format's ordered line.
package enum Mutants {
  /// Outputs moved by `steps` places wherever the input's ordinal lies in `ordinals`.
  package static func displaced<K: Kernel>(
    _ kernel: K, steps: Int = 1, at ordinals: ClosedRange<Int>
  ) -> BatchKernel<K.Element> {
    mutant(of: kernel, "moved by \(steps) steps at ordinals \(ordinals)", at: ordinals) { _, y in
      y.isFiniteValue ? K.Element(ordinal: y.ordinal + steps) : y
    }
  }

  /// Zero for every input below `threshold`.
  package static func flushedTail<K: Kernel>(
    _ kernel: K, below threshold: Double
  ) -> BatchKernel<K.Element> {
    mutant(of: kernel, "flushed to -0 below \(threshold)") { x, y in
      x.double < threshold ? K.Element(bitPattern: K.Element.signBit) : y
    }
  }

  package static func nan<K: Kernel>(
    _ kernel: K, at ordinals: ClosedRange<Int>
  ) -> BatchKernel<K.Element> {
    mutant(of: kernel, "NaN at ordinals \(ordinals)", at: ordinals) { _, _ in K.Element.quietNaN }
  }

  package static func infinite<K: Kernel>(
    _ kernel: K, at ordinals: ClosedRange<Int>
  ) -> BatchKernel<K.Element> {
    mutant(of: kernel, "infinite at ordinals \(ordinals)", at: ordinals) { _, _ in
      K.Element.overflowed(negative: false, .nearestEven)
    }
  }

  /// A number where the input is NaN.
  package static func numberForNaN<K: Kernel>(_ kernel: K) -> BatchKernel<K.Element> {
    mutant(of: kernel, "+0 for NaN") { x, y in
      x.isNaNValue ? K.Element(bitPattern: 0) : y
    }
  }

  /// +0 wherever the output is a zero of either sign.
  package static func lostZeroSign<K: Kernel>(_ kernel: K) -> BatchKernel<K.Element> {
    mutant(of: kernel, "+0 for -0") { _, y in y.isZeroValue ? K.Element(bitPattern: 0) : y }
  }

  /// Subnormal outputs replaced by zeros of their sign.
  package static func flushedSubnormals<K: Kernel>(_ kernel: K) -> BatchKernel<K.Element> {
    mutant(of: kernel, "subnormal outputs flushed") { _, y in
      y.isSubnormalValue ? K.Element(bitPattern: y.bitPattern & K.Element.signBit) : y
    }
  }

  /// The sign turned wherever the input lies in `inputs`: with −4 ... −3.4 the gradient's defect of
  /// tenstorrent/tt-metal#35971.
  package static func wrongSign<K: Kernel>(
    _ kernel: K, inputs: ClosedRange<Double> = -4 ... -3.4
  ) -> BatchKernel<K.Element> {
    mutant(of: kernel, "sign turned in \(inputs)") { x, y in
      inputs.contains(x.double) && !y.isNaNValue ? y.negated : y
    }
  }

  /// |y| the next above |x| for inputs of at least `threshold` that are their own output.
  package static func exceedingInput<K: Kernel>(
    _ kernel: K, from threshold: Double
  ) -> BatchKernel<K.Element> {
    mutant(of: kernel, "|y| > |x| from \(threshold)") { x, y in
      x.double >= threshold && x == y && x.next.isFiniteValue ? x.next : y
    }
  }
}
