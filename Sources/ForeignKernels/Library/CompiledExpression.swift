import FloatingPointFormats
import Foundation

/// An expression in C++ as a library's function, compiled into a folder of its own.
package struct CompiledExpression: Sendable {
  /// The library; it is there until `remove`.
  package let library: String
  package static let symbol = "gelu_accuracy_expression"
  private let folder: URL

  /// - Parameters:
  ///   - source: a file that the expression needs, included before it.
  ///   - expression: of x, in C++; its value becomes y.
  ///   - compiler: a program with what it is always given, as $CXX has it.
  /// - Throws: one line, with the compiler's first complaint.
  package init(
    _ expression: String, source: String?, compiler: String, flags: String,
    _ signature: StoredSignature
  ) throws {
    if let source, !FileManager.default.isReadableFile(atPath: source) {
      throw SystemError("--source: cannot read \(printable(source, limit: 200))")
    }
    let words = compiler.split(separator: " ").map(String.init)
    guard let program = words.first else { throw SystemError("$CXX is empty; name a compiler") }
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "gelu-accuracy-expression-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    library = folder.appendingPathComponent("libexpression.so").path
    let file = folder.appendingPathComponent("expression.cpp")
    do {
      try Self.text(expression, source: source, signature).write(
        to: file, atomically: true, encoding: .utf8)
      let ran: Captured
      do {
        ran = try Captured(
          program,
          words.dropFirst() + flags.split(separator: " ").map(String.init)
            + ["-shared", "-fPIC"] + Self.plainName + ["-o", library, file.path],
          takesErrors: true, seconds: 600)
      } catch {
        throw SystemError(
          "\(error); an expression needs a C++ compiler: install one, or name it in $CXX")
      }
      guard ran.isGood else { throw Self.complaint(ran.text, program) }
    } catch {
      remove()
      throw error
    }
  }

  /// The same text gives the same library: macOS would write its path into it.
  private static var plainName: [String] {
    #if os(macOS)
      ["-Wl,-install_name,libexpression.so"]
    #else
      []
    #endif
  }

  /// What is there until then: files, and then the folder that they are in.
  package var leftovers: [String] {
    [library, folder.appendingPathComponent("expression.cpp").path, folder.path]
  }

  package func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The expression stands on a line of its own, which a compiler's complaints name.
  private static func text(
    _ expression: String, source: String?, _ signature: StoredSignature
  ) -> String {
    let path = source.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    return """
      #include <cmath>
      #include <cstddef>
      #include <cstdint>
      \(path.map { "#include \"\($0)\"" } ?? "")
      extern "C" void \(symbol)(const \(signature.input.cName) *gelu_accuracy_x, \(signature.output.cName) *gelu_accuracy_y, std::size_t gelu_accuracy_n) {
        for (std::size_t gelu_accuracy_i = 0; gelu_accuracy_i < gelu_accuracy_n; gelu_accuracy_i++) {
          const \(signature.input.cName) x = gelu_accuracy_x[gelu_accuracy_i];
          gelu_accuracy_y[gelu_accuracy_i] =
      #line 1 "expression"
            (\(expression));
        }
      }

      """
  }

  /// The first error that the compiler names, in one line.
  private static func complaint(_ text: String, _ program: String) -> SystemError {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard let line = lines.first(where: { $0.contains("error") }) ?? lines.first else {
      return SystemError("\(program) could not be run, or said nothing; name a compiler in $CXX")
    }
    return SystemError("the expression does not compile: \(printable(line, limit: 300))")
  }
}

extension StoredName {
  /// The C type of a value.
  fileprivate var cName: String {
    switch type.cType {
    case .int8: "int8_t"
    case .uint8: "uint8_t"
    case .int16: "int16_t"
    case .uint16: "uint16_t"
    case .float: "float"
    case .double: "double"
    }
  }
}
