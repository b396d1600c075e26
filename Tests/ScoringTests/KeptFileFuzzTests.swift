import Digests
import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// Damaged parts, resume files and surveys: refused in one line, or the same to the bit. With the
/// checksum made right again, never a trap: what is let in can be joined and finished.
@Suite struct KeptFileFuzzTests {
  private func run<K: Kept & Equatable>(
    _ kind: String, _ original: K, seed: UInt64, _ usual: Int, use: (K) throws -> Void
  ) throws {
    let data = [UInt8](try original.sealed())
    let count = Fuzz.count(usual)
    var mutator = Mutator(seed: seed)
    var (refused, bars) = (0, FuzzBars(kind))
    for i in 0..<count {
      let bytes = i % 2 == 0 ? mutator.damaged(data, header: data.count) : mutator.damagedJSON(data)
      try KeptFileTests.inFile(Data(bytes)) { path in
        bars.file {
          do {
            let found = try K(readingFrom: path)
            #expect(found == original && bytes == data, "mutation \(i)")
          } catch {
            refused += 1
            expectOneLine("\(error)", "mutation \(i)")
          }
        }
      }
    }
    #expect(refused > count / 2)
    var (accepted, turnedAway) = (0, 0)
    for i in 0..<count {
      let bytes = signedAgain(mutator.damagedJSON(data))
      try KeptFileTests.inFile(Data(bytes)) { path in
        bars.file {
          do {
            try use(K(readingFrom: path))
            accepted += 1
          } catch {
            turnedAway += 1
            expectOneLine("\(error)", "signed mutation \(i)")
          }
        }
      }
    }
    // Both happen, or the damage is not of the right size.
    #expect(accepted > 1 && turnedAway > count / 4, "\(accepted), \(turnedAway)")
    #expect(bars.areKept, "\(bars)")
  }

  /// The checksum of what stands there now.
  private func signedAgain(_ bytes: [UInt8]) -> [UInt8] {
    let head = 17 + 64 + 3
    guard bytes.count > head else { return bytes }
    let rest = Data(bytes[head...])
    return Array("{\n  \"checksum\" : \"\(SHA256.hexDigest(of: rest))\",\n".utf8) + rest
  }

  private func expectOneLine(_ text: String, _ place: String) {
    let isOneLine = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    #expect(isOneLine && !text.isEmpty, "\(place): \(text)")
  }

  @Test func parts() throws {
    let kernel = riddled(try Catalogue.kernel(named: "relu", for: Float16.self))
    let rest = try partialScore(
      kernel, against: Oracle(.relu),
      ScoringOptions(inputs: .exhaustive, shard: .init(index: 1, of: 2)))
    try run("shard", KeptFileTests.part, seed: 31, 80) { part in
      var whole = part
      try whole.merge(rest)
      _ = try whole.score()
    }
  }

  /// A resume file is a part of which any chunks are done: here of a sample of float64.
  @Test func resumeFiles() throws {
    let kernel = riddled(try Catalogue.kernel(named: "leaky-relu", for: Double.self))
    let options = ScoringOptions(inputs: .sample(count: 5000, seed: 2))
    var first = options
    first.shard = .init(index: 0, of: 2)
    let part = try partialScore(kernel, against: Oracle(.leakyReLU), first)
    let quick = BatchKernel<Double>(kernel.description) { _, y in y.update(repeating: 1) }
    try run("resume file", part, seed: 36, 80) {
      _ = try partialScore(quick, against: Oracle(.leakyReLU), options, resuming: $0).score()
    }
  }

  @Test func surveys() throws {
    try run("survey", KeptFileTests.survey, seed: 33, 40) { found in
      var whole = found.structure
      whole.insert(Survey.pairs - 1, StructurePart())
      _ = whole.runs.map {
        $0.part.defects(in: Signature(.float32), StructureRules(Oracle(.leakyReLU)))
      }
      let kernel = try Catalogue.kernel(named: "leaky-relu", for: Float.self)
      #expect(throws: ScoringError.self) { try found.structure(kernel, Oracle(.leakyReLU)) }
      #expect(throws: ScoringError.self) { try found.scores[0].score() }
    }
  }

  /// A score's JSON is read by nothing but other programs; reading it never ends one.
  @Test func scores() throws {
    let kernel = riddled(try Catalogue.kernel(named: "relu", for: Float16.self))
    let score = try score(kernel, against: Oracle(.relu), ScoringOptions(inputs: .exhaustive))
    let data = [UInt8](try JSONEncoder.suite.encode(score))
    var mutator = Mutator(seed: 34)
    var (accepted, bars) = (0, FuzzBars("score"))
    for i in 0..<Fuzz.count(200) {
      let bytes = i % 2 == 0 ? mutator.damaged(data, header: data.count) : mutator.damagedJSON(data)
      let read = bars.file { try? JSONDecoder.suite.decode(Score.self, from: Data(bytes)) }
      if read != nil { accepted += 1 }
    }
    #expect(accepted > 0 && bars.areKept, "\(bars)")
  }
}
