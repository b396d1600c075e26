import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Kernels
import Oracle
import Scoring

struct EmitInputsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit-inputs",
    abstract: "Write inputs for a kernel that runs elsewhere: .npy, .safetensors, .bin or .csv.")

  @Option(help: "float16, bfloat16, float32 or float64.") var format: String
  @Option(help: "The function that will be scored against.") var function = "gelu"
  @Flag(help: "Its derivative.") var derivative = false
  @Option(help: "exhaustive, sample:N or sample:N:SEED.") var inputs = "exhaustive"
  @Option(help: "ascending, bits (unsigned encodings) or shuffled.") var order = "ascending"
  @Option(help: "Rotate the order by so many places.") var shift = 0
  @Option(help: "Pad with zeros to a multiple of so many.") var tile = 1
  @Option(name: .shortAndLong, help: "The file; a sidecar FILE.json is written beside it.")
  var output: String

  func run() throws {
    try reportingErrors {
      guard let base = InputOrder.Base(rawValue: order) else {
        throw Failure("unknown order '\(order)'; one of ascending, bits, shuffled")
      }
      guard (1...1 << 24).contains(tile) else {
        throw Failure("--tile takes 1 to 16777216, not \(tile)")
      }
      let order = InputOrder(base, seed: base == .shuffled ? 1 : 0, shift: shift)
      switch try Reading.format(format) {
      case .float16: try emit(Float16.self, order)
      case .bfloat16: try emit(BFloat16.self, order)
      case .float32: try emit(Float.self, order)
      case .float64: try emit(Double.self, order)
      }
    }
  }

  private func emit<T: BinaryFormat>(_: T.Type, _ order: InputOrder) throws {
    let oracle = Oracle(try Reading.function(function), derivative: derivative ? 1 : 0)
    let padding = Padding(multiple: tile)
    let set = try Reading.inputs(inputs)
    let plan: InputPlan<T>
    var seed: UInt64?
    if set == .exhaustive {
      guard T.name.width <= 32 else {
        throw Failure("float64 has 2^64 inputs: use sample:N")
      }
      plan = InputPlan(exhaustive: order, padding: padding)
    } else {
      let positions = try samplePositions(set, oracle, T.name)
      if case .sample(_, let s) = set { seed = s }
      plan = InputPlan(samples: positions.map { T(position: $0) }, order: order, padding: padding)
    }
    try plan.write(to: output) {
      Sidecar(plan, function: function, derivative: oracle.derivative, seed: seed, sha256: $0)
    }
    print("\(output): \(plan.paddedCount) \(T.name.rawValue) inputs, sidecar \(output).json")
  }
}

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score outputs that a kernel wrote for emitted inputs.")

  @Option(help: "The file that emit-inputs wrote, with its sidecar beside it.") var inputs: String
  @Option(help: "The outputs, one for each input, in the same order.") var outputs: String
  @Option(help: "The tensor of the outputs in a file of several. Default: y or dx.")
  var tensor: String?
  @Option(help: "Score against another function than the sidecar's.") var function: String?
  @Option(help: "none, ftz or daz+ftz.") var flush = "none"
  @Option(help: "Write JSON to a file, or to standard output with -.") var json: String?

  func run() throws {
    try reportingErrors {
      guard let sidecar = try Sidecar.read(beside: inputs) else {
        throw Failure(
          "\(inputs) has no sidecar \(inputs).json; 'gelu-accuracy emit-inputs' writes both")
      }
      switch sidecar.format {
      case .float16: try score(Float16.self, sidecar)
      case .bfloat16: try score(BFloat16.self, sidecar)
      case .float32: try score(Float.self, sidecar)
      case .float64: try score(Double.self, sidecar)
      }
    }
  }

  private func score<T: BinaryFormat>(_: T.Type, _ sidecar: Sidecar) throws {
    guard sidecar.count <= 1 << 28 else {
      throw Failure(
        "\(sidecar.count) outputs do not fit in memory; emit at most 2^28 inputs a file")
    }
    try sidecar.verify(TensorReader<T>(inputs))
    let plan = try sidecar.plan(T.self, path: inputs, inputs: TensorReader<T>(inputs).readAll())
    let kind = try TensorFileKind(path: outputs)
    let name = kind == .safetensors ? tensor ?? (sidecar.derivative == 1 ? "dx" : "y") : tensor
    let reader = try TensorReader<T>(outputs, tensor: name)
    try sidecar.checkOutputs(
      outputs, count: reader.count, sidecar: try Sidecar.read(beside: outputs))
    let values = plan.canonical(try reader.readAll())
    let oracle = Oracle(
      try Reading.function(function ?? sidecar.function), derivative: sidecar.derivative)
    let positions =
      plan.isExhaustive ? nil : (0..<plan.count).map { plan.canonicalInput($0).position }
    let kernel = RecordedKernel(
      name: outputs, function: oracle.function.name, derivative: oracle.derivative,
      positions: positions, outputs: values)
    let options = try ScoringOptions(
      inputs: positions.map { .given($0) } ?? .exhaustive, flush: Reading.flush(flush))
    try Printing.scores([Scoring.score(kernel, against: oracle, options)], json)
  }
}

/// Outputs that were computed elsewhere, as a kernel: each input is looked up.
struct RecordedKernel<Element: BinaryFormat>: Kernel {
  let description: KernelDescription
  /// Ascending; nil where the outputs are those of all positions.
  let positions: [UInt64]?
  let outputs: [Element]

  init(
    name: String, function: String, derivative: Int, positions: [UInt64]?, outputs: [Element]
  ) {
    description = KernelDescription(
      name: name, function: function, derivative: derivative, formula: "recorded", policy: "",
      usedBy: "", usesLibm: false)
    self.positions = positions
    self.outputs = outputs
  }

  func evaluate(
    _ inputs: UnsafeBufferPointer<Element>, into results: UnsafeMutableBufferPointer<Element>
  ) throws {
    for (i, x) in inputs.enumerated() { results[i] = outputs[try place(x.position)] }
  }

  private func place(_ position: UInt64) throws -> Int {
    guard let positions else { return Int(position) }
    var (low, high) = (0, positions.count)
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < position { low = middle + 1 } else { high = middle }
    }
    guard low < positions.count, positions[low] == position else {
      throw Failure("no output was recorded for \(Element(position: position).hexBits)")
    }
    return low
  }
}
