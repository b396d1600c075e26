import ForeignKernels
import Foundation

/// One side of a comparison, as a word says it.
enum ComparedSource: Equatable {
  case builtIn(String)
  /// A function of a shared library.
  case library(path: String, symbol: String)
  /// A command, and which of the kernels in its handshake.
  case command(String, kernel: String?)
  /// The correctly rounded results.
  case truth
  /// A score or a contract, in JSON.
  case saved(String)
  /// A file with outputs, and which of its tensors.
  case outputs(String, tensor: String?)

  static let help: String =
    "a kernel's name, ./libk.so:FUNCTION, 'command:TEXT', truth, a file of outputs or FILE:TENSOR, or a score or "
    + "contract (.json)"

  /// - Parameters:
  ///   - library: what a plain word is a function of.
  ///   - command: what a plain word is a kernel of.
  /// - Throws: `Failure`.
  init(_ word: String, library: String?, command: String?) throws {
    if word == "truth" {
      self = .truth
    } else if word.hasPrefix("command:") {
      let text = String(word.dropFirst("command:".count))
      guard !text.allSatisfy(\.isWhitespace) else {
        throw Failure("'command:' names no command; write 'command:python3 serve.py'")
      }
      self = .command(text, kernel: nil)
    } else if let file = try ComparedSource.file(word) {
      self = file
    } else if let library {
      self = .library(path: library, symbol: word)
    } else if let command {
      self = .command(command, kernel: word)
    } else {
      self = .builtIn(word)
    }
  }

  /// What a path, or a path with a name behind a colon, stands for; nil for a plain word.
  private static func file(_ word: String) throws -> ComparedSource? {
    if let colon = word.lastIndex(of: ":") {
      let (path, name) = (String(word[..<colon]), String(word[word.index(after: colon)...]))
      if isTensorFile(path) {
        guard !name.isEmpty else { throw Failure("'\(word)' names no tensor behind the colon") }
        return .outputs(path, tensor: name)
      }
      if isLibrary(path) || FileManager.default.fileExists(atPath: path) {
        guard !name.isEmpty else { throw Failure("'\(word)' names no function behind the colon") }
        return .library(path: path, symbol: name)
      }
    }
    if word.hasSuffix(".json") { return .saved(word) }
    if isTensorFile(word) { return .outputs(word, tensor: nil) }
    guard !isLibrary(word) else {
      throw Failure("'\(word)' is a library; say which function: \(word):NAME")
    }
    return nil
  }

  private static func isTensorFile(_ path: String) -> Bool {
    path.contains(".") && (try? TensorFileKind(path: path)) != nil
  }

  private static func isLibrary(_ path: String) -> Bool {
    path.hasSuffix(".so") || path.hasSuffix(".dylib") || path.contains(".so.")
  }
}

extension ComparedSource {
  /// What messages call it.
  var name: String {
    switch self {
    case .builtIn(let name): name
    case .library(let path, let symbol): "\(path):\(symbol)"
    case .command(let text, let kernel): kernel ?? text
    case .truth: "truth"
    case .saved(let path): path
    case .outputs(let path, let tensor): tensor.map { "\(path):\($0)" } ?? path
    }
  }

  var isSaved: Bool { if case .saved = self { true } else { false } }
  var isOutputs: Bool { if case .outputs = self { true } else { false } }
  var isLibrary: Bool { if case .library = self { true } else { false } }

  /// The files that it is read from.
  var files: [String] {
    switch self {
    case .library(let path, _), .saved(let path), .outputs(let path, _): [path]
    case .builtIn, .command, .truth: []
    }
  }
}
