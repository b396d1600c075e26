import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Testing

/// The whole harness against a score computed independently, in Python with mpmath and this
/// machine's libm: Reference/Golden/measure.json.
@Suite struct IndependentScoreTests {
  struct File: Decodable {
    struct Row: Decodable {
      var kernel, function: String
      var maxUlp: Double
      var maxUlpInput, maxUlpOutput: String
      var maxSteps: UInt64
      var maxStepsInput: String
      var meanUlp, rmsUlp, meanSignedUlp: Double
      var correctlyRounded, faithful: Int
      var classes: [String: Int]
    }
    var libm: String
    var scores: [Row]
  }

  static let file: File? = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/Golden/measure.json")
    return try? JSONDecoder.suite.decode(File.self, from: Data(contentsOf: path))
  }()

  @Test func agreesWithPython() throws {
    let file = try #require(Self.file)
    #expect(file.scores.count == 4)
    for row in file.scores {
      let kernel = try Catalogue.kernel(named: row.kernel, for: BFloat16.self)
      let function = try #require(Function(named: row.function))
      let score = try score(kernel, against: Oracle(function), ScoringOptions(inputs: .exhaustive))
      guard file.libm == platformLibm else { continue }
      let name = "\(row.kernel) against \(row.function)"
      #expect(abs(score.maxUlp - row.maxUlp) <= 1e-8 * row.maxUlp, "\(name)")
      #expect(score.maxSteps == row.maxSteps, "\(name)")
      #expect(abs(score.meanUlp - row.meanUlp) <= 1e-6, "\(name)")
      #expect(abs(score.rmsUlp - row.rmsUlp) <= 1e-5 * max(1, row.rmsUlp), "\(name)")
      #expect(abs(score.meanSignedUlp - row.meanSignedUlp) <= 1e-6, "\(name)")
      #expect(score.correctlyRounded == row.correctlyRounded, "\(name)")
      #expect(score.faithful == row.faithful, "\(name)")
      #expect(score.classes.flushed == row.classes["flushed"], "\(name)")
      #expect(score.classes.flushedSubnormal == row.classes["flushed_subnormal"], "\(name)")
      #expect(score.classes.wrongSign == row.classes["wrong_sign"], "\(name)")
      #expect(score.classes.lostZeroSign == row.classes["lost_zero_sign"], "\(name)")
      #expect(score.classes.exceedsInput == row.classes["exceeds_input"], "\(name)")
      // The erfc kernel's maximum is a tie at 1/2 + 2.4e-36: any of its inputs may be named.
      if row.kernel != "erfc" {
        #expect(score.maxUlpInput == row.maxUlpInput, "\(name)")
        #expect(score.maxUlpOutput == row.maxUlpOutput, "\(name)")
      }
    }
  }
}
