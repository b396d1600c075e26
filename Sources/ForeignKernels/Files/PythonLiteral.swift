/// Reads the one kind of Python literal that a `.npy` header is: a dictionary of strings, booleans
/// and tuples of integers.
struct PythonLiteral {
  enum Value: Equatable {
    case string(String)
    case boolean(Bool)
    case tuple([Int])
  }

  struct Problem: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The dictionary that the text is, with nothing but white space around it.
  mutating func dictionary() throws -> [String: Value] {
    var entries: [String: Value] = [:]
    try expect("{")
    while !take("}") {
      let key = try string()
      try expect(":")
      guard entries.updateValue(try value(), forKey: key) == nil else {
        throw Problem("'\(printable(key, limit: 20))' stands there twice")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard at == bytes.count else { throw unexpected() }
    return entries
  }

  private mutating func value() throws -> Value {
    skipSpace()
    if word("True") { return .boolean(true) }
    if word("False") { return .boolean(false) }
    if take("(") { return .tuple(try integers()) }
    guard !take("[") else { throw Problem("it has a structured type; save one plain array") }
    return .string(try string())
  }

  private mutating func integers() throws -> [Int] {
    var list: [Int] = []
    while !take(")") {
      list.append(try integer())
      if !take(",") {
        // (5) is an integer in Python, (5,) a tuple.
        guard list.count > 1 else { throw Problem("a tuple of one integer lacks its comma") }
        try expect(")")
        break
      }
    }
    return list
  }

  private mutating func integer() throws -> Int {
    skipSpace()
    let start = at
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    guard at > start else { throw unexpected() }
    let digits = String(decoding: bytes[start..<at], as: UTF8.self)
    guard let value = Int(digits) else {
      throw Problem("a length of \(printable(digits)) overflows")
    }
    return value
  }

  private mutating func string() throws -> String {
    skipSpace()
    guard at < bytes.count, bytes[at] == 0x27 || bytes[at] == 0x22 else { throw unexpected() }
    let quote = bytes[at]
    guard let end = bytes[(at + 1)...].firstIndex(of: quote) else {
      throw Problem("a string does not end")
    }
    let content = bytes[(at + 1)..<end]
    guard !content.contains(0x5c) else { throw Problem("a string has a backslash") }
    at = end + 1
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func word(_ text: String) -> Bool {
    guard bytes[at...].starts(with: text.utf8) else { return false }
    at += text.utf8.count
    return true
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard take(character) else { throw unexpected() }
  }

  private mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || (0x09...0x0d).contains(bytes[at]) { at += 1 }
  }

  private func unexpected() -> Problem {
    guard at < bytes.count else { return Problem("it ends too early") }
    let found = printable(String(decoding: bytes[at..<(at + 1)], as: UTF8.self))
    return Problem("unexpected '\(found)' at byte \(at) of the dictionary")
  }
}
