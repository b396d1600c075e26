import Digests
import ForeignKernels
import Foundation
import Functions
import GELUAccuracy
import Reporting
import Scoring

/// What a report says of where a kernel comes from.
extension ValidateCommand {
  var form: LibraryForm {
    scalar ? .scalar : backward || second != nil ? .backward : .batch
  }

  var library: String? {
    get { call.library }
    set { call.library = newValue }
  }
  var symbol: String? {
    get { call.symbol }
    set { call.symbol = newValue }
  }
  var signature: SignatureOptions { call.signature }
  var command: String? { call.command }
  var served: String? { call.served }
  var alignment: Int { call.alignment ?? 1 }

  var hasLibrary: Bool { library != nil || expression.expression != nil }

  /// Whether nothing but an expression can be the kernel.
  var isAlone: Bool {
    library == nil && symbol == nil && command == nil && form == .batch
  }

  /// In Markdown: the function of a library, the expression with its compiler, or the command.
  var source: String {
    if let text = expression.expression {
      let file = expression.source.map { " with \($0.asShownPath.asCode)" } ?? ""
      return
        "the C++ expression \(text.asCode)\(file), compiled by \(expression.compilerLine.asCode)"
    }
    guard let library else { return "the command \((command ?? "").asCode)" }
    let form = form == .batch ? "" : "\(form.rawValue) "
    let order = signature.args.map { ", arguments \($0.asCode)," } ?? ""
    let data = try? Data(contentsOf: URL(fileURLWithPath: library))
    let digest =
      data.map { " (SHA-256 \(String(SHA256.hexDigest(of: $0).prefix(16)).asCode)…)" } ?? ""
    return "the \(form)function \((symbol ?? "").asCode)\(order) of the library "
      + "\(library.asShownPath.asCode)\(digest)"
  }

  /// How somebody else calls the kernel.
  func kernelCall(_ served: ServedKernel?) -> KernelCall {
    if let text = expression.expression {
      return .expression(
        text, source: expression.source.map(\.asShownPath), compiler: expression.compilerLine)
    }
    guard let library, let symbol else {
      return .command(command ?? "", framed: served?.isFramed == true ? served?.number : nil)
    }
    let usual = form == .backward ? "gxdn" : form == .scalar ? "x" : "xyn"
    return .function(
      KernelCall.CFunction(
        library: library.asShownPath, symbol: symbol,
        form: form == .backward ? .backward : form == .scalar ? .scalar : .batch,
        order: signature.args ?? usual, lengthType: signature.lengthType ?? "size_t",
        alignment: alignment))
  }

  /// The command that gives a score again, from the same folder; without files and folders that it writes.
  func commandLine(_ score: Score, _ served: ServedKernel?) -> String {
    let options: [(name: String, value: String?)] = [
      ("library", expression.expression == nil ? library.map(\.asShownPath) : nil),
      ("symbol", expression.expression == nil ? symbol : nil),
      ("args", signature.args), ("length-type", signature.lengthType),
      ("source", expression.source.map(\.asShownPath)), ("expression", expression.expression),
      ("cxxflags", expression.cxxflags), ("command", command),
      ("kernel", self.served == nil ? nil : served?.name), ("format", format),
      ("input-format", inputFormat), ("region", parts.region),
      ("function", score.target.function.name), ("derivative", order.derivative.map(String.init)),
      ("inputs", score.inputsText), ("weights", weights.weights),
      ("flush", flush == "none" ? nil : flush),
      ("timeout", time.timeout == 30 ? nil : "\(time.timeout)"),
      ("start-timeout", time.startTimeout == 60 ? nil : "\(time.startTimeout)"),
      ("alignment", alignment == 1 ? nil : "\(alignment)"),
      ("length", length.map(String.init)), ("name", page.name),
    ]
    let flags = [
      (scalar, "--scalar"), (backward, "--backward"), (noPlace, "--no-place"),
    ].filter(\.0).map(\.1)
    return ([CommandLineText.line("validate", options)] + flags).joined(separator: " ")
  }
}

extension ValidateCommand: WritesFiles {
  var writes: [(option: String, path: String?)] { [("json", json)] }
  var reads: [String] { [library, expression.source].compactMap(\.self) + parts.reads }
}

extension ValidateCommand {
  /// What the outputs are held to.
  /// - Parameter served: what the kernel says of itself.
  func target(_ served: ServedKernel?) throws -> Target {
    let function = try Parse.function(function ?? served?.function ?? "gelu")
    if let second { return Target(function, second: try SecondOption.parsed(second)) }
    let said = backward ? 1 : function.name == served?.function ? served?.derivative ?? 0 : 0
    return Target(function, derivative: try order.order(of: function) ?? said)
  }
}
