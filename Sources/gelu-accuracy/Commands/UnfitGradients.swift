import FloatingPointFormats

/// Rows of dy, x and dx whose dy cannot be scored in ulps: it is a zero, for which dx is a zero wherever
/// x is a number; or not finite.
struct UnfitGradients<X: BinaryFormat, Y: BinaryFormat> {
  private var (zeros, wrong, others) = (0, 0, 0)
  private var firstWrong: (x: X, y: Y)?

  init(_ x: [X], _ y: [Y], _ gradients: [X]) {
    for (i, dy) in gradients.enumerated() where contains(dy) {
      guard dy.double == 0 else {
        others += 1
        continue
      }
      zeros += 1
      let isRight = x[i].double.isNaN ? y[i].double.isNaN : y[i].double == 0
      guard !isRight else { continue }
      wrong += 1
      if firstWrong == nil { firstWrong = (x[i], y[i]) }
    }
  }

  func contains(_ dy: X) -> Bool { (try? Parse.gradient(dy, "")) == nil }

  /// Nil where there are none.
  var text: String? {
    var parts: [String] = []
    if zeros > 0 {
      let example = firstWrong.map { ", the first at x \($0.x.hexBits): \($0.y.hexBits)" } ?? ""
      parts.append(
        "\(counted(zeros, "row")) with dy = 0, in \(wrong) of them dx is not zero\(example)")
    }
    if others > 0 { parts.append("\(counted(others, "row")) left out, whose dy cannot be scored") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
