import Contracts
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Testing

/// The repository's root, from this file's place in it.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Every contract under Reference/Contracts, by `format/kernel`.
struct ContractFile: Sendable, CustomTestStringConvertible {
  let path: String
  var testDescription: String { path.split(separator: "/").suffix(2).joined(separator: "/") }

  static let all: [ContractFile] = {
    let root = repository.appending(path: "Reference/Contracts").path
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".json") }.sorted().map {
      ContractFile(path: "\(root)/\($0)")
    }
  }()

  func read() throws -> Contract { try Contract(readingFrom: path) }
}

extension Contract {
  /// Scores a kernel on the contract's own inputs, against its own function.
  func score<T: BinaryFormat>(_ kernel: any Kernel<T>) throws -> Score {
    try Scoring.score(
      kernel, against: Oracle(question.target),
      ScoringOptions(inputs: question.inputs, flush: question.flush))
  }

  /// The score of the built-in kernel that the contract names.
  func scoreOfItsKernel() throws -> Score {
    func scored<T: BinaryFormat>(_: T.Type) throws -> Score {
      try score(Catalogue.kernel(named: kernel, for: T.self))
    }
    return try scored(question.format.type)
  }
}
