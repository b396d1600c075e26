import FloatingPointFormats
import Kernels
import Scoring

/// What a kernel answered: distinct inputs in ascending order, all NaNs being one, each with its output in bits.
public struct Observations: Sendable {
  public let signature: Signature
  /// The kernel's name, or the file's.
  public let name: String
  /// The encodings of the inputs, and of the outputs with one NaN for all.
  package let inputs, outputs: [UInt64]
  /// The same as numbers.
  package let x, y: [Double]
  /// How many rows of a file were left out, so that the others are compared in a time that somebody waits for.
  package var left = 0
  /// Inputs that came with several outputs, and the first of them; the first output counts.
  package let ambiguous: (count: Int, first: String?)

  /// Rows in any order.
  /// - Precondition: both are equally long.
  package init<X: BinaryFormat, Y: BinaryFormat>(_ name: String, _ x: [X], _ y: [Y]) {
    precondition(x.count == y.count, "each input has an output")
    let order = x.indices.sorted { (x[$0].sortKey, $0) < (x[$1].sortKey, $1) }
    var inputs: [UInt64] = [], outputs: [UInt64] = []
    var several = 0
    var first: String?
    var last: (key: UInt64, isCounted: Bool)?
    for i in order {
      let key = x[i].sortKey
      let output = y[i].oneNaN
      if let known = last, known.key == key {
        if outputs[outputs.count - 1] != output, !known.isCounted {
          several += 1
          first = first ?? x[i].hexBits
          last?.isCounted = true
        }
        continue
      }
      last = (key, false)
      inputs.append(x[i].oneNaN)
      outputs.append(output)
    }
    self.init(name, X.self, Y.self, inputs: inputs, outputs: outputs, (several, first))
  }

  private init<X: BinaryFormat, Y: BinaryFormat>(
    _ name: String, _: X.Type, _: Y.Type, inputs: [UInt64], outputs: [UInt64],
    _ ambiguous: (Int, String?) = (0, nil)
  ) {
    self.name = name
    signature = Signature(input: X.name, output: Y.name)
    (self.inputs, self.outputs) = (inputs, outputs)
    x = inputs.map { X(bits: $0).double }
    y = outputs.map { Y(bits: $0).double }
    self.ambiguous = ambiguous
  }

  /// What a kernel answers to these inputs, called with so many at a time.
  /// - Throws: what the kernel throws.
  package init<X: BinaryFormat, Y: BinaryFormat>(
    of kernel: some MixedKernel<X, Y>, at inputs: [X], batch: Int = 1 << 16
  ) throws {
    self.init(
      kernel.description.name, inputs, try kernel.outputs(at: inputs, batch: batch))
  }

  /// Whether every input of the format is among them; of the NaNs one.
  public var isComplete: Bool {
    let width = signature.input.width
    return width <= 16 && inputs.count == signature.input.ordinaryCount + 1
  }

  /// Those of some inputs alone, by ascending places.
  package func some(_ places: [Int]) -> Observations {
    func some<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) -> Observations {
      Observations(
        name, X.self, Y.self, inputs: places.map { inputs[$0] },
        outputs: places.map { outputs[$0] })
    }
    return some(signature.input.type, signature.output.type)
  }
}

extension MixedKernel {
  /// The outputs at inputs, called with so many at a time.
  package func outputs(at inputs: [Input], batch: Int = 1 << 16) throws -> [Output] {
    try inputs.withUnsafeBufferPointer { x in
      try [Output](unsafeUninitializedCapacity: x.count) { y, count in
        y.initialize(repeating: Output(bitPattern: 0))
        for from in stride(from: 0, to: x.count, by: batch) {
          let range = from..<min(from + batch, x.count)
          try evaluate(
            UnsafeBufferPointer(rebasing: x[range]),
            into: UnsafeMutableBufferPointer(rebasing: y[range]))
        }
        count = x.count
      }
    }
  }
}

extension BinaryFormat {
  /// Ascending as numbers are, −0 before +0 and NaNs at the end, all equal.
  fileprivate var sortKey: UInt64 { isNaNValue ? .max : position }
  /// The encoding, with one NaN for all.
  package var oneNaN: UInt64 { isNaNValue ? Self.quietNaN.bits : bits }
}

extension FormatName {
  /// How many encodings are no NaN.
  fileprivate var ordinaryCount: Int {
    func count<T: BinaryFormat>(_: T.Type) -> Int { 2 * (T.lastOrdinal + 1) }
    return count(self.type)
  }
}
