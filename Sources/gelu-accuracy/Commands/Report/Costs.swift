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
}
