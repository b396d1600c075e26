import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Oracle
import Scoring

struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "Write all 65,536 exact results of every function in float16 and bfloat16.",
    discussion: """
      In multiple precision, about two minutes of processor time. FORMAT/NAME.npy and \
      FORMAT.safetensors hold the correctly rounded results, FORMAT-odd.safetensors the exact ones \
      rounded to odd in float64, all by ascending encoding of the input; SHA256SUMS their digests.
      """)

  @Option(help: "The folder to write to.") var output = "Reference/Tables"

  func run() throws {
    try reportingErrors {
      let folder = URL(fileURLWithPath: output)
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      } catch {
        throw Failure(
          "cannot make the folder \(output): \((error as NSError).localizedDescription)")
      }
      let files =
        try write(Float16.self, to: folder) + write(BFloat16.self, to: folder)
      let sums = try files.map { name in
        let data = try Data(contentsOf: folder.appending(path: name))
        var digest = SHA256()
        data.withUnsafeBytes { digest.update($0) }
        return "\(digest.hexDigest())  \(name)"
      }
      try Output(path: folder.appending(path: "SHA256SUMS").path).write(
        Data(sums.joined(separator: "\n").utf8))
    }
  }

  /// The names of the files of one format.
  private func write<T: BinaryFormat>(_: T.Type, to folder: URL) throws -> [String]
  where T.Bits == UInt16 {
    let format = T.name.rawValue
    try FileManager.default.createDirectory(
      at: folder.appending(path: format), withIntermediateDirectories: true)
    let oracles = Function.all.flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }
    let tensors = oracles.map { (name: GoldenTable.name(of: $0), count: 1 << 16) }
    let (rounded, odd) = ("\(format).safetensors", "\(format)-odd.safetensors")
    let roundedFile = try TensorWriter<T>(folder.appending(path: rounded).path, tensors: tensors)
    let oddFile = try TensorWriter<Double>(folder.appending(path: odd).path, tensors: tensors)
    var names: [String] = []
    for (oracle, tensor) in zip(oracles, tensors) {
      let exact = try GoldenTable.computed(oracle, T.self)
      // Rounding to odd and once more to nearest is rounding to nearest.
      let results = exact.map { T(nearest: $0) }
      try exact.withUnsafeBufferPointer { try oddFile.write($0) }
      try results.withUnsafeBufferPointer { try roundedFile.write($0) }
      let name = "\(format)/\(tensor.name).npy"
      let single = try TensorWriter<T>(folder.appending(path: name).path, count: 1 << 16)
      try results.withUnsafeBufferPointer { try single.write($0) }
      try single.finish()
      names.append(name)
      complain("\(format) \(tensor.name)")
    }
    try roundedFile.finish()
    try oddFile.finish()
    return names + [rounded, odd]
  }
}
