import Scoring

/// Flat: the keys of the question beside the bounds.
extension Contract: Codable {
  private enum Key: String, CodingKey {
    case kernel, source, libm, maxUlp, maxFiniteUlp, maxSteps, correctlyRounded, numbers,
      classes, brokenSpecials, regions, allowed
  }

  public init(from decoder: any Decoder) throws {
    question = try Question(from: decoder)
    let keys = try decoder.container(keyedBy: Key.self)
    kernel = try keys.decode(String.self, forKey: .kernel)
    source = try keys.decodeIfPresent(KernelSource.self, forKey: .source)
    libm = try keys.decodeIfPresent(String.self, forKey: .libm)
    maxUlp = try keys.decodeIfPresent(Double.self, forKey: .maxUlp)
    maxFiniteUlp = try keys.decodeIfPresent(Double.self, forKey: .maxFiniteUlp)
    maxSteps = try keys.decode(UInt64.self, forKey: .maxSteps)
    correctlyRounded = try keys.decode(Int.self, forKey: .correctlyRounded)
    numbers = try keys.decode(Int.self, forKey: .numbers)
    classes = try keys.decode(ClassCounts.self, forKey: .classes)
    brokenSpecials = try keys.decode([String].self, forKey: .brokenSpecials)
    regions = try keys.decodeIfPresent([String: Double].self, forKey: .regions)
    allowed = try keys.decodeIfPresent([Waiver].self, forKey: .allowed)
  }

  public func encode(to encoder: any Encoder) throws {
    try question.encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encodeIfPresent(source, forKey: .source)
    try keys.encodeIfPresent(libm, forKey: .libm)
    try keys.encodeIfPresent(maxUlp, forKey: .maxUlp)
    try keys.encodeIfPresent(maxFiniteUlp, forKey: .maxFiniteUlp)
    try keys.encode(maxSteps, forKey: .maxSteps)
    try keys.encode(correctlyRounded, forKey: .correctlyRounded)
    try keys.encode(numbers, forKey: .numbers)
    try keys.encode(classes, forKey: .classes)
    try keys.encode(brokenSpecials, forKey: .brokenSpecials)
    try keys.encodeIfPresent(regions, forKey: .regions)
    try keys.encodeIfPresent(allowed, forKey: .allowed)
  }
}
