import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

struct EmitInputsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit-inputs",
    abstract: "Write inputs for a kernel that runs elsewhere: .npy, .safetensors, .bin or .csv.")

  @Option(help: Parse.formatHelp, completion: .formats) var format: String
  @Option(
    help: "The format of the inputs, where the outputs have another: --format.",
    completion: .formats)
  var inputFormat: String?
  @Option(help: "The function that will be scored against.", completion: .functions) var function =
    "gelu"
  @OptionGroup var order: DerivativeOption
  @Option(
    help: "exhaustive, sample:N or sample:N:SEED. Default: exhaustive up to 16 bits, else a sample."
  )
  var inputs: String?
  @Option(name: .customLong("order"), help: "ascending, bits (unsigned encodings) or shuffled.")
  var arrangement = "ascending"
  @Option(help: "Rotate the order by N places.") var shift = 0
  @Option(help: "Pad with zeros to a multiple of N inputs.") var tile = 1
  @Option(
    name: .shortAndLong, help: "The file. A sidecar FILE.json is written next to it.",
    completion: .file())
  var output: String

  func run() throws {
    try reportingErrors {
      guard let base = InputOrder.Base(rawValue: arrangement) else {
        throw Failure("unknown order '\(arrangement)'; one of ascending, bits, shuffled")
      }
      guard (1...1 << 24).contains(tile) else {
        throw Failure("--tile takes 1 to 16777216, not \(tile)")
      }
      let arrangement = InputOrder(base, seed: base == .shuffled ? 1 : 0, shift: shift)
      let signature = try Parse.signature(format, input: inputFormat)
      try emit(signature.input.type, signature, arrangement)
    }
  }

  private func emit<T: BinaryFormat>(
    _: T.Type, _ signature: Signature, _ arrangement: InputOrder
  ) throws {
    let function = try Parse.function(function)
    let target = Target(function, derivative: try order.order(of: function) ?? 0)
    let padding = Padding(multiple: tile)
    let set = try inputs.map(Parse.inputs) ?? .usual(for: T.name)
    let plan: InputPlan<T>
    var seed: UInt64?
    if set == .exhaustive {
      guard T.name.canTryAllInputs else {
        throw Failure("\(T.name.rawValue) has 2^\(T.width) inputs: use sample:N")
      }
      plan = InputPlan(exhaustive: arrangement, padding: padding)
    } else {
      let positions = try samplePositions(set, target, signature)
      if case .sample(_, let s) = set { seed = s }
      plan = InputPlan(
        samples: positions.map { T(position: $0) }, order: arrangement, padding: padding)
    }
    guard plan.count > 0 else { throw Failure("--inputs \(set.text) holds no inputs") }
    let bytes = plan.paddedCount * MemoryLayout<T>.stride
    if bytes >= 1 << 30 {
      complain("\(output) takes \(String(format: "%.1f", Double(bytes) / 1e9)) GB")
    }
    Interrupt.listen(to: [SIGINT, SIGTERM, SIGHUP])
    let progress = Progress(output)
    defer { progress.finish() }
    try plan.write(to: output) { written in
      progress.update(written, plan.paddedCount)
      if let signal = Interrupt.received {
        throw Failure(
          "stopped; nothing is kept of what was written, and what \(output) was before it is still",
          status: 128 + signal)
      }
    } describedBy: {
      Sidecar(plan, target, output: signature.output, seed: seed, sha256: $0)
    }
    progress.finish()
    print(
      "\(output): \(counted(plan.paddedCount, "\(T.name.rawValue) input")), sidecar \(output).json")
  }
}

extension EmitInputsCommand: WritesFiles {
  var writes: [(option: String, path: String?)] {
    [("output", output), ("output", Sidecar.path(beside: output))]
  }
}
