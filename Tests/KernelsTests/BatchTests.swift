import FloatingPointFormats
import Testing

@testable import Kernels

/// A kernel's output depends on the input alone, wherever in a batch it stands.
@Suite struct BatchTests {
  @Test(arguments: FormatName.reported)
  func batchesOfAnyLengthGiveTheSame(format: FormatName) throws {
    func check<T: KernelFormat>(_: T.Type) throws {
      let inputs = (0..<65).map { T(nearest: Double($0) / 7 - 5) }
      for kernel in Catalogue.kernels(for: T.self) {
        #expect(try positionMatters(in: kernel, inputs) == false, "\(kernel.description.name)")
      }
    }
    try check(format.kernelType)
  }

  @Test func aTailThatDiffersIsTold() throws {
    let about = Erf.about
    let tail = BatchKernel<Float>(about) { inputs, outputs in
      let body = inputs.count / 8 * 8
      for i in 0..<inputs.count {
        outputs[i] = i < body ? Erf.value(inputs[i]) : Erf.value(Double(inputs[i])).float
      }
    }
    #expect(try positionMatters(in: tail, (0..<65).map { Float($0) / 7 - 5 }))
  }

  /// Whether batches of 0, 1, 2, 3, 7 and 33 values give other bits than one batch of all.
  private func positionMatters<K: Kernel>(in kernel: K, _ inputs: [K.Element]) throws -> Bool {
    let whole = try kernel.outputs(inputs)
    guard try kernel.outputs([]).isEmpty else { return true }
    for length in [1, 2, 3, 7, 33] {
      var pieces: [K.Element] = []
      for start in stride(from: 0, to: inputs.count, by: length) {
        let end = min(start + length, inputs.count)
        pieces += try kernel.outputs(Array(inputs[start..<end]))
      }
      if differences(whole, pieces) != 0 { return true }
    }
    return false
  }
}

extension Double {
  fileprivate var float: Float { Float(self) }
}
