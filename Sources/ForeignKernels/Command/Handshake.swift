import Foundation
import Functions
import Scoring

/// What a command that speaks the second version of the protocol says of itself: the first line of its output,
/// `gelu-accuracy 2 ` and one JSON object. Documentation/Protocol.md has the keys.
public struct Handshake: Sendable, Equatable {
  /// What its kernels run in.
  public var environment: KernelEnvironment
  /// The kernels that one process answers for, in the order of their numbers; nil for the one that the
  /// environment variables ask for.
  public var kernels: [Served]?

  /// One of several kernels of a process.
  public struct Served: Codable, Sendable, Equatable {
    public var name: String
    /// The function that it means to compute; nil where it does not say.
    public var function: String?
    /// The order of the derivative; nil for the value.
    public var derivative: Int?
    /// The output formats that it has; nil where it has all.
    public var formats: [String]?

    package init(
      name: String, function: String? = nil, derivative: Int? = nil, formats: [String]? = nil
    ) {
      (self.name, self.function) = (name, function)
      (self.derivative, self.formats) = (derivative, formats)
    }
  }

  package init(environment: KernelEnvironment, kernels: [Served]? = nil) {
    (self.environment, self.kernels) = (environment, kernels)
  }

  /// The line with its end.
  /// - Throws: `EncodingError`, where a text is no Unicode.
  package var line: [UInt8] {
    get throws {
      let encoder = JSONEncoder.suite
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return try Self.magic + encoder.encode(self) + [UInt8(ascii: "\n")]
    }
  }

  /// The number of the kernel that computes a target: the only one, or the only one that says so; nil where that is
  /// none or several.
  package func number(for target: Target) -> Int? {
    guard let kernels, kernels.count > 1 else { return 0 }
    let fitting = kernels.indices.filter {
      kernels[$0].function == target.function.name
        && kernels[$0].derivative ?? 0 == target.derivative
    }
    return fitting.count == 1 ? fitting[0] : nil
  }

  /// What the line begins with. No answer of the first version does: its first bytes are those of numbers.
  static let magic = Array("gelu-accuracy 2 ".utf8)
  /// Bytes that a line may have.
  static let longest = 1 << 16

  /// - Parameter line: without its end.
  /// - Throws: `Problem`, one line.
  init(line: [UInt8]) throws {
    let json = Data(line.dropFirst(Self.magic.count))
    do { self = try JSONDecoder.suite.decode(Handshake.self, from: json) } catch {
      throw Problem("its first line is no JSON object of the handshake: \(Self.reason(error))")
    }
    for (i, served) in (kernels ?? []).enumerated() {
      guard let text = served.function else { continue }
      guard let function = Function(named: text) else {
        throw Problem(
          "its handshake has an unknown function '\(text)' for the kernel '\(served.name)'")
      }
      // As it is written elsewhere, to be compared.
      kernels?[i].function = function.name
    }
    let names = (kernels ?? []).map(\.name)
    guard Set(names).count == names.count else {
      throw Problem("its handshake has several kernels of one name")
    }
    if kernels?.isEmpty == true { throw Problem("its handshake lists no kernel") }
  }

  struct Problem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// Which key, and what is wrong with it.
  private static func reason(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    return switch error as? DecodingError {
    case .typeMismatch(_, let context): "'\(path(context))' has another type than it should"
    case .keyNotFound(let key, _): "a kernel has no '\(key.stringValue)'"
    case .valueNotFound(_, let context): "'\(path(context))' is null"
    default: "it cannot be read"
    }
  }
}

/// Flat: the keys of the environment, and `kernels`.
extension Handshake: Codable {
  private enum Key: CodingKey { case kernels }

  public init(from decoder: any Decoder) throws {
    environment = try KernelEnvironment(from: decoder)
    kernels = try decoder.container(keyedBy: Key.self).decodeIfPresent(
      [Served].self, forKey: .kernels)
  }

  public func encode(to encoder: any Encoder) throws {
    try environment.encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encodeIfPresent(kernels, forKey: .kernels)
  }
}
