import FloatingPointFormats
import Kernels
import Scoring

/// What each kernel costs, measured one after the other.
enum Costs {
  static func measured(_ names: [String]) throws -> [KernelCost] {
    func all<T: BinaryFormat>(_: T.Type) throws -> [KernelCost] {
      try Catalogue.kernels(for: T.self).filter { names.contains($0.description.name) }
        .map { try KernelCost(of: $0) }
    }
    return try FormatName.reported.flatMap { try all($0.type) }
  }

  /// Throughput, latency and a digest of the outputs; each time the least of `rounds` that lie apart.
  static func measured(
    _ names: [String], seconds: Double, rounds: Int, progress: (Int, Int) -> Void
  ) throws -> [KernelCost] {
    var costs: [KernelCost] = []
    let all = FormatName.reported.map { Catalogue.names(for: $0) }
      .reduce(0) { $0 + $1.count { names.contains($0) } }
    func measure<T: BinaryFormat>(_: T.Type, _ round: Int) throws -> [KernelCost] {
      let probes = round == 0 ? CostInputs.probes(T.self) : []
      return try Catalogue.kernels(for: T.self).filter { names.contains($0.description.name) }
        .enumerated().map { i, kernel in
          var cost = try KernelCost(of: kernel, seconds: seconds)
          cost.latency = try KernelCost.latency(of: kernel, seconds: seconds)
          if round == 0 { cost.outputs = try CostInputs.digest(of: kernel, at: probes) }
          return cost
        }
    }
    for round in 0..<rounds {
      var found: [KernelCost] = []
      for format in FormatName.reported {
        progress(round * all + found.count, rounds * all)
        found += try measure(format.type, round)
      }
      costs = round == 0 ? found : zip(costs, found).map { $0.least($1) }
    }
    return costs.map(\.shortened)
  }
}
