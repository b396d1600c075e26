import FloatingPointFormats
import Functions

/// What is asked most often of a score's question.
extension Score {
  public var target: Target { question.target }
  /// The format of the outputs.
  public var format: FormatName { question.signature.output }
  public var flush: FlushModel { question.flush }
  /// The upstream gradient, in bits, where it is not 1: the truth is dy·f′(x).
  public var dy: String? { question.target.dy(in: question.signature.input) }
}
