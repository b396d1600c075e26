import Functions
import Oracle

/// The supremum of κ by region, for one function or derivative.
public struct ConditioningTable: Codable, Equatable, Sendable {
  public let function: String
  public let derivative: Int
  public let regions: [Region]

  public struct Region: Codable, Equatable, Sendable {
    public let region: String
    public let from: String
    public let to: String
    public let supremum: Supremum
  }

  init(_ oracle: Oracle) throws {
    let conditioning = Conditioning(oracle)
    function = oracle.function.name
    derivative = oracle.derivative
    regions = try LineRegion.all.map {
      Region(
        region: $0.name, from: $0.from.plain, to: $0.to.plain,
        supremum: try conditioning.supremum(from: $0.from, to: $0.to))
    }
  }
}
