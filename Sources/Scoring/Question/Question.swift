import FloatingPointFormats
import Functions

/// What is asked of a kernel: which exact values its outputs are held to, in which formats, which
/// results may be flushed to zero, and on which inputs.
///
/// It travels whole, from the options of a command into a score, a contract or a file of a part, and
/// back. In JSON its keys lie flat beside those of what it is part of.
public struct Question: Hashable, Sendable {
  public var target: Target
  public var signature: Signature
  public var flush: FlushModel
  public var inputs: InputSet
  /// An interval that the inputs are limited to.
  public var region: ClosedRange<Double>?

  public init(
    _ target: Target, _ signature: Signature, flush: FlushModel = .none, inputs: InputSet,
    region: ClosedRange<Double>? = nil
  ) {
    self.target = target
    self.signature = signature
    self.flush = flush
    self.inputs = inputs
    self.region = region
  }

  package var asked: Asked { Asked(target, signature) }

  /// The format of the outputs, whose ulp errors are counted in.
  public var format: FormatName { signature.output }
}

extension Question: CustomStringConvertible {
  /// `float32 against gelu, exhaustive`.
  public var description: String { "\(signature) against \(target), \(inputs.text)" }
}

/// Which results may be flushed to zero without being counted as wrong.
public enum FlushModel: String, Codable, Sendable, CaseIterable {
  case none, ftz
  case dazFtz = "daz+ftz"
}
