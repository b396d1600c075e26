import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Synchronization

/// A kernel in a child process, of any language: it reads encodings on its standard input and answers
/// each with one on its standard output, little-endian and without anything else, to the end of the
/// input.
///
/// The command is run by `sh -c` and finds in its environment:
/// - `GELU_ACCURACY_FORMAT`: the name of the answers' format, as float16, float8_e4m3fn or int8,
/// - `GELU_ACCURACY_INPUT_FORMAT`: that of the format of x, and of dy,
/// - `GELU_ACCURACY_FUNCTION` and `GELU_ACCURACY_DERIVATIVE` (0 or 1),
/// - `GELU_ACCURACY_BATCH`: how many bytes to read at a time. They come, or the input ends; the
///   answer to them must not wait for more (flush it),
/// - `GELU_ACCURACY_INPUTS`: `x`, or `dy,x` where the first half of each batch is dy and the second x; `up,x` or
///   `bias,x` where that is the second input.
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
  /// The child that answers `evaluate`; one at a time uses it.
  private let session = Mutex<Session?>(nil)

  private struct Session {
    var child: ChildProcess
    var hasGradient: Bool
    var batches = 0
  }

  public init(
    _ command: String, target: Target, options: Options = Options()
  ) {
    self.command = command
    self.options = options
    description = KernelDescription(
      name: command, target, formula: "", arithmetic: "",
      usedBy: "", usesLibm: false)
  }

  /// Starts the command.
  /// - Throws: `KernelFailure`.
  func start(batch: Int, hasGradient: Bool) throws -> ChildProcess {
    var environment = ProcessInfo.processInfo.environment
    let sent = MemoryLayout<Input>.stride * (hasGradient ? 2 : 1)
    environment["GELU_ACCURACY_FORMAT"] = Output.storedName.rawValue
    environment["GELU_ACCURACY_INPUT_FORMAT"] = Input.storedName.rawValue
    environment["GELU_ACCURACY_FUNCTION"] = description.target.function.name
    environment["GELU_ACCURACY_DERIVATIVE"] = "\(description.target.derivative)"
    environment["GELU_ACCURACY_BATCH"] = "\(batch * sent)"
    environment["GELU_ACCURACY_INPUTS"] =
      hasGradient ? "\(description.target.second?.role.rawValue ?? "dy"),x" : "x"
    do {
      let terms = ChildProcess.Terms(
        timeout: options.timeout, startTimeout: options.startTimeout,
        width: MemoryLayout<Output>.stride, sentWidth: sent, hasGradient: hasGradient)
      return try ChildProcess(command, environment: environment, terms)
    } catch {
      throw KernelFailure(.couldNotStart, kernel: command, detail: "\(error)")
    }
  }

  /// One child answers all calls, one call at a time. To score many inputs, `stream` them.
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
