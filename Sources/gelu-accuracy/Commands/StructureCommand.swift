import ArgumentParser
import FloatingPointFormats
import Foundation
import GELUAccuracy
import Kernels
import Oracle
import Scoring

struct StructureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "structure",
    abstract: "Check what every correct result keeps: order, sign, size, symmetry, saturation.",
    discussion:
      "All finite inputs of a format of at most 32 bits; defects as ranges of inputs, in bits.")

  @Argument(help: "Kernels by name; see 'gelu-accuracy list'.", completion: .kernels) var kernels:
    [String]
  @Option(help: "Any but float64.", completion: .formats) var format: String
  @Option(
    help: "Read inputs of this format and write --format, as 'gelu-accuracy measure' does.",
    completion: .formats)
  var inputFormat: String?
  @Option(help: "Threads. Default: all processors.") var threads: Int?
  @Option(help: "Write JSON to a file, or to standard output with -.", completion: .file())
  var json: String?

  func run() throws {
    try reportingErrors {
      let signature = try Parse.signature(format, input: inputFormat)
      let threads = try Parse.threads(threads)
      let all = try kernels.map { try check($0, signature, threads) }
      if let json {
        let encoder = JSONEncoder.suite
        try Output(path: json).write(all.count == 1 ? encoder.encode(all[0]) : encoder.encode(all))
      }
      if json != "-" { print(all.map(\.text).joined(separator: "\n")) }
    }
  }

  private func check(_ name: String, _ signature: Signature, _ threads: Int) throws -> Structure {
    func run<K: MixedKernel>(_ kernel: K) throws -> Structure {
      let progress = Progress("\(name) \(signature)")
      defer { progress.finish() }
      return try structure(
        of: kernel, against: Oracle(kernel.description.target),
        threads: threads, progress: { progress.update($0, $1) })
    }
    func named<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Structure {
      try run(Catalogue.kernel(named: name, from: X.self, to: Y.self))
    }
    return try named(signature.input.type, signature.output.type)
  }
}

extension Structure {
  fileprivate var text: String {
    var lines = ["\(kernel) \(signature), held to \(target.symbol), \(inputs) inputs"]
    for defect in defects {
      lines.append(
        "  BROKEN  \(defect.rule): \(defect.inputs) inputs in \(defect.rangeCount) ranges")
      lines += defect.ranges.prefix(4).map {
        "    \($0.from) to \($0.to)  \($0.count) inputs, the first gives \($0.output)"
      }
    }
    lines += landmarks.map {
      "  \($0.ok ? "right " : "WRONG ")  \($0.name): \($0.found)"
        + ($0.ok ? "" : ", not \($0.expected)")
    }
    if isSound { lines.append("  every rule holds") }
    return lines.joined(separator: "\n")
  }
}

extension StructureCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
}
