import Foundation
import Scoring

/// A list of kernels with the contracts that they are held to, one JSON file for a project:
///
///     {"kernels": [{"contract": "gelu-float16.json", "library": "build/libk.so", "symbol": "gelu"}]}
///
/// Paths are taken from the manifest's folder; the source's keys stand for what the contract says.
public struct Manifest: Codable, Sendable {
  public var kernels: [Entry]

  public struct Entry: Codable, Sendable {
    public var contract: String
    public var source: KernelSource

    private enum Key: CodingKey { case contract }

    public init(from decoder: any Decoder) throws {
      contract = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .contract)
      source = try KernelSource(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(contract, forKey: .contract)
      try source.encode(to: encoder)
    }
  }

  /// The keys of a manifest's file and what each takes.
  private static let shape = JSONShape.object(
    "a manifest",
    [
      "kernels": .list(
        .object(
          "an entry", KernelSource.keys.merging(["contract": .text]) { $1 },
          required: ["contract"]))
    ], required: ["kernels"])

  /// - Throws: `ScoringError`, naming the file and the key.
  public init(readingFrom path: String) throws {
    self = try Manifest.shape.read(
      Manifest.self, from: path, as: "a manifest",
      hint: "it needs {\"kernels\": [{\"contract\": PATH, …}]}")
    guard !kernels.isEmpty else { throw ScoringError("\(path): 'kernels' is empty") }
    for (i, entry) in kernels.enumerated() {
      if let problem = entry.source.problem, entry.source != KernelSource() {
        throw ScoringError("\(path): 'kernels'[\(i)]: \(problem)")
      }
    }
  }

  /// One contract with the folder that its source's paths start from.
  public struct Job: Sendable, CustomStringConvertible {
    public var path: String
    public var folder: URL
    public var source: KernelSource?

    public init(contract path: String, folder: URL? = nil, source: KernelSource? = nil) {
      self.path = path
      self.folder = folder ?? URL(fileURLWithPath: path).deletingLastPathComponent()
      self.source = source
    }

    public var description: String { path }

    /// The contract, with the manifest's source in it where it has one.
    public func contract() throws -> Contract {
      var contract = try Contract(readingFrom: path)
      if let source { contract.source = source }
      return contract
    }
  }

  public static func jobs(_ path: String) throws -> [Job] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return try Manifest(readingFrom: path).kernels.map { entry in
      let contract =
        entry.contract.hasPrefix("/") ? entry.contract : folder.appending(path: entry.contract).path
      guard entry.source != KernelSource() else { return Job(contract: contract) }
      return Job(contract: contract, folder: folder, source: entry.source)
    }
  }
}
