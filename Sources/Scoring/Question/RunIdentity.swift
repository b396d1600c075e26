import FloatingPointFormats
import Functions

/// The question that a run asks, and who answers it. Parts that agree in all of it may be joined; the
/// score of the joined whole is made from it alone.
package struct RunIdentity: Codable, Sendable, Equatable {
  package var kernel: String
  package var question: Question
  /// How many chunks the inputs are cut into.
  package var chunks: Int
  /// The program that the kernel and the judge are part of; see `Build.id`.
  package var build: String
  /// The libm that the kernel called.
  package var libm: String
  /// The digest of a kernel that is none of this program's; nil for one that is.
  package var source: String?
  /// How likely inputs are, where that was said.
  package var weights: InputWeights?

  init(
    kernel: String, _ question: Question, chunks: Int, source: String? = nil,
    weights: InputWeights? = nil
  ) {
    (self.kernel, self.question, self.chunks) = (kernel, question, chunks)
    (self.source, self.weights) = (source, weights)
    (build, libm) = (Build.id, platformLibm)
  }

  /// Every field by its name, in the words of complaints.
  static let fields: [(name: String, text: @Sendable (RunIdentity) -> String)] = [
    ("kernel", { $0.kernel }),
    ("digest of the kernel", { $0.source.map { String($0.prefix(12)) } ?? "none" }),
    ("function", { $0.question.target.function.name }),
    ("derivative", { "\($0.question.target.derivative)" }),
    ("dy", { $0.question.target.dy(in: $0.question.signature.input) ?? "1" }),
    ("up", { $0.question.target.up(in: $0.question.signature.input) ?? "1" }),
    ("second input", { $0.question.target.second?.description ?? "none" }),
    ("format", { $0.question.signature.output.rawValue }),
    ("input format", { $0.question.signature.input.rawValue }),
    ("flush", { $0.question.flush.rawValue }),
    ("inputs", { $0.question.inputs.text }),
    ("digest of the inputs", { $0.question.inputs.digest ?? "none" }),
    ("region", { $0.question.region.map { "\($0.lowerBound):\($0.upperBound)" } ?? "none" }),
    ("weights", { $0.weights?.text ?? "none" }),
    ("number of chunks", { "\($0.chunks)" }),
    ("build", { $0.build }),
    ("libm", { $0.libm }),
  ]

  /// The first field that another run has otherwise, with both values: `flush none and ftz`.
  func difference(from other: RunIdentity) -> String? {
    RunIdentity.fields.lazy.map { (name: $0.name, ours: $0.text(self), theirs: $0.text(other)) }
      .first { $0.ours != $0.theirs }.map { "\($0.name) \($0.ours) and \($0.theirs)" }
  }

  var summary: String { "\(kernel) \(question)" }
}
