import Scoring

/// Flat: the keys of the question beside the bounds.
extension Contract: Codable {
  private enum Key: String, CodingKey {
    case kernel, source, libm, environment, maxUlp,
      maxFiniteUlp, maxSteps, correctlyRounded, numbers,
      classes, brokenSpecials, regions, allowed
  }

  public init(from decoder: any Decoder) throws {
    question = try Question(usualFrom: decoder)
    let keys = try decoder.container(keyedBy: Key.self)
    kernel = try keys.decode(String.self, forKey: .kernel)
    source = try keys.decodeIfPresent(KernelSource.self, forKey: .source)
    libm = try keys.decodeIfPresent(String.self, forKey: .libm)
    environment = try keys.decodeIfPresent(KernelEnvironment.self, forKey: .environment)
    maxUlp = try keys.decodeIfPresent(Double.self, forKey: .maxUlp)
    maxFiniteUlp = try keys.decodeIfPresent(Double.self, forKey: .maxFiniteUlp)
    maxSteps = try keys.decodeIfPresent(UInt64.self, forKey: .maxSteps)
    correctlyRounded = try keys.decodeIfPresent(Int.self, forKey: .correctlyRounded)
    numbers = try keys.decodeIfPresent(Int.self, forKey: .numbers)
    classes = try keys.decodeIfPresent(ClassBounds.self, forKey: .classes) ?? ClassBounds()
    brokenSpecials = try keys.decodeIfPresent([String].self, forKey: .brokenSpecials)
    regions = try keys.decodeIfPresent([String: Double].self, forKey: .regions)
    allowed = try keys.decodeIfPresent([Waiver].self, forKey: .allowed)
  }

  public func encode(to encoder: any Encoder) throws {
    try question.encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encodeIfPresent(source, forKey: .source)
    try keys.encodeIfPresent(libm, forKey: .libm)
    try keys.encodeIfPresent(environment, forKey: .environment)
    try keys.encodeIfPresent(maxUlp, forKey: .maxUlp)
    try keys.encodeIfPresent(maxFiniteUlp, forKey: .maxFiniteUlp)
    try keys.encodeIfPresent(maxSteps, forKey: .maxSteps)
    try keys.encodeIfPresent(correctlyRounded, forKey: .correctlyRounded)
    try keys.encodeIfPresent(numbers, forKey: .numbers)
    if classes != ClassBounds() { try keys.encode(classes, forKey: .classes) }
    try keys.encodeIfPresent(brokenSpecials, forKey: .brokenSpecials)
    try keys.encodeIfPresent(regions, forKey: .regions)
    try keys.encodeIfPresent(allowed, forKey: .allowed)
  }
}
