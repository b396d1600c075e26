import Foundation

/// What a run keeps in a file, to go on from after an interruption.
public protocol Kept: Codable {
  var isValid: Bool { get }
}

extension Kept {
  /// - Throws: `ScoringError` naming the file, if it is not there or not such a file.
  public init(readingFrom path: String) throws {
    let data = try WholeFile.read(path)
    guard let found = try? JSONDecoder.suite.decode(Self.self, from: data), found.isValid else {
      throw ScoringError("\(path) is no part of a run; --shard and --resume write such files")
    }
    self = found
  }

  /// Writes it in one step: what was there before stays until the new one is whole.
  /// - Throws: `ScoringError` with the path and the reason.
  public func write(to path: String) throws {
    try OutputFile.write(try JSONEncoder.suite.encode(self), to: path)
  }
}

extension PartialScore: Kept {
  public var isValid: Bool { done.isValid(below: identity.chunks) }
}

extension Survey: Kept {
  public var isValid: Bool { structure.isValid && scores.allSatisfy(\.isValid) }
}
