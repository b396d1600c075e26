import CForeignKernel
import Foundation

/// What can go wrong with a child, and how it is told.
extension ChildProcess {
  func hang(_ text: String) -> Problem {
    process.kill()
    return Problem(kind: .hang, text: withLastLine(text))
  }

  /// More came than what was sent can have led to. To say how much, the child gets the batch that it
  /// was sent to its end, and then the end of the input.
  /// - Parameter piece: what is left of the batch.
  func excess(_ piece: UnsafeRawBufferPointer) -> Problem {
    guard !terms.isFramed else {
      process.kill()
      return Problem(
        kind: .excessOutput,
        text: "more output than its batches ask for: does it print to standard output?")
    }
    let isAll = drain(after: piece)
    process.kill()
    return Problem(kind: .excessOutput, text: misfit(isAll).text ?? "more output than input")
  }

  /// Whether the output ended soon, all of it counted.
  private func drain(after piece: UnsafeRawBufferPointer) -> Bool {
    var piece = piece
    var spare = [UInt8](repeating: 0, count: 1 << 16)
    let deadline = ContinuousClock.now + .seconds(min(terms.timeout, 5))
    let most = 16 * max(sent + piece.count, 1 << 16)
    while received < most {
      if piece.isEmpty { input.close() }
      if !piece.isEmpty, input.number >= 0 { _ = write(&piece) }
      let n = read(output.number, &spare, spare.count)
      if n > 0 {
        tookInVain(n)
      } else if n == 0 || errno != EAGAIN && errno != EINTR {
        return true
      } else if !poll(forInput: !piece.isEmpty, within: deadline - .now) {
        return false
      }
    }
    return false
  }

  private func misfit(_ isAll: Bool) -> Misfit {
    Misfit(
      wanted: terms.answers(to: sent), got: received, isAll: isAll, width: terms.width,
      hasGradient: terms.hasGradient)
  }

  private var whatLacks: String {
    terms.isFramed ? "" : misfit(true).text.map { "; \($0)" } ?? ""
  }

  func endedEarly() -> Problem {
    guard let end = process.end(within: min(terms.timeout, 5)) else {
      process.kill()
      return Problem(
        kind: .shortOutput,
        text: withLastLine("closed its output before the end" + whatLacks))
    }
    return problem(of: end, "before its last answer")
  }

  func problem(of end: Spawned.End, _ when: String) -> Problem {
    switch end {
    case .signalled(let signal):
      return Problem(kind: .crash, text: withLastLine("ended by \(signalName(signal)) \(when)"))
    case .exited(0):
      return Problem(
        kind: .shortOutput, text: withLastLine("ended \(when)" + whatLacks))
    case .exited(let status):
      // A shell reports a child's signal this way.
      if status > 128, status < 128 + 32 {
        return Problem(
          kind: .crash, text: withLastLine("ended by \(signalName(status - 128)) \(when)"))
      }
      return Problem(kind: .exit, text: withLastLine("exited with status \(status) \(when)"))
    }
  }

  private func withLastLine(_ text: String) -> String {
    errors.lastLine().map { "\(text); its last message: \($0)" } ?? text
  }
}
