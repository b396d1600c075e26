import Foundation

/// The columns of a region's plot as a short text: numbers with a space between them, without a zero
/// before the point, `-` where nothing was scored, `inf`, and `.5*12` for the same twelve times.
enum ProfileText {
  /// What plots draw as nothing: a smaller error is kept as this one, which bounds it too.
  static let least = 0.01

  static func packed(_ profile: [Double?]) -> String {
    var words: [(word: String, count: Int)] = []
    for ulp in profile {
      let word = ulp.map(number) ?? "-"
      if words.last?.word == word {
        words[words.count - 1].count += 1
      } else {
        words.append((word, 1))
      }
    }
    return words.map { $0.count == 1 ? $0.word : "\($0.word)*\($0.count)" }.joined(separator: " ")
  }

  private static func number(_ ulp: Double) -> String {
    guard ulp.isFinite else { return "inf" }
    if ulp == 0 { return "0" }
    var text = "\(max(ulp, least))"
    if text.hasSuffix(".0") { text.removeLast(2) }
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }

  /// - Returns: nil for text that is no profile, or one of more than 4,096 columns.
  static func unpacked(_ text: String) -> [Double?]? {
    var profile: [Double?] = []
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "*", omittingEmptySubsequences: false)
      guard parts.count <= 2, let count = parts.count == 1 ? 1 : Int(parts[1]), count > 0,
        profile.count + count <= 4096
      else { return nil }
      if parts[0] == "-" {
        profile += [Double?](repeating: nil, count: count)
      } else {
        guard let ulp = Double("0" + parts[0]) ?? Double(parts[0]), ulp >= 0 else { return nil }
        profile += [Double?](repeating: ulp, count: count)
      }
    }
    return profile
  }
}
