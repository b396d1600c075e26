import FloatingPointFormats
import ForeignKernels
import Foundation
import GELUAccuracy
import Oracle
import Reporting
import Scoring

extension ScoreCommand {
  /// What tests with usual tolerances would say of the outputs, element by element.
  func tolerances(_ score: Score) throws -> [ToleranceVerdict]? {
    guard verdicts.allclose else { return nil }
    guard second == nil, score.target.second == nil else {
      throw Failure("--allclose takes no --second: what it holds outputs to is of one input")
    }
    if let sidecar = try Sidecar.read(beside: inputs), sidecar.padding != .none {
      throw Failure("--allclose takes no padded inputs; emit them without --tile")
    }
    return try dataRun().tolerances(against: score.target)
  }
}

/// The page of a kernel of which there are outputs in files.
extension ScoreCommand {
  func checkReport() throws {
    try page.check(usual: usualName, derivative: nil)
    guard page.report != nil else { return }
    guard second == nil else {
      throw Failure("--report takes no --second: its pages are of kernels of one input")
    }
    guard flush != "all" else {
      throw Failure("--report goes with one flush model, not with all")
    }
  }

  /// The outputs' file, without its folder and its kind.
  private var usualName: String {
    URL(fileURLWithPath: outputs ?? inputs).deletingPathExtension().lastPathComponent
  }

  /// Adds the page, after the score has been printed.
  func report(_ score: Score) throws {
    guard page.report != nil else { return }
    guard score.question.signature.isUniform, score.target.second == nil else {
      throw Failure(
        "--report: its pages are of kernels of one input and one format, not of \(score.target) in "
          + "\(score.question.signature)")
    }
    var about = ForeignRecord.About(source: source, command: commandLine)
    about.untried = [
      "whether outputs depend on their inputs alone, how subnormal numbers are treated, and cost: the outputs "
        + "came in a file, and the kernel was not called"
    ]
    about.structure = try structure(score, score.format.type)
    if about.structure == nil {
      about.untried.append(
        "structure (order, signs, size, symmetry and landmarks), which needs one output for each finite input "
          + "of a format of up to 16 bits")
    }
    try page.add(score, about, usual: usualName, isQuiet: json == "-")
  }

  /// The structure of outputs for all inputs of a small format.
  private func structure<T: BinaryFormat>(_ score: Score, _: T.Type) throws -> Structure? {
    guard T.name.keepsAllTruths else { return nil }
    let kernel =
      try Sidecar.read(beside: inputs) == nil
      ? dataRun().recorded(T.self) : fileRun().recorded(T.self)
    guard let kernel else { return nil }
    return try Scoring.structure(
      of: kernel, against: Oracle(score.target), threads: Parse.threads(threads))
  }

  private var source: String {
    let x = inputs.asShownPath.asCode
    guard let outputs else { return "inputs and outputs in \(x)" }
    return "outputs in \(outputs.asShownPath.asCode) for the inputs in \(x)"
  }

  var commandLine: String {
    CommandLineText.line(
      "score",
      [
        ("inputs", inputs.asShownPath), ("outputs", outputs.map(\.asShownPath)),
        ("x-tensor", xTensor), ("y-tensor", yTensor), ("second", second), ("function", function),
        ("format", format),
        ("input-format", inputFormat), ("derivative", order.derivative.map(String.init)),
        ("flush", flush == "none" ? nil : flush), ("name", page.name),
      ])
  }
}
