import FloatingPointFormats
import Foundation
import Kernels

/// The state of one check of positions.
struct PositionRun<X: BinaryFormat, Y: BinaryFormat> {
  private let kernel: any MixedKernel<X, Y>
  private let placed: (any PlacedKernel<X, Y>)?
  private let inputs: [X]
  private let kept: Int
  private var reference: [Y] = []
  /// By index of the input: already reported.
  private var isKnown: [Bool]
  private(set) var report = PositionReport()

  /// How often a call is made again before its outputs count as its own: a kernel of chance agrees
  /// with itself once easily.
  private static var confirmations: Int { 4 }

  init(_ kernel: any MixedKernel<X, Y>, _ inputs: [X], kept: Int, scope: PositionScope) throws {
    self.kernel = kernel
    self.inputs = inputs
    self.kept = kept
    report.scope = scope
    placed = kernel as? any PlacedKernel<X, Y>
    isKnown = [Bool](repeating: false, count: inputs.count)
    reference = try call(inputs, nil)
  }

  /// Calls with the inputs of these indices, in this order, `length` at a time.
  mutating func pass(_ indices: [Int], length: Int, offset: Int? = nil) throws {
    for start in stride(from: 0, to: indices.count, by: length) {
      let part = indices[start..<min(start + length, indices.count)]
      let batch = part.map { inputs[$0] }
      let outputs = try call(batch, offset)
      report.compared += outputs.count
      for (k, i) in part.enumerated() where differ(outputs[k], reference[i]) && !isKnown[i] {
        isKnown[i] = true
        try add(i, outputs[k], k, batch, offset)
      }
    }
  }

  /// One call of `length` values, the inputs over and over.
  mutating func passOver(_ length: Int) throws {
    var batch: [X] = []
    batch.reserveCapacity(length)
    while batch.count < length { batch += inputs.prefix(length - batch.count) }
    let outputs = try call(batch, nil)
    report.compared += outputs.count
    for start in stride(from: 0, to: length, by: inputs.count) {
      let count = min(inputs.count, length - start)
      guard !isEqual(outputs, start, count) else { continue }
      for i in 0..<count where differ(outputs[start + i], reference[i]) && !isKnown[i] {
        isKnown[i] = true
        try add(i, outputs[start + i], start + i, batch, nil)
      }
    }
  }

  /// Whether outputs are to the bit those of the first inputs.
  private func isEqual(_ outputs: [Y], _ start: Int, _ count: Int) -> Bool {
    let width = MemoryLayout<Y>.stride
    return outputs.withUnsafeBytes { outputs in
      reference.withUnsafeBytes { reference in
        guard let some = outputs.baseAddress, let wanted = reference.baseAddress else {
          return true
        }
        return memcmp(some + start * width, wanted, count * width) == 0
      }
    }
  }

  private mutating func add(
    _ i: Int, _ output: Y, _ k: Int, _ batch: [X], _ offset: Int?
  ) throws {
    let kind = try kind(i, output, k, batch, offset)
    report.counts[kind.rawValue, default: 0] += 1
    guard report.findings.count(where: { $0.kind == kind }) < kept else { return }
    report.findings.append(
      PositionFinding(
        kind: kind, input: inputs[i].hexBits, reference: reference[i].hexBits,
        output: output.hexBits, index: k, length: batch.count, offset: offset))
  }

  /// The same call again and again tells a change from call to call; a call of the same length that has
  /// the one input everywhere tells whether the neighbours matter.
  private mutating func kind(
    _ i: Int, _ output: Y, _ k: Int, _ batch: [X], _ offset: Int?
  ) throws -> PositionFinding.Kind {
    // A long run of findings needs no proof for each.
    if let known = report.findings.last, report.counts[known.kind.rawValue, default: 0] >= kept {
      return known.kind
    }
    for _ in 0..<Self.confirmations {
      if try differ(call(batch, offset)[k], output) { return .call }
      if try differ(call(inputs, nil)[i], reference[i]) { return .call }
    }
    let alone = try call([X](repeating: inputs[i], count: batch.count), offset)
    return differ(alone[k], output) ? .neighbours : .position
  }

  private func differ(_ a: Y, _ b: Y) -> Bool {
    a.bitPattern != b.bitPattern && !(a.isNaNValue && b.isNaNValue)
  }

  /// One call on buffers of its own, `offset` values after a multiple of 64 bytes.
  private mutating func call(_ batch: [X], _ offset: Int?) throws -> [Y] {
    report.calls += 1
    let shift = offset ?? 0
    func bytes<T>(_: T.Type) -> Int {
      ((batch.count + shift) * MemoryLayout<T>.stride + 63) / 64 * 64
    }
    func buffer<T>(_ memory: UnsafeMutableRawPointer, _: T.Type) -> UnsafeMutableBufferPointer<T> {
      let start = memory + shift * MemoryLayout<T>.stride
      return UnsafeMutableBufferPointer(
        start: start.bindMemory(to: T.self, capacity: batch.count), count: batch.count)
    }
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes(X.self) + bytes(Y.self), alignment: 64)
    defer { memory.deallocate() }
    let (x, y) = (buffer(memory, X.self), buffer(memory + bytes(X.self), Y.self))
    _ = x.initialize(from: batch)
    y.initialize(repeating: Y.quietNaN)
    if let placed {
      // Left to itself, its buffers would change their places between calls that must be equal.
      try placed.evaluate(UnsafeBufferPointer(x), into: y, offset: offset ?? 0)
    } else {
      try kernel.evaluate(UnsafeBufferPointer(x), into: y)
    }
    return Array(y)
  }
}
