import CForeignKernel
import FloatingPointFormats
import Foundation

extension MixedLibraryKernel {
  /// Reports what a call that came back did wrong.
  func check(_ reply: WorkerReply, _ x: Values, _ batch: KernelFailure.Batch) throws {
    try reportEnvironment(reply, "during the call", batch)
    let hint = hint(x.count)
    if reply.unwritten >= 0 {
      try report(
        .unwrittenOutput, batch,
        "output \(reply.unwritten) of \(x.count), of input \(x[reply.unwritten].hexBits), "
          + "was not written"
          + asked(hint.unwritten(first: reply.unwritten, of: reply.unwrittenCount)))
    }
    if reply.strayByte != .max {
      let width = MemoryLayout<Output>.stride
      let place =
        reply.strayByte < 0
        ? "\(-reply.strayByte) bytes before its start"
        : "element \(x.count + reply.strayByte / width) of \(x.count)"
      let element = reply.strayByte < 0 ? -1 : x.count + reply.strayByte / width
      try report(
        .wroteOutsideOutput, batch,
        "wrote \(place)" + asked(hint.stray(.wroteOutsideOutput, area: .y, element: element)))
    }
    if reply.differing >= 0 {
      if reply.stale == 0, options.toleratesChanges {
        addChange(reply, x)
        return
      }
      let (a, b) = (hex(reply.firstBits), hex(reply.secondBits))
      try report(
        reply.stale == 1 ? .dependsOnOldOutput : .changesFromCallToCall, batch,
        "output \(reply.differing), of input \(x[reply.differing].hexBits), was \(a) and then \(b)")
    }
  }

  private func addChange(_ reply: WorkerReply, _ x: Values) {
    let change = PositionFinding(
      kind: .call, input: x[reply.differing].hexBits, reference: hex(reply.firstBits),
      output: hex(reply.secondBits), index: reply.differing, length: x.count,
      referenceLength: x.count)
    changed.withLock { if $0.count < 5 { $0.append(change) } }
  }

  func reportEnvironment(
    _ reply: WorkerReply, _ when: String, _ batch: KernelFailure.Batch?
  ) throws {
    let kinds: [(Int, KernelFailure.Kind)] = [
      (FKS_ROUNDING, .changedRounding), (FKS_FLUSHING, .changedFlushing),
      (FKS_TRAPS, .changedTraps),
    ]
    for (bit, kind) in kinds where reply.environmentChanges & Int32(bit) != 0 {
      try report(kind, batch, when)
    }
  }

  func hint(_ count: Int) -> FormHint {
    FormHint(form: form, order: order, width: MemoryLayout<Output>.stride, count: count)
  }

  private func asked(_ question: String?) -> String { question.map { "; \($0)" } ?? "" }

  private func report(
    _ kind: KernelFailure.Kind, _ batch: KernelFailure.Batch?, _ detail: String
  ) throws {
    try report(
      KernelFailure(kind, kernel: description.name, batch: batch, detail: detail), isFatal: false)
  }

  private func hex(_ bits: UInt64) -> String {
    Output(bitPattern: Output.Bits(truncatingIfNeeded: bits)).hexBits
  }

  /// The failure that ended a worker, or kept it from answering.
  /// - Parameter when: ends a sentence: `while it was loaded`.
  func failure(
    of ending: Worker.Ending, _ when: String, _ stray: Worker.StrayAccess? = nil,
    _ batch: KernelFailure.Batch? = nil
  ) -> KernelFailure {
    func made(_ kind: KernelFailure.Kind, _ text: String, _ lastLine: String?) -> KernelFailure {
      let said = lastLine.map { "; its last message: \($0)" } ?? ""
      return KernelFailure(kind, kernel: description.name, batch: batch, detail: text + said)
    }
    switch ending {
    case .hung(let lastLine):
      let (seconds, option) =
        batch == nil ? (options.startTimeout, "--start-timeout") : (options.timeout, "--timeout")
      return made(
        .hang, "did not return within \(seconds.formatted()) s (\(option)) \(when)", lastLine)
    case .brokeProtocol(let fault):
      return made(.brokeProtocol, "\(fault); does it write outside its buffers?", nil)
    case .ended(.exited(let status), _, let lastLine):
      return made(.exit, "ended its process with exit status \(status) \(when)", lastLine)
    case .ended(.signalled(let signal), let fault, let lastLine):
      let hint = hint(batch?.count ?? 0)
      if let stray {
        let question = hint.stray(stray.kind, area: stray.area, element: stray.element)
        return made(stray.kind, stray.text + asked(question), lastLine)
      }
      let name = signalName(signal)
      let isAbort = signal == Int(SIGABRT)
      let address = fault.address == 0 ? "" : " at address 0x\(String(fault.address, radix: 16))"
      let question = batch == nil || fault.address == 0 ? nil : hint.crash(at: fault.address)
      return made(
        isAbort ? .abort : .crash, "\(name)\(address) \(when)" + asked(question), lastLine)
    }
  }
}
