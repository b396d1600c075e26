import FloatingPointFormats
import Kernels

/// A backward kernel that is given the upstream gradient: dx = dy · f′(x).
public protocol GradientKernel<Element>: Sendable {
  associatedtype Element: BinaryFormat

  var description: KernelDescription { get }

  /// - Precondition: all buffers have the same count.
  /// - Throws: as `Kernel.evaluate`.
  func evaluate(
    dy: UnsafeBufferPointer<Element>, x: UnsafeBufferPointer<Element>,
    into dx: UnsafeMutableBufferPointer<Element>
  ) throws
}

/// A backward kernel at one dy: a kernel of x, whose truth is dy · f′(x).
package struct FixedGradient<Base: GradientKernel>: Kernel {
  package let base: Base
  package let dy: Base.Element

  package init(_ base: Base, dy: Base.Element) {
    self.base = base
    self.dy = dy
  }

  package var description: KernelDescription { base.description }

  package func evaluate(
    _ inputs: UnsafeBufferPointer<Base.Element>,
    into outputs: UnsafeMutableBufferPointer<Base.Element>
  ) throws {
    try withUnsafeTemporaryAllocation(of: Base.Element.self, capacity: inputs.count) { gradient in
      gradient.initialize(repeating: dy)
      try base.evaluate(dy: UnsafeBufferPointer(gradient), x: inputs, into: outputs)
    }
  }
}

/// The upstream gradients that a backward kernel is run with, each with every x.
package struct GradientSet<T: BinaryFormat>: Sendable {
  package let values: [T]

  /// - Precondition: not empty.
  package init(_ values: [T]) {
    precondition(!values.isEmpty, "a set of gradients must not be empty")
    self.values = values
  }

  /// dy = 1 alone: the derivative itself.
  package static var one: GradientSet { GradientSet([T(nearest: 1)]) }

  /// Where products go wrong: both signs; a power of two, which must not change a correct result's
  /// digits, and odd significands, which must; the ends of the normal and subnormal ranges; zeros,
  /// infinities where there are any, NaN; and `random` finite encodings by a seed, none twice.
  package static func usual(random: Int = 16, seed: UInt64 = 1) -> GradientSet {
    let eps = Double(sign: .plus, exponent: 1 - T.precision, significand: 1)
    var values: [T] = [1, -1, 2, -0.5, 3, -1 / 3.0, 1 + eps, 2 - eps, 1e-3, 100]
      .map { T(nearest: $0) }
    values += [
      T.smallestNormal, T.smallestSubnormal, T.largestFinite, T.largestFinite.negated,
      T(bitPattern: 0), T(bitPattern: T.signBit),
    ]
    if let infinity = T.infinityIfAny { values += [infinity, infinity.negated] }
    values.append(T.quietNaN)
    var generator = SplitMix64(seed: seed)
    let wanted = values.count + min(random, 1 << (T.name.width - 2))
    while values.count < wanted {
      let value = T(bitPattern: T.Bits(truncatingIfNeeded: generator.next()))
      if value.isFiniteValue, !values.contains(where: { $0.bitPattern == value.bitPattern }) {
        values.append(value)
      }
    }
    return GradientSet(values)
  }

  /// Runs all pairs: `body` gets each dy with a kernel of x alone.
  package func forEach<K: GradientKernel>(
    _ kernel: K, _ body: (_ dy: T, _ kernel: FixedGradient<K>) throws -> Void
  ) rethrows where K.Element == T {
    for dy in values { try body(dy, FixedGradient(kernel, dy: dy)) }
  }
}

extension MixedCommandKernel: GradientKernel where Input == Output, Input: BinaryFormat {
  public func evaluate(
    dy: UnsafeBufferPointer<Input>, x: UnsafeBufferPointer<Input>,
    into dx: UnsafeMutableBufferPointer<Input>
  ) throws {
    try call(dy: dy, x, dx)
  }
}
