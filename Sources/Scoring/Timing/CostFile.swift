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
    let lines = try WholeFile.read(path).split(separator: UInt8(ascii: "\n"))
    func decoded<T: Decodable>(_: T.Type, _ i: Int) throws -> T {
      do { return try JSONDecoder.suite.decode(T.self, from: Data(lines[i])) } catch {
        throw ScoringError(
          "\(path), line \(i + 1): not a line of costs; write the file anew with make costs")
      }
    }
    guard !lines.isEmpty else {
      throw ScoringError("\(path) is empty; write the file anew with make costs")
    }
    build = try decoded(CostBuild.self, 0)
    costs = try lines.indices.dropFirst().map { try decoded(KernelCost.self, $0) }
    if let bad = costs.firstIndex(where: { !$0.isSound }) {
      throw ScoringError("\(path), line \(bad + 2): a time must be a positive number")
    }
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
