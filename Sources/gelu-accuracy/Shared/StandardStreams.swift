import Foundation
import GELUAccuracy
import Scoring
import Synchronization

/// Standard output and standard error. All that the command prints goes through here: a failed write is
/// an error, and text from files and options cannot steer the terminal.
enum StandardStreams {
  private static let problem = Mutex<String?>(nil)

  /// Descriptors that the caller closed would be given to the next file opened, and results written
  /// into it. A write to this one fails, as it should.
  static func prepare() {
    for descriptor in STDIN_FILENO...STDERR_FILENO
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
    // A file over the limit of its size is a failed write, and not the end. Unlike SIG_IGN a handler
    // is not passed on to kernels.
    signal(SIGXFSZ) { _ in }
  }

  /// Prints to standard output. That it failed is said at the end, by `finish`.
  static func print(_ text: String) {
    guard problem.withLock({ $0 == nil }) else { return }
    do { try write(Data((shown(text) + "\n").utf8)) } catch {
      problem.withLock { $0 = "\(error)" }
    }
  }

  /// - Throws: `ScoringError`, where standard output is closed or full.
  static func write(_ data: Data) throws {
    try OutputFile.write(data, toDescriptor: STDOUT_FILENO, calling: "standard output")
  }

  /// Where standard error is closed or full, there is nobody left to tell.
  static func complain(_ text: String) {
    try? OutputFile.write(
      Data(text.utf8), toDescriptor: STDERR_FILENO, calling: "standard error")
  }

  /// - Throws: `Failure`, where something printed did not arrive.
  static func finish() throws {
    if let problem = problem.withLock({ $0 }) { throw Failure(problem) }
  }

  /// Text with what steers a terminal, or turns the direction of writing, shown as escapes.
  static func shown(_ text: String, keepingLines: Bool = true) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    return text.unicodeScalars.map { scalar -> String in
      guard isControl(scalar), !(keepingLines && (scalar == "\n" || scalar == "\t")) else {
        return String(scalar)
      }
      let digits = String(scalar.value, radix: 16)
      return "\\u{" + digits + "}"
    }.joined()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}

/// Every `print` of this command; the standard library's does not tell of a failed write.
func print(_ text: String) { StandardStreams.print(text) }

/// A line on standard error.
func complain(_ line: String) {
  StandardStreams.complain(
    "gelu-accuracy: \(StandardStreams.shown(line, keepingLines: false))\n")
}
