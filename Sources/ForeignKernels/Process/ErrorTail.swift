import CForeignKernel
import Foundation

/// The last bytes that a process wrote to its standard error.
struct ErrorTail {
  private let descriptor: Descriptor
  private var bytes: [UInt8] = []
  private static let kept = 4096

  init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
    fks_set_nonblocking(descriptor.number)
  }

  var number: Int32 { descriptor.number }

  /// Takes what is there, without waiting.
  mutating func drain() {
    guard descriptor.number >= 0 else { return }
    var piece = [UInt8](repeating: 0, count: ErrorTail.kept)
    // Bounded: a process that writes without end must not keep us here.
    for _ in 0..<64 {
      let n = read(descriptor.number, &piece, piece.count)
      if n == 0 { descriptor.close() }
      guard n > 0 else { return }
      bytes.append(contentsOf: piece[..<n])
      if bytes.count > 2 * ErrorTail.kept { bytes.removeFirst(bytes.count - ErrorTail.kept) }
    }
  }

  /// The last line that says something; nil if there was none. An indented line is the last resort:
  /// it shows source under a warning or in a traceback.
  mutating func lastLine() -> String? {
    drain()
    let lines = String(decoding: bytes.suffix(ErrorTail.kept), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
      .filter { !$0.allSatisfy(\.isWhitespace) }
    let line = lines.last { $0.first?.isWhitespace == false } ?? lines.last
    return line.map { printable($0.trimmingCharacters(in: .whitespaces), limit: 200) }
  }
}
