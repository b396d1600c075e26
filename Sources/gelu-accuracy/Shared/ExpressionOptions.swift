import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Scoring

/// A kernel that is an expression in C++, compiled for the run.
struct ExpressionOptions: ParsableArguments {
  @Option(
    help:
      "A kernel in C++: an expression of x, compiled by $CXX or c++. x is a float or double, of narrower formats the encoding as uint16_t or uint8_t, of quantised ones the code."
  )
  var expression: String?
  @Option(help: "A source or header file that the expression needs.", completion: .file())
  var source: String?
  @Option(parsing: .unconditional, help: "With --expression: the compiler's flags.")
  var cxxflags: String?

  /// The library of it; nil where there is no expression.
  /// - Parameter isAlone: whether nothing else is said to be the kernel.
  /// - Throws: `Failure`, or a line of the compiler's.
  func compiled(_ signature: StoredSignature, isAlone: Bool) throws -> CompiledExpression? {
    guard let expression else {
      guard source == nil, cxxflags == nil else {
        throw Failure("--source and --cxxflags go with --expression, which says what is computed")
      }
      return nil
    }
    guard isAlone else {
      throw Failure("--expression is a kernel of its own; leave out --library, --command and forms")
    }
    guard !expression.allSatisfy(\.isWhitespace) else {
      throw Failure("--expression takes an expression of x in C++, as my::gelu(x)")
    }
    let compiled = try CompiledExpression(
      expression, source: source,
      compiler: compiler, flags: cxxflags ?? "-O2", signature)
    Interrupt.leaveNothing(of: compiled.leftovers)
    return compiled
  }

  private var compiler: String { ProcessInfo.processInfo.environment["CXX"] ?? "c++" }

  /// What the expression is compiled by, without the files.
  var compilerLine: String { "\(compiler) \(cxxflags ?? "-O2") -shared -fPIC" }
}
