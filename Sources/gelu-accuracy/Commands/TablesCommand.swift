import ArgumentParser
import Digests
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Oracle
import Scoring

struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "Write all exact results in float16 and bfloat16, and a certified set of float32.",
    discussion: """
      In multiple precision, about two minutes of processor time. FORMAT/NAME.npy and \
      FORMAT.safetensors hold the correctly rounded results, FORMAT-odd.safetensors the exact ones \
      rounded to odd in float64, all by ascending encoding of the input. float32 has inputs (NAME-x) \
      beside its results: 8,192 strata, all landmarks and binades' ends, and the hardest cases. \
      SHA256SUMS holds the digests.
      """)

  @Option(help: "The folder to write to.", completion: .directory) var output = "Reference/Tables"

  func run() throws {
    try reportingErrors {
      let folder = URL(fileURLWithPath: output)
      try Folder.make(output)
      Interrupt.listen(to: [SIGINT, SIGTERM, SIGHUP])
      var files: [String] = []
      try write(Float16.self, to: folder, &files)
      try write(BFloat16.self, to: folder, &files)
      try writeFloat32(to: folder, &files)
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

  /// Ends the run where a signal came, which takes the unfinished files away.
  private func goOn(_ written: Int) throws {
    guard let signal = Interrupt.received else { return }
    throw Failure(
      "stopped; in \(output) \(counted(written, "file")) \(written == 1 ? "is" : "are") new, the others and "
        + "SHA256SUMS are what they were",
      status: 128 + signal)
  }

  /// A compact set of float32, inputs beside results.
  private func writeFloat32(to folder: URL, _ files: inout [String]) throws {
    let place = folder.appending(path: "float32")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let already = files.count
    let sets = try Function.tabulated.flatMap { f in
      try (0...1).map { try CertifiedSet(Oracle(f, derivative: $0)) { try goOn(already) } }
    }
    func write<T: BinaryFormat>(_ name: String, _ tensors: [(name: String, values: [T])]) throws {
      let file = try TensorWriter<T>(
        folder.appending(path: name).path, tensors: tensors.map { ($0.name, $0.values.count) })
      for tensor in tensors { try tensor.values.withUnsafeBufferPointer { try file.write($0) } }
      try file.finish()
    }
    for set in sets {
      for (suffix, values) in [("-x", set.inputs), ("", set.results)] {
        let name = "float32/\(set.name)\(suffix).npy"
        try write(name, [("x", values)])
        files.append(name)
      }
      complain("float32 \(set.name)")
    }
    let (rounded, odd) = ("float32.safetensors", "float32-odd.safetensors")
    try write(rounded, sets.flatMap { [("\($0.name)-x", $0.inputs), ($0.name, $0.results)] })
    try write(odd, sets.map { ($0.name, $0.exact) })
    files += [rounded, odd]
  }

  private func write<T: BinaryFormat>(
    _: T.Type, to folder: URL, _ files: inout [String]
  ) throws where T.Bits == UInt16 {
    let format = T.name.rawValue
    try FileManager.default.createDirectory(
      at: folder.appending(path: format), withIntermediateDirectories: true)
    let oracles = Function.tabulated.flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }
    let tensors = oracles.map { (name: GoldenTable.name(of: $0.target), count: 1 << 16) }
    let (rounded, odd) = ("\(format).safetensors", "\(format)-odd.safetensors")
    let roundedFile = try TensorWriter<T>(folder.appending(path: rounded).path, tensors: tensors)
    let oddFile = try TensorWriter<Double>(folder.appending(path: odd).path, tensors: tensors)
    for (oracle, tensor) in zip(oracles, tensors) {
      let already = files.count
      let exact = try GoldenTable.computed(oracle, T.self) { try goOn(already) }
      // Rounding to odd and once more to nearest is rounding to nearest.
      let results = exact.map { T(nearest: $0) }
      try exact.withUnsafeBufferPointer { try oddFile.write($0) }
      try results.withUnsafeBufferPointer { try roundedFile.write($0) }
      let name = "\(format)/\(tensor.name).npy"
      let single = try TensorWriter<T>(folder.appending(path: name).path, count: 1 << 16)
      try results.withUnsafeBufferPointer { try single.write($0) }
      try single.finish()
      files.append(name)
      complain("\(format) \(tensor.name)")
    }
    try roundedFile.finish()
    try oddFile.finish()
    files += [rounded, odd]
  }
}
