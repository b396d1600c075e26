import FloatingPointFormats
import ForeignKernels
import Functions
import Kernels
import Scoring

/// One of the kernels of a command's process.
package struct ServedKernel {
  package private(set) var server: CommandServer
  /// Of the same command, for calls that others must not have come before.
  private let second: CommandServer
  /// Its place in the handshake.
  package private(set) var number = 0
  /// Whether the command speaks the framed version of the protocol.
  package private(set) var isFramed = false
  /// What it calls itself; nil where the command says nothing.
  package private(set) var name: String?
  /// What it means to compute, where it says.
  package private(set) var function: String?
  package private(set) var derivative: Int?
  /// Why it cannot be scored in the formats that were asked for; nil where it can.
  package private(set) var problem: String?
  /// Whether others were asked for beside it.
  package private(set) var isOneOfSeveral = false

  private init(_ command: String) {
    (server, second) = (CommandServer(command), CommandServer(command))
  }

  /// The same, in a process that has answered no call of this kernel yet.
  package var inOtherProcess: ServedKernel {
    var other = self
    other.server = second
    return other
  }

  /// Lets the processes of the command's kernels end, where they are kept.
  /// - Throws: `KernelFailure`, where one says more than it was asked, or ends with a status other than 0.
  package func finish() throws {
    try server.finish()
    try second.finish()
  }

  /// - Parameter inChunks: whether it is called in batches of a chunk, of the first version of the protocol.
  package func kernel<X: StoredFormat, Y: StoredFormat>(
    _: X.Type, _: Y.Type, _ target: Target, _ limits: TimeLimits, inChunks: Bool = false
  ) -> MixedCommandKernel<X, Y> {
    var options = MixedCommandKernel<X, Y>.Options(
      timeout: limits.batch, startTimeout: limits.start)
    if inChunks { options.callBatch = MixedCommandKernel<X, Y>.Options.chunkBatch }
    return MixedCommandKernel<X, Y>(
      server, number: number, name: name ?? server.command, target: target, options: options)
  }

  /// The kernels that are asked for.
  /// - Parameters:
  ///   - names: by commas, or all; nil where nothing was said. Of several, one without the format has a `problem`.
  ///   - target: what the environment variables ask for.
  /// - Throws: `ScoringError`, where the handshake has no such kernel, or several and none was named;
  ///   `KernelFailure`.
  package static func choose(
    _ command: String, _ names: String?, _ signature: StoredSignature, _ target: Target,
    _ limits: TimeLimits
  ) throws -> [ServedKernel] {
    var one = ServedKernel(command)
    func ask<X: StoredFormat, Y: StoredFormat>(_: X.Type, _: Y.Type) throws -> Handshake? {
      try one.kernel(X.self, Y.self, target, limits).handshake()
    }
    let handshake = try ask(signature.input.type, signature.output.type)
    one.isFramed = handshake != nil
    guard let listed = handshake?.kernels else {
      guard names == nil else {
        throw ScoringError(
          "the command lists no kernels in a handshake; leave out which of them (--kernel)")
      }
      one.name = handshake?.environment.name
      return [one]
    }
    let fitting = names == nil ? handshake?.number(for: target) : nil
    let numbers = try fitting.map { [$0] } ?? wanted(names, of: listed.map(\.name))
    let all = numbers.map { number in
      let kernel = listed[number]
      var served = one
      if let formats = kernel.formats, !formats.contains(signature.output.rawValue) {
        served.problem =
          "the kernel '\(kernel.name)' has the formats \(formats.joined(separator: ", ")), not "
          + signature.output.rawValue
      }
      (served.number, served.name) = (number, kernel.name)
      (served.function, served.derivative) = (kernel.function, kernel.derivative)
      served.isOneOfSeveral = numbers.count > 1
      return served
    }
    if all.count == 1, let problem = all[0].problem { throw ScoringError(problem) }
    return all
  }

  /// The places of names in a list.
  private static func wanted(_ names: String?, of all: [String]) throws -> [Int] {
    guard let names else {
      throw ScoringError(
        "the command has the kernels \(all.joined(separator: ", ")): say --kernel NAME, several by "
          + "commas, or all")
    }
    let wanted = names == "all" ? all : names.split(separator: ",").map(String.init)
    guard !wanted.isEmpty, Set(wanted).count == wanted.count else {
      throw ScoringError("--kernel takes names by commas, each once, or all; not '\(names)'")
    }
    return try wanted.map { name in
      guard let number = all.firstIndex(of: name) else {
        throw ScoringError(
          "the command has no kernel '\(name)'; it has \(all.joined(separator: ", "))")
      }
      return number
    }
  }
}
