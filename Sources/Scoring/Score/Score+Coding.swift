/// Flat: the keys of the question beside those of what was measured.
extension Score: Codable {
  private enum Key: String, CodingKey {
    case inputs, kernel, bound, scored, numbers, maxUlp, maxUlpInput, maxUlpOutput,
      maxFiniteUlp, maxFiniteUlpInput, maxSteps, maxStepsInput, meanUlp, rmsUlp, meanSignedUlp,
      correctlyRounded, faithful, classes, classExamples, specials, histogram, regions, worst,
      rungs, maxUlpSecond, data, environment, roundedSum, classRanges,
      meanMagnitudeUlp, maxAbs, maxAbsInput, maxRel, maxRelInput
  }

  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Key.self)
    question = try Question(
      from: decoder, inputs: keys.decode(InputSummary.self, forKey: .inputs).set)
    kernel = try keys.decode(String.self, forKey: .kernel)
    bound = try keys.decode(Bound.self, forKey: .bound)
    scored = try keys.decode(Int.self, forKey: .scored)
    numbers = try keys.decode(Int.self, forKey: .numbers)
    maxUlp = try keys.decode(Double.self, forKey: .maxUlp)
    maxUlpInput = try keys.decode(String.self, forKey: .maxUlpInput)
    maxUlpOutput = try keys.decode(String.self, forKey: .maxUlpOutput)
    maxFiniteUlp = try keys.decode(Double.self, forKey: .maxFiniteUlp)
    maxFiniteUlpInput = try keys.decode(String.self, forKey: .maxFiniteUlpInput)
    maxSteps = try keys.decode(UInt64.self, forKey: .maxSteps)
    maxStepsInput = try keys.decode(String.self, forKey: .maxStepsInput)
    meanUlp = try keys.decode(Double.self, forKey: .meanUlp)
    rmsUlp = try keys.decode(Double.self, forKey: .rmsUlp)
    meanSignedUlp = try keys.decode(Double.self, forKey: .meanSignedUlp)
    correctlyRounded = try keys.decode(Int.self, forKey: .correctlyRounded)
    faithful = try keys.decode(Int.self, forKey: .faithful)
    classes = try keys.decode(ClassCounts.self, forKey: .classes)
    classExamples = try keys.decode([String: Example].self, forKey: .classExamples)
    specials = try keys.decode([Special].self, forKey: .specials)
    histogram = try keys.decode([HistogramBin].self, forKey: .histogram)
    regions = try keys.decode([RegionScore].self, forKey: .regions)
    worst = try keys.decode([WorstInput].self, forKey: .worst)
    rungs = try keys.decode(RungCounts.self, forKey: .rungs)
    maxUlpSecond = try keys.decodeIfPresent(String.self, forKey: .maxUlpSecond)
    data = try keys.decodeIfPresent(DataSummary.self, forKey: .data)
    roundedSum = try keys.decodeIfPresent(RoundedSum.self, forKey: .roundedSum)
    meanMagnitudeUlp = try keys.decodeIfPresent(Double.self, forKey: .meanMagnitudeUlp)
    maxAbs = try keys.decodeIfPresent(Double.self, forKey: .maxAbs)
    maxAbsInput = try keys.decodeIfPresent(String.self, forKey: .maxAbsInput)
    maxRel = try keys.decodeIfPresent(Double.self, forKey: .maxRel)
    maxRelInput = try keys.decodeIfPresent(String.self, forKey: .maxRelInput)
    classRanges = try keys.decodeIfPresent([String: ClassPlaces].self, forKey: .classRanges)
    environment = try keys.decodeIfPresent(KernelEnvironment.self, forKey: .environment)
  }

  public func encode(to encoder: any Encoder) throws {
    try question.encodeAllButInputs(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(inputs, forKey: .inputs)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encode(bound, forKey: .bound)
    try keys.encode(scored, forKey: .scored)
    try keys.encode(numbers, forKey: .numbers)
    try keys.encode(maxUlp, forKey: .maxUlp)
    try keys.encode(maxUlpInput, forKey: .maxUlpInput)
    try keys.encode(maxUlpOutput, forKey: .maxUlpOutput)
    try keys.encode(maxFiniteUlp, forKey: .maxFiniteUlp)
    try keys.encode(maxFiniteUlpInput, forKey: .maxFiniteUlpInput)
    try keys.encode(maxSteps, forKey: .maxSteps)
    try keys.encode(maxStepsInput, forKey: .maxStepsInput)
    try keys.encode(meanUlp, forKey: .meanUlp)
    try keys.encode(rmsUlp, forKey: .rmsUlp)
    try keys.encode(meanSignedUlp, forKey: .meanSignedUlp)
    try keys.encode(correctlyRounded, forKey: .correctlyRounded)
    try keys.encode(faithful, forKey: .faithful)
    try keys.encode(classes, forKey: .classes)
    try keys.encode(classExamples, forKey: .classExamples)
    try keys.encode(specials, forKey: .specials)
    try keys.encode(histogram, forKey: .histogram)
    try keys.encode(regions, forKey: .regions)
    try keys.encode(worst, forKey: .worst)
    try keys.encode(rungs, forKey: .rungs)
    try keys.encodeIfPresent(maxUlpSecond, forKey: .maxUlpSecond)
    try keys.encodeIfPresent(data, forKey: .data)
    try keys.encodeIfPresent(roundedSum, forKey: .roundedSum)
    try keys.encodeIfPresent(meanMagnitudeUlp, forKey: .meanMagnitudeUlp)
    try keys.encodeIfPresent(maxAbs, forKey: .maxAbs)
    try keys.encodeIfPresent(maxAbsInput, forKey: .maxAbsInput)
    try keys.encodeIfPresent(maxRel, forKey: .maxRel)
    try keys.encodeIfPresent(maxRelInput, forKey: .maxRelInput)
    try keys.encodeIfPresent(classRanges, forKey: .classRanges)
    try keys.encodeIfPresent(environment, forKey: .environment)
  }
}
