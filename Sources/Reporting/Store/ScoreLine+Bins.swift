/// What is left out of histograms and examples.
extension ScoreLine {
  /// Where a histogram's bin ends that begins here: eighths around zero, which has one of two eighths, then
  /// binades.
  static func end(ofBinFrom from: Double) -> Double {
    if from <= -2 { return from / 2 }
    if from >= 1 { return from * 2 }
    return from == -0.125 ? 0.125 : from + 0.125
  }

  /// Leaves out the ends of bins where they are the usual ones.
  static func packBins(_ line: inout JSONText) {
    guard let from = numbers(line["histogram"]?["from"]),
      let to = numbers(line["histogram"]?["to"]),
      from.map(end) == to
    else { return }
    line["histogram"]?["to"] = nil
  }

  static func unpackBins(_ json: inout JSONText) {
    guard json["histogram"]?["to"] == nil, let from = numbers(json["histogram"]?["from"]) else {
      return
    }
    json["histogram"]?["to"] = .array(
      from.map { from in
        let to = end(ofBinFrom: from)
        return .scalar(to.isFinite ? "\(to)" : "\"inf\"")
      })
  }

  private static func numbers(_ column: JSONText?) -> [Double]? {
    column?.array?.compactMap { item in
      switch item {
      case .scalar("\"inf\""): .infinity
      case .scalar(let text): Double(text)
      default: nil
      }
    }
  }

  /// An example of a class as a list of its input and its output.
  static func packExamples(_ line: inout JSONText) {
    guard case .object(let examples)? = line["class_examples"] else { return }
    line["class_examples"] = .object(
      examples.mapValues { example in
        guard example["second"] == nil, let input = example["input"], let output = example["output"]
        else { return example }
        return .array([input, output])
      })
  }

  static func unpackExamples(_ json: inout JSONText) {
    guard case .object(let examples)? = json["class_examples"] else { return }
    json["class_examples"] = .object(
      examples.mapValues { example in
        guard let pair = example.array, pair.count == 2 else { return example }
        return .object(["input": pair[0], "output": pair[1]])
      })
  }
}
