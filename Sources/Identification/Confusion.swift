import FloatingPointFormats
import Kernels
import Scoring

/// What `Identifier` says of every built-in kernel of a format.
package struct Confusion: Sendable {
  package struct Row: Sendable {
    package let kernel: String
    /// The kernels with the same bits, itself among them; none where it was not found.
    package let named: [String]
    /// The nearest other one, and how many outputs are the same.
    package let runnerUp: String
    package let shared, of: Int

    package var isRight: Bool { named.contains(kernel) }
  }

  package let format: FormatName
  package let inputs: Int
  package let rows: [Row]

  package init(_ format: FormatName, threads: Int = Parallel.cores) throws {
    let identifier = try Identifier(Signature(format), threads: threads).keepingOutputs()
    func rows<T: BinaryFormat>(_: T.Type) throws -> (Int, [Row]) {
      let inputs = try identifier.inputs(T.self)
      let kernels = Catalogue.kernels(for: T.self)
      var single = identifier
      single.threads = 1
      let one = single
      let rows = try Parallel.map(0..<kernels.count, threads: threads) { i in
        func observed(_ kernel: some Kernel<T>) throws -> Observations {
          try Observations(of: kernel, at: inputs)
        }
        let found = try one.identify(observed(kernels[i]))
        let next = found.nearest.first
        return Row(
          kernel: kernels[i].description.name, named: found.same.map(\.kernel),
          runnerUp: next?.kernel ?? "", shared: next?.same ?? 0, of: found.inputs)
      }
      return (inputs.count, rows)
    }
    self.format = format
    (inputs, self.rows) = try rows(format.type)
  }

  /// Kernels that share all their bits with another.
  package var twins: [[String]] {
    var seen: Set<[String]> = []
    return rows.map { $0.named.sorted() }.filter { $0.count > 1 && seen.insert($0).inserted }
  }
}
