import CForeignKernel
import FloatingPointFormats
import Foundation

extension MixedLibraryKernel {
  package typealias Values = UnsafeBufferPointer<Input>

  /// Cuts into batches. `at`: see `PlacedKernel`; nil for next to the guard pages.
  package func evaluate(
    dy: Values?, _ x: Values, into outputs: UnsafeMutableBufferPointer<Output>, at offset: Int?
  ) throws {
    precondition(
      x.count == outputs.count && dy?.count ?? x.count == x.count,
      "a kernel's batches must be equally long")
    for first in stride(from: 0, to: x.count, by: options.batch) {
      let range = first..<min(first + options.batch, x.count)
      let part = Values(rebasing: x[range])
      do {
        try pool.withWorker { worker in
          try run(
            worker, dy: dy.map { .init(rebasing: $0[range]) }, part,
            into: .init(rebasing: outputs[range]), at: offset)
        }
      } catch let failure as KernelFailure {
        // A call at a place that was asked for is a part of the search.
        throw offset == nil ? explained(failure, part) : failure
      } catch let error as SystemError {
        throw KernelFailure(.couldNotStart, kernel: description.name, detail: error.description)
      } catch let ending as Worker.Ending {
        // Before a worker was there: while the library was loaded.
        try report(failure(of: ending, "while it was loaded"), isFatal: true)
      }
    }
  }

  private func run(
    _ worker: Worker, dy: Values?, _ x: Values,
    into outputs: UnsafeMutableBufferPointer<Output>, at offset: Int?
  ) throws {
    try checkLoaded(worker)
    let batch = KernelFailure.Batch(x, earlier: worker.answered)
    let isAudit = offset == nil && worker.answered % options.auditInterval == 0
    let isAtEnd = worker.answered % 2 == 0
    if isAudit {
      // The outputs of this call are not used: it is made for the guard pages at the other end.
      _ = try call(worker, dy: dy, x, place(x.count, atEnd: !isAtEnd, worker.layout), batch)
    }
    var request =
      offset.map { placed(x.count, $0) } ?? place(x.count, atEnd: isAtEnd, worker.layout)
    request.isAudit = isAudit
    try call(worker, dy: dy, x, request, batch)
    worker.answered += 1
    UnsafeMutableRawBufferPointer(outputs).copyMemory(
      from: .init(
        start: worker.area(.y) + request.outputOffset,
        count: x.count * MemoryLayout<Output>.stride))
  }

  /// The library and the symbol are there, and loading changed nothing.
  private func checkLoaded(_ worker: Worker) throws {
    switch worker.loaded.status {
    case 1:
      try report(
        KernelFailure(.missingLibrary, kernel: description.name, detail: worker.text), isFatal: true
      )
    case 2:
      let near = nearestSymbols(to: symbol, in: path)
      let exports = near.isEmpty ? "" : "; it exports \(near.joined(separator: ", "))"
      try report(
        KernelFailure(.missingSymbol, kernel: description.name, detail: worker.text + exports),
        isFatal: true)
    default:
      guard worker.answered == 0 else { return }
      try reportEnvironment(worker.loaded, "while it was loaded (built with -ffast-math?)", nil)
    }
  }

  /// - Parameter T: whose values lie there.
  private func alignedDown<T>(_ bytes: Int, _: T.Type) -> Int {
    bytes & ~(max(options.alignment, MemoryLayout<T>.stride) - 1)
  }

  /// Next to the guard page after, or the one before, as far as the alignment allows.
  private func place(_ count: Int, atEnd: Bool, _ layout: SharedLayout) -> WorkerRequest {
    func offset<T>(_: T.Type) -> Int {
      atEnd ? alignedDown(layout.areaBytes - count * MemoryLayout<T>.stride, T.self) : 0
    }
    return WorkerRequest(
      count: count, inputOffset: offset(Input.self), outputOffset: offset(Output.self))
  }

  private func placed(_ count: Int, _ offset: Int) -> WorkerRequest {
    func bytes<T>(_: T.Type) -> Int {
      let start = max(SharedLayout.watched / 2, options.alignment)
      return alignedDown(start + offset % 64 * MemoryLayout<T>.stride, T.self)
    }
    return WorkerRequest(
      count: count, inputOffset: bytes(Input.self), outputOffset: bytes(Output.self))
  }

  /// Nanoseconds that the function itself took for one call: the time of the worker's copies and messages is
  /// not in it.
  /// - Precondition: no more inputs than a batch has.
  func time(_ x: Values) throws -> Double {
    do {
      return try pool.withWorker { worker in
        try checkLoaded(worker)
        let batch = KernelFailure.Batch(x, earlier: worker.answered)
        return try Double(call(worker, dy: nil, x, placed(x.count, 0), batch).nanoseconds)
      }
    } catch let error as SystemError {
      throw KernelFailure(.couldNotStart, kernel: description.name, detail: error.description)
    } catch let ending as Worker.Ending {
      throw failure(of: ending, "while it was timed")
    }
  }

  @discardableResult
  private func call(
    _ worker: Worker, dy: Values?, _ x: Values, _ request: WorkerRequest,
    _ batch: KernelFailure.Batch
  ) throws -> WorkerReply {
    let bytes = x.count * MemoryLayout<Input>.stride
    let input = worker.area(.x) + request.inputOffset
    UnsafeMutableRawBufferPointer(start: input, count: bytes).copyMemory(from: .init(x))
    if form == .backward {
      let target = worker.area(.dy) + request.inputOffset
      if let dy {
        UnsafeMutableRawBufferPointer(start: target, count: bytes).copyMemory(from: .init(dy))
      } else {
        let one = UInt64(truncatingIfNeeded: Input(nearest: 1).bitPattern)
        fks_fill(target, x.count, Int32(MemoryLayout<Input>.stride), one)
      }
    }
    do {
      let reply = try worker.call(request)
      guard reply.status == 0 else {
        let text =
          "its values go through floating-point registers, as those of _Float16 f(_Float16) do; "
          + "declare it uint16_t f(uint16_t)"
        try report(
          KernelFailure(.otherConvention, kernel: description.name, batch: batch, detail: text),
          isFatal: true)
        return reply
      }
      try check(reply, x, batch)
      return reply
    } catch let ending as Worker.Ending {
      let stray = worker.strayAccess(ending, request, hasGradient: form == .backward)
      try report(failure(of: ending, "in the call", stray, batch), isFatal: true)
      throw ending
    }
  }
}
