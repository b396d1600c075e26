import FloatingPointFormats
import Foundation
import Functions
import Scoring

/// What stands beside a file of inputs, in FILE.json: enough to make the inputs again, and to tell
/// whether outputs belong to them. Copied beside the outputs, it says that they do.
package struct Sidecar: Sendable, Equatable {
  package var target: Target
  package var signature: Signature
  /// `exhaustive` or `sample`.
  package var kind: String
  /// How many inputs there are, the padding not counted.
  package var count: Int
  package var order: InputOrder
  package var padding: Padding
  /// Of a sample's choice.
  package var seed: UInt64?
  /// SHA-256 of the inputs' little-endian encodings in the order of the file, padding included; the
  /// same whatever kind of file they are in. 64 lower-case hex digits.
  package var sha256: String

  package init<T>(
    _ plan: InputPlan<T>, _ target: Target, output: FormatName = T.name, seed: UInt64? = nil,
    sha256: String
  ) {
    self.target = target
    signature = Signature(input: T.name, output: output)
    kind = plan.isExhaustive ? "exhaustive" : "sample"
    count = plan.count
    order = plan.order
    padding = plan.padding
    self.seed = seed
    self.sha256 = sha256
  }

  package static func path(beside file: String) -> String { file + ".json" }

  /// The sidecar of a file; nil where it has none.
  /// - Throws: `FileError`, where there is one and it is malformed.
  package static func read(beside file: String) throws -> Sidecar? {
    let path = path(beside: file)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let opened = try ByteFile.reading(path)
    guard opened.size <= 1 << 20 else {
      throw FileError(path, "is too large for a sidecar: \(opened.size) bytes")
    }
    let data = Data(try opened.bytes(opened.size, "text"))
    let sidecar: Sidecar
    do {
      sidecar = try JSONDecoder.suite.decode(Sidecar.self, from: data)
    } catch let error as ScoringError {
      throw FileError(path, "is not a sidecar: \(error)")
    } catch {
      throw FileError(path, "is not a sidecar: \(jsonProblem(error))")
    }
    try sidecar.check(path)
    return sidecar
  }

  private func check(_ path: String) throws {
    let format = signature.input
    let total = count.addingReportingOverflow(padding.multiple)
    let problem: String? =
      if count < 0 {
        "'count' is negative"
      } else if padding.multiple < 1 || padding.multiple > 1 << 32 {
        "'padding.multiple' is not in 1...2^32"
      } else if total.overflow || total.partialValue > 1 << 48 {
        "'count' is beyond 2^48"
      } else if kind != "exhaustive" && kind != "sample" {
        "'kind' is neither exhaustive nor sample"
      } else if kind == "exhaustive" && (!format.canTryAllInputs || count != 1 << format.width) {
        "'count' is not that of every \(format.rawValue)"
      } else if format.width < 64 && padding.bits >> UInt64(format.width) != 0 {
        "'padding.bits' is wider than \(format.rawValue)"
      } else if !target.function.definition.orders.contains(target.derivative) {
        "'derivative' is \(target.derivative), a derivative that \(target.function.name) does not have"
      } else if sha256.utf8.count != 64 || !sha256.allSatisfy(\.isHexDigit)
        || sha256 != sha256.lowercased()
      {
        "'sha256' is not 64 lower-case hex digits"
      } else {
        nil
      }
    if let problem { throw FileError(path, "is not a sidecar: \(problem)") }
  }

  /// - Throws: one line with the path and the reason.
  package func write(beside file: String) throws {
    let path = Sidecar.path(beside: file)
    try OutputFile.write(try JSONEncoder.suite.encode(self) + Data("\n".utf8), to: path)
  }
}

extension Sidecar: Codable {
  private enum Key: String, CodingKey { case kind, count, order, padding, seed, sha256 }

  package init(from decoder: any Decoder) throws {
    let asked = try Asked(from: decoder)
    (target, signature) = (asked.target, asked.signature)
    let keys = try decoder.container(keyedBy: Key.self)
    kind = try keys.decode(String.self, forKey: .kind)
    count = try keys.decode(Int.self, forKey: .count)
    order = try keys.decode(InputOrder.self, forKey: .order)
    padding = try keys.decode(Padding.self, forKey: .padding)
    seed = try keys.decodeIfPresent(UInt64.self, forKey: .seed)
    sha256 = try keys.decode(String.self, forKey: .sha256)
  }

  package func encode(to encoder: any Encoder) throws {
    try Asked(target, signature).encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kind, forKey: .kind)
    try keys.encode(count, forKey: .count)
    try keys.encode(order, forKey: .order)
    try keys.encode(padding, forKey: .padding)
    try keys.encodeIfPresent(seed, forKey: .seed)
    try keys.encode(sha256, forKey: .sha256)
  }
}
