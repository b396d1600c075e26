/// JSON whose numbers and strings stay as they were written, so that nothing is rounded on its way
/// from one arrangement into another.
enum JSONText: Equatable, Sendable {
  case object([String: JSONText])
  case array([JSONText])
  /// A string with its quotes, a number, `true`, `false` or `null`.
  case scalar(String)

  static let null = JSONText.scalar("null")

  /// - Returns: nil for text that is no JSON, or is nested more than 32 deep.
  init?(_ text: some StringProtocol) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard let value = scanner.value(depth: 0), scanner.isAtEnd else { return nil }
    self = value
  }

  /// Without spaces and line breaks, the keys in the order of their code points.
  var text: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .scalar(let text): out += text
    case .array(let items):
      out += "["
      for (i, item) in items.enumerated() {
        if i > 0 { out += "," }
        item.write(to: &out)
      }
      out += "]"
    case .object(let keys):
      out += "{"
      for (i, key) in keys.keys.sorted().enumerated() {
        if i > 0 { out += "," }
        out += "\"\(key)\":"
        keys[key]?.write(to: &out)
      }
      out += "}"
    }
  }

  /// The value of a key of an object; nil for what is none.
  subscript(_ key: String) -> JSONText? {
    get { if case .object(let keys) = self { keys[key] } else { nil } }
    set {
      guard case .object(var keys) = self else { return }
      keys[key] = newValue
      self = .object(keys)
    }
  }

  var array: [JSONText]? { if case .array(let items) = self { items } else { nil } }

  /// A string without its quotes; it must have no escapes.
  var string: String? {
    guard case .scalar(let text) = self, text.count >= 2, text.hasPrefix("\""),
      !text.contains("\\")
    else { return nil }
    return String(text.dropFirst().dropLast())
  }
}

/// Reads JSON from bytes, from left to right.
private struct Scanner {
  let bytes: [UInt8]
  private var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return place == bytes.count
    }
  }

  private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte, [0x20, 0x0a, 0x0d, 0x09].contains(byte) { place += 1 }
  }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard byte == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func value(depth: Int) -> JSONText? {
    guard depth < 32 else { return nil }
    if takes("{") { return object(depth) }
    if takes("[") { return array(depth) }
    guard let byte else { return nil }
    return (byte == UInt8(ascii: "\"") ? string() : word()).map { .scalar($0) }
  }

  private mutating func object(_ depth: Int) -> JSONText? {
    var keys: [String: JSONText] = [:]
    if takes("}") { return .object(keys) }
    repeat {
      skipSpace()
      guard let key = string(), takes(":"), let value = value(depth: depth + 1) else { return nil }
      keys[String(key.dropFirst().dropLast())] = value
    } while takes(",")
    return takes("}") ? .object(keys) : nil
  }

  private mutating func array(_ depth: Int) -> JSONText? {
    var items: [JSONText] = []
    if takes("]") { return .array(items) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      items.append(value)
    } while takes(",")
    return takes("]") ? .array(items) : nil
  }

  /// A string with its quotes.
  private mutating func string() -> String? {
    guard byte == UInt8(ascii: "\"") else { return nil }
    let start = place
    place += 1
    while let byte, byte != UInt8(ascii: "\"") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
    guard place < bytes.count else { return nil }
    place += 1
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// A number or one of the three words.
  private mutating func word() -> String? {
    let start = place
    while let byte, !",]} \n\r\t".utf8.contains(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    return ["null", "true", "false"].contains(text) || Double(text) != nil ? text : nil
  }
}
