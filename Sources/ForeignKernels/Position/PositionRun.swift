import FloatingPointFormats
import Foundation
import Kernels

/// The state of one check of positions.
struct PositionRun<X: StoredFormat, Y: StoredFormat> {
  private let kernel: any StoredKernel<X, Y>
  private let placed: (any PlacedKernel<X, Y>)?
  private let gradient: (any UpstreamKernel<X, Y>)?
  let inputs: [X]
  let kept: Int
  private let seconds: Double
  private var deadline: ContinuousClock.Instant
  private(set) var reference: [Y] = []
  /// By index of the input: already reported.
  var isKnown: [Bool]
  var report = PositionReport()
  var tried = TriedCalls()
  /// Of the call that was made last: the one that failed, where one did.
  private(set) var lastBatch: [X] = []
  private(set) var lastOffset: Int?
  /// Offsets at which calls fail, and whether no more is to be learnt.
  var brokenOffsets: Set<Int> = []
  var hasGivenUp = false
  /// The pass with other upstream gradients, where values are numbers.
  var comparingGradients: ((inout Self) throws -> Void)?
  /// What a call of all inputs takes.
  private(set) var secondsOfACall = 0.0

  init(_ kernel: any StoredKernel<X, Y>, _ inputs: [X], kept: Int, seconds: Double) {
    self.kernel = kernel
    self.inputs = inputs
    self.kept = kept
    self.seconds = min(seconds, 1e9)
    deadline = .now + .seconds(self.seconds)
    placed = kernel as? any PlacedKernel<X, Y>
    let upstream = kernel as? any UpstreamKernel<X, Y>
    gradient = upstream?.takesGradient == true ? upstream : nil
    isKnown = [Bool](repeating: false, count: inputs.count)
  }

  var takesGradient: Bool { gradient != nil }
  var isLibrary: Bool { kernel is MixedLibraryKernel<X, Y> }
  var secondsLeft: Double { (deadline - .now) / .seconds(1) }
  var isStopped: Bool { hasGivenUp || !reference.isEmpty && secondsLeft <= 0 }

  func finished(_ form: CallForm) -> PositionReport {
    var report = report
    report.scope = PositionScope(tried, form, takesGradient: takesGradient)
    return report
  }

  mutating func make(_ pass: PositionPass) throws {
    switch pass {
    case .first:
      // Where it fails nothing can be held against it.
      hasGivenUp = true
      reference = try call(inputs, nil)
      hasGivenUp = false
      // Starting a framework takes seconds, and is no part of the check.
      deadline = .now + .seconds(seconds)
      tried.lengths.insert(inputs.count)
    case .order(let indices, let length, let offset, let change):
      guard offset.map({ !brokenOffsets.contains($0) }) ?? true else { return }
      let began = ContinuousClock.now
      try self.pass(indices, length: length, offset: offset)
      if case .nothing = change { secondsOfACall = (.now - began) / .seconds(1) }
      tried.add(change)
    case .long(let length, let times, let isNeeded):
      if let length = isNeeded ? length : affordable(length) {
        try long(length, times: times)
      }
    case .dy: try comparingGradients?(&self)
    }
  }

  /// Calls with the inputs of these indices, in this order, `length` at a time.
  private mutating func pass(_ indices: [Int], length: Int, offset: Int? = nil) throws {
    for start in stride(from: 0, to: indices.count, by: length) where !isStopped {
      let part = indices[start..<min(start + length, indices.count)]
      let batch = part.map { inputs[$0] }
      let outputs = try call(batch, offset)
      tried.lengths.insert(batch.count)
      if let offset { tried.offsets.insert(offset) }
      report.compared += outputs.count
      for (k, i) in part.enumerated() where differ(outputs[k], reference[i]) && !isKnown[i] {
        isKnown[i] = true
        try add(i, outputs[k], k, batch, offset)
        // A proof takes calls of its own; one finding is enough where there is no time.
        if isStopped { return }
      }
    }
  }

  func differ(_ a: Y, _ b: Y) -> Bool {
    a.bitPattern != b.bitPattern && !(a.isNaNValue && b.isNaNValue)
  }

  /// One call on buffers of its own, `offset` values after a multiple of 64 bytes.
  mutating func call(_ batch: [X], _ offset: Int?, dy: X? = nil) throws -> [Y] {
    report.calls += 1
    (lastBatch, lastOffset) = (batch, offset)
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
    y.initialize(repeating: Y.filler)
    if let dy, let gradient {
      try gradient.evaluate(UnsafeBufferPointer(x), into: y, dy: dy, offset: shift)
    } else if let placed {
      // Left to itself, its buffers would change their places between calls that must be equal.
      try placed.evaluate(UnsafeBufferPointer(x), into: y, offset: shift)
    } else {
      try kernel.evaluate(UnsafeBufferPointer(x), into: y)
    }
    return Array(y)
  }
}
