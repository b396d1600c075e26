import CForeignKernel
import FloatingPointFormats
import Foundation

extension LibraryKernel {
  /// Reports what a call that came back did wrong.
  func check(_ reply: WorkerReply, _ x: Values, _ batch: KernelFailure.Batch) throws {
    try reportEnvironment(reply, "during the call", batch)
    if reply.unwritten >= 0 {
      try report(
        .unwrittenOutput, batch,
        "output \(reply.unwritten) of \(x.count), of input \(x[reply.unwritten].hexBits), "
          + "was not written")
    }
    if reply.strayByte != .max {
      let width = MemoryLayout<Element>.stride
      let place =
        reply.strayByte < 0
        ? "\(-reply.strayByte) bytes before its start"
        : "element \(x.count + reply.strayByte / width) of \(x.count)"
      try report(.wroteOutsideOutput, batch, "wrote \(place)")
    }
    if reply.differing >= 0 {
      let (a, b) = (hex(reply.firstBits), hex(reply.secondBits))
      try report(
        reply.isStale ? .dependsOnOldOutput : .changesFromCallToCall, batch,
        "output \(reply.differing), of input \(x[reply.differing].hexBits), was \(a) and then \(b)")
    }
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

  private func report(
    _ kind: KernelFailure.Kind, _ batch: KernelFailure.Batch?, _ detail: String
  ) throws {
    try report(
      KernelFailure(kind, kernel: description.name, batch: batch, detail: detail), isFatal: false)
  }

  private func hex(_ bits: UInt64) -> String {
    Element(bitPattern: Element.Bits(truncatingIfNeeded: bits)).hexBits
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
      return made(
        .hang, "did not return within \(options.timeout.formatted()) s \(when)", lastLine)
    case .ended(.exited(let status), _, let lastLine):
      return made(.exit, "ended its process with exit status \(status) \(when)", lastLine)
    case .ended(.signalled(let signal), let fault, let lastLine):
      if let stray { return made(stray.kind, stray.text, lastLine) }
      let name = signalName(signal)
      let isAbort = signal == Int(SIGABRT)
      let address = fault.address == 0 ? "" : " at address 0x\(String(fault.address, radix: 16))"
      return made(isAbort ? .abort : .crash, "\(name)\(address) \(when)", lastLine)
    }
  }
}
