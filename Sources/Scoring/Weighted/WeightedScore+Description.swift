import Foundation

extension WeightedScore {
  /// One line: the shares, and the means, with the digits that both bounds agree on.
  var line: String {
    let part = mass.low < 1 ? " in the region" : ""
    let lost =
      noNumber.high > 0
      ? "; NaN or infinity for \(noNumber.percent), left out of the means" : ""
    return "\(weights)\(part): \(right.percent) right, \(faithful.percent) faithful\(lost); "
      + "mean \(meanUlp.digits) ulp\(meanMagnitudeUlp.direction); "
      + "mean absolute error \(meanAbs.digits)\(meanMagnitudeAbs.direction)"
  }
}

extension WeightedScore.Bounds {
  /// Up to six digits, as many as both bounds have after rounding; else both.
  var digits: String { agreed { "\(Double(String(format: "%.\($0)g", $1)) ?? $1)" } }

  /// The same in hundredths, with up to four decimals.
  var percent: String {
    if low == 1 { return "100 %" }
    if high == 0 { return "0 %" }
    // What is rare is not nothing.
    if high < 1e-6 { return "less than 0.0001 %" }
    if low > 1 - 1e-6 { return "more than 99.9999 %" }
    return agreed(6) { "\(Double(String(format: "%.\($0 - 2)f", 100 * $1)) ?? $1)" } + " %"
  }

  /// `, 0.1 toward zero`; nothing where the sign is not known, or the number is zero.
  fileprivate var direction: String {
    guard low > 0 || high < 0 else { return "" }
    let size = low > 0 ? self : WeightedScore.Bounds(low: -high, high: -low)
    return ", \(size.digits) \(low > 0 ? "away from" : "toward") zero"
  }

  private func agreed(_ most: Int = 6, _ text: (Int, Double) -> String) -> String {
    for digits in stride(from: most, through: 2, by: -1) {
      let (a, b) = (text(digits, low), text(digits, high))
      if a == b { return a }
    }
    return low.isFinite && high.isFinite
      ? "between \(text(2, low)) and \(text(2, high))" : "any number"
  }
}
