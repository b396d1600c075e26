import FloatingPointFormats

/// How a kernel is called by somebody who has it and not this suite.
package enum KernelCall: Sendable {
  /// A function of a shared library.
  case function(CFunction)
  /// A C++ expression of x, a file that it includes, and what compiles it.
  case expression(String, source: String?, compiler: String)
  /// A command that answers on pipes. It speaks the framed protocol, as a kernel of that number, or the plain one.
  case command(String, framed: Int?)
  /// Outputs in a file, for the inputs in another or in the same.
  case arrays(inputs: String, outputs: String?)
  /// A kernel of this suite.
  case builtIn

  package struct CFunction: Sendable {
    package enum Form: Sendable { case batch, scalar, backward }
    package var library, symbol: String
    package var form: Form
    /// The order of the arguments, a letter each: x, y, n, and g (dy), x, d (dx), n.
    package var order: String
    /// `size_t` or `int`.
    package var lengthType: String
    /// Bytes that pointers are aligned to.
    package var alignment: Int

    package init(
      library: String, symbol: String, form: Form, order: String, lengthType: String,
      alignment: Int
    ) {
      (self.library, self.symbol, self.form) = (library, symbol, form)
      (self.order, self.lengthType, self.alignment) = (order, lengthType, alignment)
    }

    /// As the system's loader takes it.
    var path: String { library.contains("/") ? library : "./\(library)" }
  }
}

/// What a reproduction is written in.
package enum SnippetLanguage: String, Sendable, CaseIterable {
  case c, python, torch
}

/// Why there is no reproduction in a language: one line.
package struct NoSnippet: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

extension FormatName {
  /// What a value is in C: `float`, or an integer with its encoding.
  var cType: String {
    switch type.cType {
    case .float: "float"
    case .double: "double"
    case .int8: "int8_t"
    case .int16: "int16_t"
    case .uint8: "uint8_t"
    case .uint16: "uint16_t"
    }
  }
  /// An unsigned integer of its width in C, and in numpy without the `_t`.
  var cBits: String { "uint\(width)_t" }
  var numpyBits: String { "uint\(width)" }
  /// All bits but the sign, and the last of them that is no NaN, in hex.
  var magnitudeMask: String { hex((1 << UInt64(width - 1)) - 1) }
  var lastOrdered: String { hex(UInt64(type.lastOrdinal)) }
}
