import Foundation

/// Measured costs as JSON Lines: the build, then one kernel and format a line.
package struct CostFile: Sendable, Equatable {
  package var build: CostBuild
  package var costs: [KernelCost]

  package init(_ build: CostBuild, _ costs: [KernelCost]) {
    (self.build, self.costs) = (build, costs)
  }

  /// - Throws: `ScoringError`, one line that names the file and the line in it.
  package init(contentsOf path: String) throws {
    let (build, costs) = try CostFile.read(path)
    guard let build else { throw CostFile.refusal(path, 0) }
    (self.build, self.costs) = (build, costs)
  }

  /// The costs of a file, whether it says which build they are of or not.
  /// - Throws: as `init`.
  package static func costs(contentsOf path: String) throws -> [KernelCost] {
    try read(path).costs
  }

  private static func read(_ path: String) throws -> (build: CostBuild?, costs: [KernelCost]) {
    let lines = try WholeFile.read(path).split(separator: UInt8(ascii: "\n")).map { Data($0) }
    guard let first = lines.first else {
      throw ScoringError("\(path) is empty; write the file anew with make costs")
    }
    let build = try? JSONDecoder.suite.decode(CostBuild.self, from: first)
    let costs = try lines.enumerated().dropFirst(build == nil ? 0 : 1).map { i, line in
      guard let cost = try? JSONDecoder.suite.decode(KernelCost.self, from: line) else {
        throw refusal(path, i)
      }
      guard cost.isSound else {
        throw ScoringError("\(path), line \(i + 1): a time must be a positive number")
      }
      return cost
    }
    return (build, costs)
  }

  private static func refusal(_ path: String, _ line: Int) -> ScoringError {
    ScoringError(
      "\(path), line \(line + 1): not a line of costs; write the file anew with make costs")
  }

  /// In the order that they are in, the keys of a line in alphabetical order.
  package var jsonLines: Data {
    get throws {
      let encoder = JSONEncoder.suite
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let lines = try [encoder.encode(build)] + costs.map { try encoder.encode($0) }
      return Data(lines.joined(separator: Data("\n".utf8)))
    }
  }

  /// Takes over the throughput of another build of the same sources.
  /// - Returns: the kernels whose outputs differ between the builds, or that only one of them has, as
  ///   `erf float32`.
  package mutating func add(baseline other: CostFile) -> [String] {
    var differing: [String] = []
    let others = Dictionary(other.costs.map { (CostFile.key($0), $0) }) { a, _ in a }
    for i in costs.indices {
      let key = CostFile.key(costs[i])
      guard let theirs = others[key], let outputs = costs[i].outputs, theirs.outputs == outputs
      else {
        differing.append(key)
        continue
      }
      costs[i].baseline = theirs.nanoseconds
    }
    build.baseline = other.build.build
    let own = Set(costs.map(CostFile.key))
    return differing + other.costs.map(CostFile.key).filter { !own.contains($0) }
  }

  private static func key(_ cost: KernelCost) -> String { "\(cost.kernel) \(cost.format.rawValue)" }
}

extension KernelCost {
  fileprivate var isSound: Bool {
    [nanoseconds, latency, baseline].allSatisfy { $0.map { $0 > 0 && $0.isFinite } ?? true }
  }

  /// The least of both of one kernel in one build, measured at two times.
  package func least(_ other: KernelCost) -> KernelCost {
    var least = self
    least.nanoseconds = min(nanoseconds, other.nanoseconds)
    least.latency = [latency, other.latency].compactMap(\.self).min()
    return least
  }

  /// Four significant digits are more than two runs agree on.
  package var shortened: KernelCost {
    func short(_ x: Double) -> Double { Double(String(format: "%.4g", x)) ?? x }
    var cost = self
    cost.nanoseconds = short(nanoseconds)
    cost.latency = latency.map(short)
    cost.baseline = baseline.map(short)
    return cost
  }
}
