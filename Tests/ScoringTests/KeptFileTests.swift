import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import Synchronization
import TestSupport
import Testing

@testable import Scoring

/// What is kept is believed only as far as it can be true.
@Suite struct KeptFileTests {
  /// Half of the chunks of a kernel with every kind of defect.
  static let part: PartialScore = {
    do {
      let kernel = riddled(try Catalogue.kernel(named: "relu", for: Float16.self))
      return try partialScore(
        kernel, against: Oracle(.relu),
        ScoringOptions(inputs: .exhaustive, shard: .init(index: 0, of: 2)))
    } catch { fatalError("\(error)") }
  }()

  /// Two pairs of chunks of a survey.
  static let survey: Survey = {
    do {
      let asked = Counter()
      var options = ScoringOptions(inputs: .exhaustive, threads: 1)
      options.shouldStop = { asked.next() > 1 }
      let kernel = try Catalogue.kernel(named: "leaky-relu", for: Float.self)
      return try Scoring.survey(
        kernel, structureOf: Oracle(.leakyReLU), against: [Oracle(.leakyReLU)], options)
    } catch { fatalError("\(error)") }
  }()

  static func inFile<R>(_ data: Data, _ body: (String) throws -> R) throws -> R {
    let url = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID())")
    defer { try? FileManager.default.removeItem(at: url) }
    try data.write(to: url)
    return try body(url.path)
  }

  private func complaint(_ part: PartialScore) throws -> String {
    let error = try Self.inFile(part.sealed()) { path in
      #expect(throws: ScoringError.self) { try PartialScore(readingFrom: path) }
    }
    return error?.description ?? ""
  }

  @Test func comesBack() throws {
    #expect(try Self.inFile(Self.part.sealed()) { try PartialScore(readingFrom: $0) } == Self.part)
    #expect(try Self.inFile(Self.survey.sealed()) { try Survey(readingFrom: $0) } == Self.survey)
    let text = String(decoding: try Self.part.sealed(), as: UTF8.self)
    #expect(
      text.hasPrefix("{\n  \"checksum\" : \"") && text.contains("\"build\" : \"\(Build.id)\""))
    #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
  }

  /// Any byte that is another.
  @Test func aChecksumIsKept() throws {
    let data = try Self.part.sealed()
    for place in stride(from: 0, to: data.count, by: max(1, data.count / 97)) {
      var damaged = data
      damaged[place] ^= 1
      let error = try Self.inFile(damaged) { path in
        #expect(throws: ScoringError.self) { try PartialScore(readingFrom: path) }
      }
      let text = error?.description ?? ""
      #expect(text.contains(place < 17 ? "is no part of a run" : "is damaged"), "\(place): \(text)")
    }
  }

  /// Chunks that were never done, with a checksum that is right.
  @Test func claimsAreHeldToTheCounts() throws {
    var claimed = Self.part
    for chunk in 0..<claimed.identity.chunks where !claimed.done.contains(chunk) {
      claimed.done.insert(chunk)
    }
    #expect(claimed.isComplete)
    #expect(try complaint(claimed).contains("counts 32768 inputs where its chunks have 65536"))
    claimed = Self.part
    claimed.done = ChunkSet()
    #expect(try complaint(claimed).contains("where its chunks have 0"))
    claimed.done.insert(16)
    #expect(try complaint(claimed).contains("chunks are not among the 16"))
  }

  @Test func anotherBuildIsRefused() throws {
    var other = Self.part
    other.identity.build = "0123456789abcdef"
    #expect(try complaint(other).contains("build 0123456789ab made it"))
    var libm = Self.part
    libm.identity.libm = "glibc 1.0"
    let kernel = try Catalogue.kernel(named: "relu", for: Float16.self)
    #expect(throws: DifferentRun.self) {
      try partialScore(
        kernel, against: Oracle(.relu), ScoringOptions(inputs: .exhaustive), resuming: libm)
    }
    #expect(Build.id.count >= 16 && Build.id.allSatisfy(\.isHexDigit))
  }

  /// Every count by itself, one too many and out of range: what a checksum does not see, where another
  /// program writes the file.
  @Test func countsAreHeldToThePlan() throws {
    typealias Change = (inout Accumulator) -> Void
    let changes: [(String, Change)] = [
      ("scored", { $0.scored += 1 }), ("numbers", { $0.numbers -= 1 }),
      ("scored", { $0.scored = -5 }), ("numbers", { $0.numbers = .max }),
      ("class", { $0.classes.flushed = -1 }), ("class", { $0.classes.notMonotone = .max }),
      ("no example", { $0.examples[.flushed] = nil }),
      ("example", { $0.examples[.flushed]?.input ^= 1 }),
      ("example", { $0.examples[.flushed]?.size = .nan }),
      ("example", { $0.examples[.flushed]?.output = 1 << 20 }),
      ("NaN", { $0.classes.nanForNumber += 3 }),
      ("NaN", { $0.classes.infiniteForFinite -= 1 }),
      ("a region less", { $0.regions.removeLast() }),
      ("a region more", { $0.regions.append($0.regions[0]) }),
      ("region", { $0.regions[1].count += 1 }),
      ("right", { $0.regions[1].correctlyRounded = $0.regions[1].count + 1 }),
      ("faithful", { $0.regions[1].faithful = -1 }),
      ("bin", { $0.regions[1].histogram.add(0, 1 << 40) }),
      ("far bin", { $0.regions[1].histogram.add(5000) }),
      ("bins", { $0.regions[1].histogram.add(0, -1) }),
      ("sums", { $0.regions[1].sums.addOrdinary(magnitude: -(1 << 60), signed: 0, squares: 0) }),
      ("sums", { $0.regions[1].sums.addOrdinary(magnitude: 0, signed: .max, squares: 0) }),
      ("profile", { $0.regions[1].profile.append(0) }),
      ("profile", { $0.regions[1].profile[0] = .nan }),
      ("profile", { $0.regions[1].profile[0] = -2 }),
      ("steps", { $0.regions[1].maxSteps = 0 }),
      ("steps", { $0.regions[1].maxStepsPosition = 1 << 60 }),
      ("worst", { $0.regions[0].worst = $0.regions[2].worst }),
      ("special", { $0.specials[0].input = 77 }),
      ("special", { $0.specials.append($0.specials[0]) }),
      ("special", { $0.specials[0].output = .max }),
      ("rungs", { $0.rungs.doubleDouble = -1 }),
    ]
    for (i, (name, change)) in changes.enumerated() {
      var wrong = Self.part
      change(&wrong.accumulator)
      #expect(wrong != Self.part)
      #expect(throws: ScoringError.self, "\(i): \(name)") { try wrong.check() }
    }
  }

  /// Ranges of defects, each number of them by itself.
  @Test func rangesAreHeldToTheirMagnitudes() {
    var sound = RangeCollector()
    for m in [100, 101, 105, 110] { sound.add(m, output: 7) }
    #expect(sound.isSound(100...110) && RangeCollector().isSound(0...0))
    let changes: [(inout RangeCollector) -> Void] = [
      { $0.count = .max }, { $0.count = 0 }, { $0.count = -1 }, { $0.inputs = 2 },
      { $0.inputs = 12 }, { $0.inputs = .max }, { $0.last = .min }, { $0.last = 111 },
      { $0.first[0].from = .min }, { $0.first[0].to = .max }, { $0.first[1].from = 102 },
      { $0.first.removeLast() }, { $0.first[2] = .init(from: 110, to: 110, output: .max) },
    ]
    for (i, change) in changes.enumerated() {
      var wrong = sound
      change(&wrong)
      #expect(!wrong.isSound(100...110), "\(i)")
    }
  }

  /// The same for what a survey holds besides.
  @Test func structureIsHeldToItsChunks() throws {
    let changes: [(inout Survey) -> Void] = [
      { $0.identity.build = "ab" }, { $0.identity.kernel = "other" },
      { $0.scores[0].done.insert(5) }, { $0.structure = StructureRuns() },
      { $0.scores.append(PartialScore($0.scores[0].identity, $0.scores[0].accumulator)) },
    ]
    for (i, change) in changes.enumerated() {
      var wrong = Self.survey
      change(&wrong)
      #expect(wrong != Self.survey)
      #expect(throws: ScoringError.self, "\(i)") { try wrong.check() }
    }
  }
}

/// Counts up from 1.
final class Counter: Sendable {
  private let n = Mutex(0)
  func next() -> Int {
    n.withLock {
      $0 += 1
      return $0
    }
  }
}
