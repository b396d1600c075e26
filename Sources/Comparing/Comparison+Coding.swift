import Scoring

/// The keys of the question beside those of what was compared.
extension Comparison: Encodable {
  private enum Key: String, CodingKey {
    case kernels, flush, region, inputs, bound, figures, outputs, worse
  }

  private struct Names: Encodable { let a, b: String }

  public func encode(to encoder: any Encoder) throws {
    try question.asked.encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(Names(a: a, b: b), forKey: .kernels)
    try keys.encode(question.flush, forKey: .flush)
    try keys.encodeIfPresent(
      question.region.map { [$0.lowerBound, $0.upperBound] }, forKey: .region)
    try keys.encodeIfPresent(inputs, forKey: .inputs)
    try keys.encodeIfPresent(bound, forKey: .bound)
    try keys.encode(figures, forKey: .figures)
    try keys.encodeIfPresent(outputs, forKey: .outputs)
    try keys.encode(breaches(of: .noWorse), forKey: .worse)
  }
}
