import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Identification
import Oracle
import Scoring

/// Inputs and outputs that somebody recorded, as they are: two files, or one with both; any order, repeats and
/// all. Formats, names and second inputs are found in the files where they are not said.
///
/// ```swift
/// var run = DataRun(inputs: "x.npy", outputs: "y.npy")
/// run.function = .geluTanh
/// print(try run.scores()[0])
/// ```
public struct DataRun: Sendable {
  public var inputs: String
  /// Nil where the inputs' file has the outputs too.
  public var outputs: String?
  /// The tensors or columns, in files of several. Usual names are found: x or input, y or output; dy and dx;
  /// gate and up.
  public var inputTensor, outputTensor, secondTensor: String?
  public var function = Function.gelu
  public var derivative = 0
  /// Nil where there is no second input, or the names `dy` and `dx` tell of one.
  public var second: SecondInput?
  /// Nil for what the files say.
  public var inputFormat, outputFormat: FormatName?
  public var flush: [FlushModel] = [.none]
  /// How likely inputs are; nil for the usual weights, which all inputs of up to 16 bits have.
  public var weights: InputWeights?
  public var threads = Parallel.cores
  /// Told from any thread how many distinct inputs have been scored, and of how many.
  public var progress: @Sendable (Int, Int) -> Void = { _, _ in }

  public init(inputs: String, outputs: String? = nil) {
    (self.inputs, self.outputs) = (inputs, outputs)
  }

  /// A score under each flush model. It is of the distinct inputs, and its `data` of all elements.
  /// - Throws: `FileError`, `ScoringError`, `OracleError`: one line each.
  public func scores() throws -> [Score] {
    let found = try FoundTensors(self)
    func scores<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> [Score] {
      let x = try found.input.values(X.self), y = try found.output.values(Y.self)
      let second = try found.second.map { try $0.values(X.self) }
      try found.check(inputs: x.count, outputs: y.count, seconds: second?.count)
      return try scoreData(
        outputs ?? inputs, against: found.target(self), x: x, second: second, y: y, flush: flush,
        weights: weights, threads: threads, progress: progress)
    }
    return try scores(found.signature.input.type, found.signature.output.type)
  }

  /// The outputs as a kernel, where they are for all inputs of a small format.
  package func recorded<T: BinaryFormat>(_: T.Type) throws -> RecordedKernel<T>? {
    guard T.name.keepsAllTruths else { return nil }
    let found = try FoundTensors(self)
    let (x, y) = (try found.input.values(T.self), try found.output.values(T.self))
    try found.check(inputs: x.count, outputs: y.count, seconds: nil)
    return RecordedKernel(
      outputs ?? inputs, found.target(self), zip(x, y).map { ($0.position, $1) })
  }
}

extension DataRun {
  /// The rows, each distinct input once: all, or about so many, chosen by a hash of their place.
  /// - Throws: `FileError`; `ScoringError`, where rows have a second input.
  package func observations(atMost most: Int = 1 << 20) throws -> Observations {
    let found = try FoundTensors(self)
    guard found.second == nil else {
      throw ScoringError("rows with a second input cannot be compared with kernels of x alone")
    }
    func rows<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Observations {
      let x = try found.input.values(X.self), y = try found.output.values(Y.self)
      try found.check(inputs: x.count, outputs: y.count, seconds: nil)
      let step = UInt64((x.count + most - 1) / most)
      let some = x.indices.filter { i in
        var hash = SplitMix64(seed: UInt64(i))
        return step <= 1 || hash.next() % step == 0
      }
      var observed = Observations(outputs ?? inputs, some.map { x[$0] }, some.map { y[$0] })
      observed.left = x.count - some.count
      return observed
    }
    return try rows(found.signature.input.type, found.signature.output.type)
  }
}

/// The tensors that a run is of.
struct FoundTensors {
  typealias Place = RecordedPlace

  let input, output: Place
  let second: Place?
  let role: SecondInput?
  let signature: Signature

  init(_ run: DataRun) throws {
    let first = try RecordedFile(run.inputs)
    let other = try run.outputs.map { $0 == run.inputs ? first : try RecordedFile($0) } ?? first
    guard run.outputs != nil || first.tensors.count > 1 else {
      throw FileError(
        run.inputs, "holds one array; say where the outputs are: --outputs FILE")
    }
    var role = run.second
    let hasGradient = first.has("dy") && first.has("x") && (other.has("dx") || run.derivative == 1)
    if role == nil, run.derivative <= 1, run.secondTensor == nil, hasGradient { role = .dy }
    let isGradient = role?.role == .dy || run.derivative > 0
    let isSame = run.outputs == nil || run.outputs == run.inputs
    input = try first.find(
      run.inputTensor, ["x", "gate", "input", "inputs", "in"], "--x-tensor", alone: !isSame)
    output = try other.find(
      run.outputTensor,
      (isGradient ? ["dx", "grad_input"] : []) + ["y", "output", "outputs", "out"],
      "--y-tensor", alone: !isSame)
    second = try role.map {
      let usual = $0.role == .dy ? ["dy", "grad_output"] : [$0.role.rawValue]
      return try first.find(run.secondTensor, usual, "--second-tensor", alone: false)
    }
    self.role = role
    signature = try FoundTensors.signature(run, input, output, second)
    for place in [output] + (second.map { [$0] } ?? []) { try place.checkShape(of: input) }
  }

  /// That there are inputs, and as many values in each tensor.
  /// - Throws: `FileError`.
  func check(inputs: Int, outputs: Int, seconds: Int?) throws {
    for case (let place?, let count?) in [(output, outputs), (second, seconds)] {
      try place.check(count: count, inputs: inputs, of: input)
    }
  }

  /// What is scored.
  func target(_ run: DataRun) -> Target {
    role.map { Target(run.function, second: $0) }
      ?? Target(run.function, derivative: run.derivative)
  }

  private static func signature(
    _ run: DataRun, _ input: Place, _ output: Place, _ second: Place?
  ) throws -> Signature {
    let y = try output.format(run.outputFormat, or: nil, "--format")
    // Bits that may be of several formats are taken for the outputs'.
    let x = try input.format(run.inputFormat, or: y, "--input-format")
    if let second { _ = try second.format(x, or: x, "--input-format") }
    return Signature(input: x, output: y)
  }
}

extension RecordedPlace {
  /// The format of the values.
  fileprivate func format(
    _ asked: FormatName?, or usual: FormatName?, _ option: String
  ) throws -> FormatName {
    let known = tensor.formats
    if let asked {
      guard known.contains(asked) else {
        let held = known.map(\.rawValue).joined(separator: " or ")
        throw FileError(
          file.path,
          "holds \(tensor.type)\(held.isEmpty ? "" : ", \(held)") in \(name), not \(asked.rawValue)"
        )
      }
      return asked
    }
    guard !known.isEmpty else {
      if case .integer(let integer)? = tensor.held.first {
        throw FileError(
          file.path,
          "holds \(tensor.type) in \(name); codes need what they stand for: "
            + "\(option) '\(integer.rawValue)(scale=0.05,zero-point=3)'")
      }
      throw FileError(
        file.path,
        "holds \(tensor.type) in \(name), which is no format of the suite; save it as one of them")
    }
    if let usual, known.contains(usual) { return usual }
    // The two that differ only in what is beyond the range are one in a file.
    let bases = known.filter { !$0.rawValue.hasSuffix("_sat") }
    if bases.count == 1 { return bases[0] }
    throw FileError(
      file.path,
      "says \(tensor.type) of \(name), not which format; give \(option), one of "
        + known.map(\.rawValue).joined(separator: ", "))
  }
}
