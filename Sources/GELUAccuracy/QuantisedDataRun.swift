import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Scoring

/// Recorded inputs and outputs of a kernel that reads or writes codes, as `DataRun` has those of one that does not:
/// int8, uint8 and int16 in .npy, .npz and .safetensors files, bits or decimals in .csv files.
public struct QuantisedDataRun: Sendable {
  public var inputs: String
  /// Nil where the inputs' file has the outputs too.
  public var outputs: String?
  /// The tensors or columns, in files of several.
  public var inputTensor, outputTensor: String?
  public var target = Target(.gelu)
  /// Nil for the format that the file says.
  public var output: EndFormat?
  /// Nil for the outputs' where the file has those integers, else the format that the file says.
  public var input: EndFormat?
  public var flush = FlushModel.none
  public var threads = Parallel.cores
  /// Told from any thread how many distinct inputs have been scored, and of how many.
  public var progress: @Sendable (Int, Int) -> Void = { _, _ in }

  public init(inputs: String, outputs: String? = nil, output: EndFormat? = nil) {
    (self.inputs, self.outputs, self.output) = (inputs, outputs, output)
  }

  /// - Throws: `FileError`, `ScoringError`, `OracleError`: one line each.
  public func result() throws -> QuantisedResult {
    let first = try RecordedFile(inputs)
    let isSame = outputs == nil || outputs == inputs
    let other = try outputs.map { $0 == inputs ? first : try RecordedFile($0) } ?? first
    guard !isSame || first.tensors.count > 1 else {
      throw FileError(inputs, "holds one array; say where the outputs are: --outputs FILE")
    }
    let x = try first.find(
      inputTensor, ["x", "input", "inputs", "in"], "--x-tensor", alone: !isSame)
    let y = try other.find(
      outputTensor, ["y", "output", "outputs", "out"], "--y-tensor", alone: !isSame)
    try y.checkShape(of: x)
    let output = try output ?? y.usualFormat(nil, "--format")
    let input = try input ?? x.usualFormat(output, "--input-format")
    try QuantisedJudging.check(input, output)
    let (xBits, yBits) = (try x.bits(input), try y.bits(output))
    try y.check(count: yBits.count, inputs: xBits.count, of: x)
    return try QuantisedJudging(
      target: target, input: input, output: output, flush: flush, threads: threads,
      progress: progress
    ).result(outputs ?? inputs, x: xBits, y: yBits, inputs: nil)
  }
}

extension RecordedPlace {
  /// The encodings of all values, which are to be of a format.
  fileprivate func bits(_ end: EndFormat) throws -> [UInt64] {
    guard tensor.held.contains(end.storedName) else {
      throw FileError(
        file.path, "holds \(tensor.type) in \(name), not \(end.storedName.rawValue)")
    }
    func bits<T: StoredFormat>(_: T.Type) throws -> [UInt64] { try values(T.self).map(\.bits) }
    return try bits(end.storedName.type)
  }

  /// The format of an end of which nothing was said.
  fileprivate func usualFormat(_ output: EndFormat?, _ option: String) throws -> EndFormat {
    if let output, output.quantisation != nil, tensor.held.contains(output.storedName) {
      return output
    }
    guard tensor.formats.count == 1 else {
      throw FileError(
        file.path,
        tensor.held.isEmpty
          ? "holds \(tensor.type) in \(name): neither a format of the suite nor int8, uint8 or int16; save it as one"
          : "holds \(tensor.type) in \(name); give \(option), as int8(scale=0.05,zero-point=3)")
    }
    return .float(tensor.formats[0])
  }
}
