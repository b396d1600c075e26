import FloatingPointFormats
import Kernels
import Oracle
import Scoring

/// Scoring a built-in kernel by names, as several subcommands do.
enum Measuring {
  /// - Parameter target: nil for the kernel's own function.
  static func score(
    _ name: String, _ format: FormatName, against target: Function?, _ options: ScoringOptions
  ) throws -> Score {
    func run<T: BinaryFormat>(_: T.Type) throws -> Score {
      let kernel = try Catalogue.kernel(named: name, for: T.self)
      let own = try Reading.function(kernel.description.function)
      let oracle = Oracle(target ?? own, derivative: kernel.description.derivative)
      var options = options
      let progress = Progress("\(name) \(format.rawValue)")
      options.progress = { progress.update($0, $1) }
      defer { progress.finish() }
      return try Scoring.score(kernel, against: oracle, options)
    }
    return switch format {
    case .float16: try run(Float16.self)
    case .bfloat16: try run(BFloat16.self)
    case .float32: try run(Float.self)
    case .float64: try run(Double.self)
    }
  }

  static func description(_ name: String, _ format: FormatName) -> KernelDescription? {
    Catalogue.descriptions(for: format).first { $0.name == name }
  }
}
