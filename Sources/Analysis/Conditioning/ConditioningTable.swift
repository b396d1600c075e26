import Functions
import Oracle
import Scoring

/// The supremum of κ by region, for one function or derivative.
package struct ConditioningTable: Equatable, Sendable {
  package let target: Target
  package let regions: [Region]

  package struct Region: Codable, Equatable, Sendable {
    package let region: String
    package let from: String
    package let to: String
    package let supremum: Supremum
  }

  init(_ oracle: Oracle) throws {
    let conditioning = Conditioning(oracle)
    target = oracle.target
    regions = try LineRegion.all.map {
      Region(
        region: $0.name, from: $0.from.plain, to: $0.to.plain,
        supremum: try conditioning.supremum(from: $0.from, to: $0.to))
    }
  }
}

extension ConditioningTable: Codable {
  private enum Key: String, CodingKey { case regions }

  package init(from decoder: any Decoder) throws {
    target = try Target(flatFrom: decoder)
    regions = try decoder.container(keyedBy: Key.self).decode([Region].self, forKey: .regions)
  }

  package func encode(to encoder: any Encoder) throws {
    try target.encodeFlat(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(regions, forKey: .regions)
  }
}
