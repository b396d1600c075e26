import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Synchronization

/// A kernel in a child process, of any language: it reads encodings on its standard input and answers
/// each with one on its standard output, little-endian. Documentation/Protocol.md describes both versions of
/// the protocol: in the first the streams hold nothing else, to the end of the input; in the second a header goes
/// before each batch, which has any length.
///
/// The command is run by `sh -c`. It is started once with an empty input, to see which version it speaks.
public final class MixedCommandKernel<Input: StoredFormat, Output: StoredFormat>: StoredKernel {
  public struct Options: Sendable {
    /// Seconds that a batch may take, from the answer before to its last byte.
    public var timeout: Double
    /// Seconds that starting may take on top, before the first batch is answered.
    public var startTimeout: Double
    /// Values that one batch of a stream has.
    public var streamBatch: Int
    /// Values that one batch of `evaluate` has; shorter ones are filled up with zeros.
    public var callBatch: Int

    public init(
      timeout: Double = 30, startTimeout: Double = 60, streamBatch: Int = 1 << 17,
      callBatch: Int = 1 << 9
    ) {
      self.timeout = timeout
      self.startTimeout = startTimeout
      self.streamBatch = streamBatch
      self.callBatch = callBatch
    }
  }

  public let description: KernelDescription
  public let command: String
  public let options: Options
  /// The child of the first version that answers `evaluate`; one at a time uses it.
  private let session = Mutex<Session?>(nil)
  /// The processes of the second version.
  let server: CommandServer
  /// Which of the server's kernels this is; nil where it is the one that fits the target.
  private let number: Int?

  private struct Session {
    var child: ChildProcess
    var hasGradient: Bool
    var batches = 0
  }

  public convenience init(
    _ command: String, target: Target, options: Options = Options()
  ) {
    self.init(
      CommandServer(command), number: nil, name: command, target: target, options: options)
  }

  /// - Parameters:
  ///   - server: what runs the command, for all of its kernels.
  ///   - number: the kernel's in the server's handshake; nil for the one that fits the target.
  package init(
    _ server: CommandServer, number: Int?, name: String, target: Target,
    options: Options = Options()
  ) {
    (self.server, self.number, self.options) = (server, number, options)
    command = server.command
    description = KernelDescription(
      name: name, target, formula: "", arithmetic: "",
      usedBy: "", usesLibm: false)
  }

  /// What the command says of itself; nil for one of the first version. It is asked once.
  /// - Throws: `KernelFailure`.
  public func handshake() throws -> Handshake? {
    try server.handshake(StoredSignature(input: Input.storedName, output: Output.storedName)) {
      try start(batch: options.streamBatch, hasGradient: false)
    }
  }

  /// The kernel's number in the handshake.
  /// - Throws: `KernelFailure`, where it lists no such kernel, or several.
  func number(in handshake: Handshake) throws -> Int {
    if let number { return number }
    guard let fitting = handshake.number(for: description.target) else {
      throw KernelFailure(
        .badHandshake, kernel: command,
        detail: "not one of the kernels that it lists computes \(description.target)")
    }
    return fitting
  }

  /// Whether it speaks the second version.
  var isFramed: Bool { (try? handshake()) != nil }

  /// Ends the processes that are kept for the next call.
  /// - Throws: `KernelFailure`, where one says more than it was asked, or ends with a status other than 0.
  package func finish() throws {
    try finishSession()
    try server.finish()
  }

  /// The same of a process of the first version, which serves this kernel alone.
  package func finishSession() throws {
    try session.withLock { session in
      guard let child = session?.child else { return }
      session = nil
      do { try child.finish() } catch let problem as ChildProcess.Problem {
        throw KernelFailure(problem.kind, kernel: command, detail: problem.text)
      }
    }
  }

  /// Starts the command.
  /// - Throws: `KernelFailure`.
  func start(batch: Int, hasGradient: Bool, isFramed: Bool = false) throws -> ChildProcess {
    var environment = ProcessInfo.processInfo.environment
    let sent = MemoryLayout<Input>.stride * (hasGradient ? 2 : 1)
    environment["GELU_ACCURACY_FORMAT"] = Output.storedName.rawValue
    environment["GELU_ACCURACY_INPUT_FORMAT"] = Input.storedName.rawValue
    environment["GELU_ACCURACY_FUNCTION"] = description.target.function.name
    environment["GELU_ACCURACY_DERIVATIVE"] = "\(description.target.derivative)"
    environment["GELU_ACCURACY_BATCH"] = "\(batch * sent)"
    environment["GELU_ACCURACY_PROTOCOL"] = "2"
    environment["GELU_ACCURACY_INPUTS"] =
      hasGradient ? "\(description.target.second?.role.rawValue ?? "dy"),x" : "x"
    do {
      let terms = ChildProcess.Terms(
        timeout: options.timeout, startTimeout: options.startTimeout,
        width: MemoryLayout<Output>.stride, sentWidth: sent, hasGradient: hasGradient,
        isFramed: isFramed)
      return try ChildProcess(command, environment: environment, terms)
    } catch {
      throw KernelFailure(.couldNotStart, kernel: command, detail: "\(error)")
    }
  }

  /// One child answers all calls, one call at a time; in the second version of the protocol a call is one batch.
  /// To score many inputs, `stream` them.
  /// - Throws: `KernelFailure`.
  public func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    try call(dy: nil, inputs, outputs)
  }

  func call(
    dy: UnsafeBufferPointer<Input>?, _ x: UnsafeBufferPointer<Input>,
    _ outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    precondition(x.count == outputs.count && dy?.count ?? x.count == x.count)
    if let handshake = try handshake() {
      return try callFramed(number(in: handshake), dy: dy, x, outputs)
    }
    try session.withLock { session in
      if session == nil || session?.hasGradient != (dy != nil) {
        session = nil
        session = Session(
          child: try start(batch: options.callBatch, hasGradient: dy != nil),
          hasGradient: dy != nil)
      }
      for first in stride(from: 0, to: x.count, by: options.callBatch) {
        let range = first..<min(first + options.callBatch, x.count)
        let part = UnsafeBufferPointer(rebasing: x[range])
        do {
          let answer = try session?.child.answer(
            to: padded(dy.map { .init(rebasing: $0[range]) }) + padded(part),
            bytes: options.callBatch * MemoryLayout<Output>.stride)
          answer?.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: outputs[range]))
              .copyMemory(
                from: .init(rebasing: $0.prefix(range.count * MemoryLayout<Output>.stride)))
          }
        } catch let problem as ChildProcess.Problem {
          let earlier = session?.batches ?? 0
          session = nil
          throw KernelFailure(
            problem.kind, kernel: command, batch: .init(part, earlier: earlier),
            detail: problem.text)
        }
        session?.batches += 1
      }
    }
  }

  /// A whole batch's bytes: the child waits for no fewer.
  private func padded(_ values: UnsafeBufferPointer<Input>?) -> [UInt8] {
    guard let values else { return [] }
    let zeros = (options.callBatch - values.count) * MemoryLayout<Input>.stride
    return Array(UnsafeRawBufferPointer(values)) + [UInt8](repeating: 0, count: zeros)
  }
}

/// A command that answers in the format that it reads.
public typealias CommandKernel<Element: BinaryFormat> = MixedCommandKernel<Element, Element>

extension MixedCommandKernel: MixedKernel where Input: BinaryFormat, Output: BinaryFormat {}

extension MixedCommandKernel: Kernel where Input == Output, Input: BinaryFormat {
  public typealias Element = Input
}
