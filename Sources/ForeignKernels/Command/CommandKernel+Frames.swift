import FloatingPointFormats
import Kernels

extension MixedCommandKernel {
  /// One batch of the second version: as long as the call.
  func callFramed(
    _ number: Int, dy: UnsafeBufferPointer<Input>?, _ x: UnsafeBufferPointer<Input>,
    _ outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    guard !x.isEmpty else { return }
    let frame = FrameHeader(count: x.count, kernel: number, arrays: dy == nil ? 1 : 2)
    var message = frame.bytes
    if let dy { message += UnsafeRawBufferPointer(dy) }
    message += UnsafeRawBufferPointer(x)
    let width = MemoryLayout<Output>.stride
    try server.withChild(start: { try framedChild(hasGradient: dy != nil) }) { child, batches in
      var (answers, done) = (FramedAnswers(width: width), 0)
      let target = UnsafeMutableRawBufferPointer(outputs)
      do {
        try message.withUnsafeBytes { message in
          var rest = message
          let bytes = 2 * FrameHeader.size + x.count * width
          try child.exchange(
            expected: bytes, batch: bytes, isLast: false,
            next: {
              defer { rest = .init(rebasing: rest[rest.count...]) }
              return rest
            },
            space: { answers.headerSpace ?? .init(rebasing: target[done...]) },
            took: { n in
              guard answers.headerSpace == nil else {
                try answers.tookHeader(n, of: frame)
                return
              }
              answers.tookValues(n)
              done += n
            })
        }
      } catch let problem as ChildProcess.Problem {
        throw KernelFailure(
          problem.kind, kernel: command, batch: .init(x, earlier: batches), detail: problem.text)
      }
      batches += 1
    }
  }

  /// A process of the second version.
  func framedChild(hasGradient: Bool) throws -> ChildProcess {
    try start(batch: options.streamBatch, hasGradient: hasGradient, isFramed: true)
  }
}
