import FloatingPointFormats

/// In which ranges of inputs results are wrong, in words.
extension Score {
  /// A line for each class that is not empty.
  var placesOfClasses: String {
    listed("where", ErrorClass.bySeverity.compactMap { placesInWords($0) })
  }

  /// `NaN for a number: 278 inputs in 1 range: 10.5 (0x41280000) to 10.75 (0x412c0000); and at -inf`; nil where no
  /// input shows the class, or its ranges were not kept.
  package func placesInWords(_ errorClass: ErrorClass) -> String? {
    guard let places = classRanges?[errorClass.rawValue] else { return nil }
    let infinities = (places.atInfinities ?? []).map {
      question.signature.input.exactDecimal(hex: $0)
    }
    guard places.inputs > 0 else {
      return "\(errorClass.title): at \(infinities.joined(separator: " and ")) alone"
    }
    let scope = bound == .exact || data != nil ? "" : " of the sample"
    let inputs = places.inputs == 1 ? "1 input" : "\(places.inputs) inputs"
    let ranges = places.ranges == 1 ? "1 range" : "\(places.ranges) ranges"
    return
      "\(errorClass.title): \(inputs)\(scope) in \(ranges): \(places.rangesInWords(of: 3, inWords))"
      + (infinities.isEmpty ? "" : "; and at \(infinities.joined(separator: " and "))")
  }

  private func inWords(_ range: ClassPlaces.Range) -> String {
    let format = question.signature.input
    let from = format.exactDecimal(hex: range.from)
    return range.from == range.to ? from : "\(from) to \(format.exactDecimal(hex: range.to))"
  }
}

extension ClassPlaces {
  /// The first ranges, and where there are more, how many and the last of them.
  package func rangesInWords(of most: Int, _ words: (Range) -> String) -> String {
    let isWhole = ranges <= most
    let shown = list.prefix(isWhole ? ranges : most - 1).map(words).joined(separator: ", ")
    guard !isWhole, let last = list.last else { return shown }
    return "\(shown) and \(ranges - most + 1) more, the last \(words(last))"
  }
}
