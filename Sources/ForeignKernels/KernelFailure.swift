import FloatingPointFormats
import Scoring

/// What a foreign kernel did that a kernel must not do, and where: one line.
public struct KernelFailure: Error, Sendable, Equatable, Codable, CustomStringConvertible {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    // Of a library and of a command.
    case couldNotStart = "could not be started"
    case crash
    case exit
    case hang
    // Of a command.
    case shortOutput = "short output"
    case excessOutput = "excess output"
    case badHandshake = "has a bad handshake"
    // Of a library.
    case missingLibrary = "missing library"
    case missingSymbol = "missing symbol"
    case abort
    case wroteOutsideOutput = "wrote outside its output"
    case readOutside = "read outside its buffers"
    case wroteInput = "wrote to its input"
    case unwrittenOutput = "unwritten output"
    case dependsOnOldOutput = "depends on the output's old contents"
    case changesFromCallToCall = "changes from call to call"
    case changedRounding = "changed the rounding mode"
    case changedFlushing = "changed the flush-to-zero flags"
    case changedTraps = "changed the floating-point traps"
    case otherConvention = "has another calling convention"
    case brokeProtocol = "wrote over the messages of its worker"
  }

  /// The inputs that the kernel was given when it happened.
  public struct Batch: Sendable, Equatable, Codable {
    /// Bits in hex.
    public var first: String
    public var last: String
    public var count: Int
    /// How many batches this kernel had answered before.
    public var earlier: Int
  }

  public var kind: Kind
  /// The command, or the library and the symbol.
  public var kernel: String
  public var batch: Batch?
  public var detail: String
  /// Whether the outputs before it belong to their inputs: not where their number is wrong, or where
  /// they end inside a value, since nobody knows where the surplus or the gap is.
  public var leavesUsableOutputs: Bool

  public init(
    _ kind: Kind, kernel: String, batch: Batch? = nil, detail: String,
    leavesWholeValues: Bool = true
  ) {
    let isMiscounted = [.shortOutput, .excessOutput, .brokeProtocol, .badHandshake].contains(kind)
    leavesUsableOutputs = leavesWholeValues && !isMiscounted
    self.kind = kind
    self.kernel = kernel
    self.batch = batch
    self.detail = detail
  }

  public var description: String {
    var text = "\(printable(kernel, limit: 200)): \(kind.rawValue)"
    if !detail.isEmpty { text += ": \(printable(detail, limit: 400))" }
    if let batch {
      text += "; in the batch of \(batch.count) inputs from \(batch.first) to \(batch.last)"
      text += ", after \(batch.earlier) other batches"
    }
    return text
  }
}

extension KernelFailure: KernelError {}

extension KernelFailure.Batch {
  init<T: StoredFormat>(_ inputs: UnsafeBufferPointer<T>, earlier: Int) {
    first = inputs.first?.hexBits ?? ""
    last = inputs.last?.hexBits ?? ""
    count = inputs.count
    self.earlier = earlier
  }
}
