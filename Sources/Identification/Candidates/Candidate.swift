import FloatingPointFormats
import Functions
import Kernels

/// A kernel that outputs may come from.
package struct Candidate: Sendable {
  package let description: KernelDescription
  /// From encodings to encodings, with one NaN for all.
  package let outputs: @Sendable ([UInt64]) throws -> [UInt64]
  /// Whether it is only a piece that kernels are made of, as 0 and x are, and no activation function.
  package var isPiece = false

  package var name: String { description.name }

  package init<X: BinaryFormat, Y: BinaryFormat>(_ kernel: some MixedKernel<X, Y>) {
    description = kernel.description
    outputs = { inputs in
      try kernel.outputs(at: inputs.map { X(bits: $0) }).map(\.oneNaN)
    }
  }

  private init<X: BinaryFormat, Y: BinaryFormat>(
    piece name: String, _: X.Type, _: Y.Type, _ value: @escaping @Sendable (Double) -> Double
  ) {
    description = KernelDescription(name: name, Target(.relu), formula: name, usesLibm: false)
    outputs = { inputs in
      inputs.map { Y(nearest: value(X(bits: $0).double)).oneNaN }
    }
    isPiece = true
  }
}

extension Candidate {
  /// Every built-in kernel from one format to another, and the pieces that kernels are patched with.
  package static func all(for signature: Signature) -> [Candidate] {
    func uniform<T: BinaryFormat>(_: T.Type) -> [Candidate] {
      Catalogue.kernels(for: T.self).map { Candidate($0) }
    }
    func mixed<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) -> [Candidate] {
      let inner: FormatName = X.name == .float64 ? .float64 : .float32
      let names =
        Catalogue.names(for: inner)
        + Catalogue.names(for: Y.name).map { $0 + Catalogue.storedSuffix }
      func candidate(_ kernel: some MixedKernel<X, Y>) -> Candidate { Candidate(kernel) }
      return names.compactMap { name in
        guard let kernel = try? Catalogue.kernel(named: name, from: X.self, to: Y.self) else {
          return nil
        }
        return candidate(kernel)
      }
    }
    return
      (signature.isUniform
      ? uniform(signature.output.type) : mixed(signature.input.type, signature.output.type))
      + pieces(signature)
  }

  private static func pieces(_ signature: Signature) -> [Candidate] {
    func made<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) -> [Candidate] {
      [
        Candidate(piece: "x", X.self, Y.self) { $0 },
        Candidate(piece: "0", X.self, Y.self) { $0.isNaN ? $0 : 0 },
        Candidate(piece: "0 with the sign of x", X.self, Y.self) {
          $0.isNaN ? $0 : Double(signOf: $0, magnitudeOf: 0)
        },
        Candidate(piece: "-0", X.self, Y.self) { $0.isNaN ? $0 : -0.0 },
        Candidate(piece: "1", X.self, Y.self) { $0.isNaN ? $0 : 1 },
        Candidate(piece: "NaN", X.self, Y.self) { _ in .nan },
        Candidate(piece: "inf", X.self, Y.self) { $0.isNaN ? $0 : .infinity },
        Candidate(piece: "-inf", X.self, Y.self) { $0.isNaN ? $0 : -.infinity },
      ]
    }
    return made(signature.input.type, signature.output.type)
  }
}
