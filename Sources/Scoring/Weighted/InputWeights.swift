import Digests
import Foundation

/// Which inputs are how likely: what a score can be weighted by, beside counting every encoding alike.
public enum InputWeights: Hashable, Sendable {
  /// N(0, σ²).
  case normal(sigma: Double)
  case histogram(InputHistogram)

  /// The usual inputs of an activation.
  public static let usual = InputWeights.normal(sigma: 1)

  /// - Parameter text: `normal`, `normal(sigma=2)`, or the path of a histogram.
  /// - Throws: `ScoringError`: one line.
  public init(_ text: String) throws {
    guard text.hasPrefix("normal") else {
      self = .histogram(try InputHistogram(readingFrom: text))
      return
    }
    if text == "normal" {
      self = .usual
      return
    }
    guard let match = text.wholeMatch(of: /normal\(sigma=([0-9.eE+-]+)\)/),
      let sigma = Double(match.1), (1e-6...1e6).contains(sigma)
    else {
      throw ScoringError(
        "cannot read weights '\(text.printable)'; write normal, normal(sigma=S) with S from 1e-6 to 1e6, "
          + "or a file of lines low,high,weight")
    }
    self = .normal(sigma: sigma)
  }

  /// In words: `N(0,1)`.
  public var name: String {
    switch self {
    case .normal(sigma: 1): "N(0,1)"
    case .normal(let sigma):
      "normal(sigma=\("\(sigma)".hasSuffix(".0") ? "\(Int(sigma))" : "\(sigma)"))"
    case .histogram(let histogram):
      "a histogram of \(histogram.bins.count) bin\(histogram.bins.count == 1 ? "" : "s")"
    }
  }
}

extension InputWeights {
  /// What tells it from others.
  var text: String {
    guard case .histogram(let histogram) = self else { return name }
    let bins = histogram.bins.map { "\($0.low),\($0.high),\($0.weight)" }.joined(separator: ";")
    return "\(name), digest \(SHA256.hexDigest(of: Data(bins.utf8)).prefix(12))"
  }
}

extension InputWeights: Codable {
  private enum Key: String, CodingKey { case sigma, histogram }

  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Key.self)
    if let bins = try keys.decodeIfPresent([InputHistogram.Bin].self, forKey: .histogram) {
      self = .histogram(try InputHistogram(bins, of: "a kept part"))
      return
    }
    let sigma = try keys.decode(Double.self, forKey: .sigma)
    guard (1e-6...1e6).contains(sigma) else { throw ScoringError("a sigma of \(sigma) is none") }
    self = .normal(sigma: sigma)
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    switch self {
    case .normal(let sigma): try keys.encode(sigma, forKey: .sigma)
    case .histogram(let histogram): try keys.encode(histogram.bins, forKey: .histogram)
    }
  }
}
