import FloatingPointFormats
import Kernels
import Scoring

/// What each kernel costs, measured one after the other.
enum Costs {
  /// Each time is the least of `rounds` that lie apart.
  /// - Parameter isFull: whether latency and a digest of the outputs go with the throughput.
  static func measured(
    _ names: [String], isFull: Bool, seconds: Double = 0.02, rounds: Int = 1,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [KernelCost] {
    var costs: [KernelCost] = []
    let all = FormatName.reported.map { Catalogue.names(for: $0) }
      .reduce(0) { $0 + $1.count { names.contains($0) } }
    func measure<T: BinaryFormat>(_: T.Type, _ round: Int) throws -> [KernelCost] {
      let probes = isFull && round == 0 ? KernelProbes.inputs(T.self) : []
      return try Catalogue.kernels(for: T.self).filter { names.contains($0.description.name) }
        .map { kernel in
          var cost = try KernelCost(of: kernel, seconds: seconds)
          guard isFull else { return cost }
          cost.latency = try KernelCost.latency(of: kernel, seconds: seconds)
          if round == 0 { cost.outputs = try KernelProbes.digest(of: kernel, at: probes) }
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
