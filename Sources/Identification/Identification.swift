import FloatingPointFormats
import Functions
import Kernels

/// Which formula outputs come from, as far as they tell.
public struct Identification: Sendable {
  /// How much the answer rests on.
  public enum Certainty: String, Sendable, Codable {
    /// A built-in kernel gives the same bits at every input of the format.
    case everyInput = "every input"
    /// A built-in kernel gives the same bits at every input tried.
    case everyInputTried = "every input tried"
    /// The same bits, at fewer inputs than tell much.
    case fewInputs = "few inputs"
    /// Kernels of several functions give the same bits: the inputs do not tell them apart.
    case severalFunctions = "several functions"
    /// Several kernels give the outputs together, each on its stretch, to the bit.
    case mixture
    /// No kernel gives the same bits; the function is plain.
    case function
    case unknown
  }

  public let certainty: Certainty
  public let name: String
  public let signature: Signature
  /// How many inputs were compared.
  public let inputs: Int
  /// The kernels that give the same bits, in the order of the catalogue: one formula, or formulas that no input
  /// tells apart.
  public let same: [KernelMatch]
  /// The nearest of the others, three at most.
  public let nearest: [KernelMatch]
  /// Of a mixture, its stretches in ascending order.
  public let parts: [Part]
  /// The function that the outputs come nearest to; nil where `same` names it, or nothing can be compared.
  public let function: FunctionMatch?
  /// An input where the first of `same`, or of `nearest`, and the next part.
  public let parting: Parting?
  /// What changes with the call, where the kernel can be called.
  public internal(set) var calls: [CallVariation] = []
  /// How many rows of a file were not compared.
  public let left: Int
  /// Inputs that came with several outputs, and the first.
  public let ambiguous: (count: Int, first: String?)

  /// A kernel and how its outputs compare.
  public struct KernelMatch: Sendable, Codable {
    public let kernel, formula, function: String
    public let derivative: Int
    public let same, of: Int
    public let mostSteps: UInt64
    /// In bits; see `Agreement`.
    public let distance: Double
  }

  /// A stretch of inputs on which a kernel gives every output.
  public struct Part: Sendable, Codable {
    public let from, through: String
    public let count: Int
    /// The kernels, or pieces as `x` and `0`, that do; the first three.
    public let kernels: [String]
  }

  /// An input with three outputs: the one observed, and those of two kernels.
  public struct Parting: Sendable, Codable {
    public let input, observed: String
    public let kernels, outputs: [String]
  }

  /// Outputs that change with the length of the call.
  public struct CallVariation: Sendable, Encodable {
    /// `calls of one value`.
    public let calls: String
    public let differing, of: Int
    /// The first input where they differ, with its outputs there and in the usual calls.
    public let input, output, usual: String
    public let identity: String
  }
}

extension Identification {
  /// The line that answers the question.
  public var sentence: String {
    switch certainty {
    case .everyInput:
      "\(title(same[0])), to the bit at all \(inputs) inputs of \(signature.input.rawValue)\(firsts)"
    case .everyInputTried:
      "\(title(same[0])), to the bit at all \(inputs) inputs tried\(firsts)"
    case .severalFunctions:
      "one of \(same.count) kernels of several functions, which these \(inputs) inputs do not tell apart: "
        + same.prefix(4).map(\.kernel).joined(separator: ", ")
    case .fewInputs:
      "perhaps \(title(same[0])): to the bit, but at \(inputs) inputs only"
    case .mixture: "a mixture: " + parts.map(Identification.text).joined(separator: "; ")
    case .function:
      "\(function?.reading ?? ""), by a formula that is not in the catalogue"
    case .unknown:
      "not known: no built-in kernel gives these outputs, and no function is near enough"
    }
  }

  private var firsts: String { ambiguous.count > 0 ? " (the first output of each)" : "" }

  private func title(_ match: KernelMatch) -> String { "\(match.kernel): \(match.formula)" }

  static func text(_ part: Part) -> String {
    "\(part.kernels.first ?? "") from \(part.from) to \(part.through)"
  }
}
