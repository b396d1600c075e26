import FloatingPointFormats

extension QuantisedScore: Encodable {
  private enum Key: String, CodingKey {
    case kernel, function, derivative, inputFormat, outputFormat, inputs, bound, scored, numbers,
      maxCodes,
      maxReal, maxCodesInput, maxCodesOutput, meanCodes, meanSignedCodes, meanReal,
      correctlyRounded, wrongCodes,
      offByOne, offByMore, besideTies, below, above, ties, classes, classExamples, worst, cause,
      data, environment
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encode(target.function.name, forKey: .function)
    try keys.encode(target.derivative, forKey: .derivative)
    try keys.encode(input, forKey: .inputFormat)
    try keys.encode(output, forKey: .outputFormat)
    try keys.encode(inputs, forKey: .inputs)
    try keys.encode(bound, forKey: .bound)
    try keys.encode(scored, forKey: .scored)
    try keys.encode(numbers, forKey: .numbers)
    try keys.encode(maxCodes, forKey: .maxCodes)
    try keys.encode(maxReal, forKey: .maxReal)
    try keys.encode(maxCodesInput, forKey: .maxCodesInput)
    try keys.encode(maxCodesOutput, forKey: .maxCodesOutput)
    try keys.encode(meanCodes, forKey: .meanCodes)
    try keys.encode(meanSignedCodes, forKey: .meanSignedCodes)
    try keys.encode(meanReal, forKey: .meanReal)
    try keys.encode(correctlyRounded, forKey: .correctlyRounded)
    try keys.encode(wrongCodes, forKey: .wrongCodes)
    try keys.encode(offByOne, forKey: .offByOne)
    try keys.encode(offByMore, forKey: .offByMore)
    try keys.encode(besideTies, forKey: .besideTies)
    try keys.encode(below, forKey: .below)
    try keys.encode(above, forKey: .above)
    try keys.encode(ties, forKey: .ties)
    try keys.encode(
      Dictionary(uniqueKeysWithValues: CodeClass.allCases.map { ($0.rawValue, self[$0]) }),
      forKey: .classes)
    try keys.encode(classExamples, forKey: .classExamples)
    try keys.encode(worst, forKey: .worst)
    try keys.encodeIfPresent(cause, forKey: .cause)
    try keys.encodeIfPresent(data, forKey: .data)
    try keys.encodeIfPresent(environment, forKey: .environment)
  }

  /// How many outputs of a class there are.
  package subscript(_ kind: CodeClass) -> Int {
    switch kind {
    case .wrapped: wrapped
    case .notSaturated: notSaturated
    case .saturatedWrongly: saturatedWrongly
    }
  }
}

/// `{"format": "int8", "scale": 0.05, "scale_hex": "0x1.99999ap-5", "zero_point": 3}`, or `{"format": "float32"}`.
extension EndFormat: Encodable {
  private enum Key: String, CodingKey { case format, scale, scaleHex, zeroPoint }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(storedName.rawValue, forKey: .format)
    guard let quantisation else { return }
    try keys.encode(quantisation.scale, forKey: .scale)
    try keys.encode(quantisation.scale.hexFloat, forKey: .scaleHex)
    try keys.encode(quantisation.zeroPoint, forKey: .zeroPoint)
  }
}
