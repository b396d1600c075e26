import Digests
import Foundation

/// What a run keeps in a file, to go on from after an interruption.
package protocol Kept: Codable {
  /// - Throws: `ScoringError`, which says what no run of this program can have kept.
  func check() throws
}

/// The first line of a kept file: the SHA-256 of everything after it.
private enum Sealed {
  static let opening = "{\n  \"checksum\" : \""
  static let closing = "\",\n"

  /// An object's JSON with the checksum as its first key.
  static func data(_ object: Data) -> Data {
    let rest = object.dropFirst(2)
    return Data("\(opening)\(SHA256.hexDigest(of: Data(rest)))\(closing)".utf8) + rest
  }

  /// The object again; nil where the bytes are others than those that were written.
  static func object(_ data: Data) -> Data? {
    let head = opening.utf8.count + 64 + closing.utf8.count
    guard data.count > head, case let rest = Data(data.dropFirst(head)),
      data.prefix(head)
        == Data("\(opening)\(SHA256.hexDigest(of: rest))\(closing)".utf8)
    else { return nil }
    return Data("{\n".utf8) + rest
  }

  /// Whether it at least begins like a kept file.
  static func isMeant(_ data: Data) -> Bool { data.starts(with: opening.utf8) }
}

/// Which build kept a file.
private struct KeptByBuild: Decodable {
  struct Identity: Decodable { let build: String }
  let identity: Identity
}

extension Kept {
  /// - Throws: `ScoringError` naming the file, if it is not there, not such a file, damaged, or nothing
  ///   that this program kept.
  package init(readingFrom path: String) throws {
    let data = try WholeFile.read(path)
    guard let object = Sealed.object(data) else {
      throw ScoringError(
        Sealed.isMeant(data)
          ? "\(path) is damaged: its checksum is another; remove it and run that part again"
          : "\(path) is no part of a run; --shard and --resume write such files")
    }
    do {
      self = try JSONDecoder.suite.decode(Self.self, from: object)
      try check()
    } catch let error as ScoringError {
      throw ScoringError("\(path) cannot be gone on from: \(error)")
    } catch {
      // Another build's keys may be others.
      if let kept = try? JSONDecoder.suite.decode(KeptByBuild.self, from: object),
        kept.identity.build != Build.id
      {
        throw ScoringError(
          "\(path) cannot be gone on from: \(RunIdentity.otherBuild(kept.identity.build))")
      }
      throw ScoringError("\(path) is no part of a run; --shard and --resume write such files")
    }
  }

  /// Writes it in one step: what was there before stays until the new one is whole.
  /// - Throws: `ScoringError` with the path and the reason.
  package func write(to path: String) throws {
    try OutputFile.write(sealed(), to: path)
  }

  /// The bytes of the file.
  func sealed() throws -> Data { Sealed.data(try JSONEncoder.suite.encode(self)) }
}

extension RunIdentity {
  /// - Throws: `ScoringError`, where another program kept this: its parts count by other rules, and its
  ///   kernels may compute something else.
  func checkBuild() throws {
    guard build == Build.id else { throw ScoringError(RunIdentity.otherBuild(build)) }
  }

  fileprivate static func otherBuild(_ build: String) -> String {
    "build \(build.prefix(12).filter { $0.isLetter || $0.isNumber }) made it and this is build "
      + "\(Build.id.prefix(12)); use that program, or remove the file and run that part again"
  }
}

extension PartialScore: Kept {
  package func check() throws {
    try identity.checkBuild()
    // Given inputs are held against the list that the run going on has.
    if identity.question.inputs.digest == nil { try check(against: identity.question) }
  }

  /// Holds the counts to the chunks that are said to be done.
  /// - Throws: `ScoringError`, which says what does not fit.
  func check(against question: Question) throws {
    let plan = try InputPlan(question)
    guard plan.chunks == identity.chunks, done.isValid(below: plan.chunks) else {
      throw ScoringError("its chunks are not among the \(plan.chunks) of \(identity.summary)")
    }
    let map = try RegionMap.shared(question.target.unscaled, question.signature)
    try accumulator.check(
      against: ClaimedInputs(plan, done, map, question.signature),
      isScaled: question.target.factor != 1)
  }
}

extension Survey: Kept {
  package func check() throws {
    try identity.checkBuild()
    try structure.check()
    for score in scores {
      try score.check()
      guard score.done == structure.chunks, score.identity.kernel == identity.kernel else {
        throw ScoringError("its scores and its structure are not of the same inputs")
      }
    }
  }
}
