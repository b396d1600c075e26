import FloatingPointFormats
import ForeignKernels
import Functions
import GELUAccuracy
import Scoring

/// Recorded data of kernels that read or write codes.
extension ScoreCommand {
  func scoreQuantised() throws -> Bool {
    // Emitted inputs say their format and function; their order does not matter here.
    let sidecar = try Sidecar.read(beside: inputs)
    guard second == nil, secondTensor == nil else {
      throw Failure("--second takes no quantised format: such a kernel has one input")
    }
    guard page.report == nil, page.name == nil else {
      throw Failure("--report and --name take no quantised format yet")
    }
    let input = try inputFormat.map(Parse.end) ?? sidecar.map { .float($0.signature.input) }
    let output = try format.map(Parse.end)
    guard output?.quantisation == nil || flush == "none" else {
      throw Failure(
        "--flush \(flush) goes with outputs that have subnormal numbers; codes have none")
    }
    let function = try function.map(Parse.function) ?? sidecar?.target.function ?? .gelu
    var run = QuantisedDataRun(inputs: inputs, outputs: outputs, output: output)
    (run.inputTensor, run.outputTensor, run.input) = (xTensor, yTensor, input)
    run.target = Target(
      function, derivative: try order.order(of: function) ?? sidecar?.target.derivative ?? 0)
    (run.flush, run.threads) = (try Parse.flush(flush), try Parse.threads(threads))
    let codes = output?.quantisation == nil ? nil : try required.codeRequirement()
    let gate = output?.quantisation == nil ? try required.gate() : nil
    let progress = Progress(outputs ?? inputs)
    defer { progress.finish() }
    run.progress = { progress.update($0, $1) }
    let result = try run.result()
    progress.finish()
    try Printing.quantised(result, json)
    return switch result {
    case .codes(let score): codes.holds(score, json)
    case .numbers(let score): gate.holds([("none", score.score)], json)
    }
  }
}
