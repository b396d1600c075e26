import Analysis
import FloatingPointFormats
import Foundation
import Kernels
import Oracle
import Scoring
import Testing

@testable import Reporting

/// What a report keeps: lines that read back as the scores that they were written from.
@Suite struct StoreTests {
  private func json(_ value: some Encodable) throws -> JSONText {
    let encoder = JSONEncoder.suite
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try #require(JSONText(String(decoding: try encoder.encode(value), as: UTF8.self)))
  }

  /// Numbers stay as they were written, and nothing depends on spaces.
  @Test func textStays() throws {
    let text = #"{"a":[1.50,-0.0,6e-08,"x\" ,]}",null,true,[],{}],"é":{"b":12345678901234567890}}"#
    #expect(JSONText(text)?.text == text)
    let spaced = text.replacing(",\"é\"", with: " ,\n \"é\"").replacing(":[", with: " : [ ")
    #expect(JSONText(spaced)?.text == text)
    for bad in ["", "{", "[1,]", "{\"a\":}", "[1] 2", "nul", "\"a", "{a:1}", "[1 2]", "1e"] {
      #expect(JSONText(bad) == nil, "\(bad)")
    }
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(JSONText(deep) == nil)
  }

  @Test func columns() throws {
    let rows = try #require(
      JSONText(#"[{"a":1,"b":{"c":2,"d":"x"}},{"a":3},{"b":{"c":4}}]"#))
    let columns = #"{"a":[1,3,null],"b":{"c":[2,null,4],"d":["x",null,null]}}"#
    #expect(rows.inColumns.text == columns)
    #expect(JSONText(columns)?.inRows == rows)
    #expect(JSONText(#"{"a":[1],"b":[]}"#)?.inRows == nil, "columns of two lengths")
    for text in ["[]", "[1,2]", "[[1],[2]]"] {
      #expect(JSONText(text)?.inColumns.text == text && JSONText(text)?.inRows?.text == text)
    }
  }

  @Test func profiles() {
    let profile: [Double?] = [0, 0.5, 0.5, 0.499, nil, nil, .infinity, 254, 1.7e7, 1.68e+300, 0.02]
    let text = "0 .5*2 .499 -*2 inf 254 1.7e+07 1.68e+300 .02"
    #expect(ProfileText.packed(profile) == text.replacing("1.7e+07", with: "17000000"))
    #expect(ProfileText.unpacked(text) == profile)
    // Below what is drawn it is a bound as well.
    #expect(ProfileText.packed([1e-9, 0.0099]) == ".01*2")
    for bad in ["x", "1*0", "1*", "1*2*3", "-1", "nan", "1*5000"] {
      #expect(ProfileText.unpacked(bad) == nil, "\(bad)")
    }
    #expect(ProfileText.unpacked("") == [])
  }

  /// Every key of real scores and of made-up ones comes back, with what is the same in all written once.
  @Test func scoresComeBack() throws {
    let kernel = try Catalogue.kernel(named: "tanh", for: BFloat16.self)
    var real = try score(kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
    for i in real.regions.indices {
      real.regions[i].profile = real.regions[i].profile.map { $0.map { max($0, 0.01) } }
    }
    var ofGelu = ScoreFile()
    for s in Fixture.mixed + [real] where s.fileName == "gelu" {
      var s = s
      for i in s.regions.indices {
        s.regions[i].profile = s.regions[i].profile.map { $0.map { $0 == 0 ? 0 : max($0, 0.01) } }
      }
      try ofGelu.set(.init(score: s))
      let text = try #require(ofGelu.text)
      let read = ScoreFile(text)
      #expect(read.entries.map(\.score) == ofGelu.entries.map(\.score))
      #expect(read.entries.contains { $0.score == s } && read.firstUnread == nil)
      #expect(read.text == text)
    }
    let text = try #require(ofGelu.text)
    #expect(text.components(separatedBy: "\"near zero −\"").count == 1 + FormatName.reported.count)
    #expect(real.classes.infiniteForFinite == 0 && !text.contains("\"infinite_for_finite\":0"))
    #expect(real.weighted != nil && text.contains("\"weighted\":"))
  }

  /// Regions of their own stay with a score, and finite maxima where they differ.
  @Test func whatDiffersIsKept() throws {
    let usual = Fixture().score
    var own = Fixture(kernel: "own").score
    own.regions[3].to = "0x1234"
    var infinite = Fixture(kernel: "infinite")
    infinite.errors[12] = .infinity
    var file = ScoreFile()
    for s in [usual, own, infinite.score] { try file.set(.init(score: s)) }
    let lines = try #require(file.text).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("{\"format\":\"bfloat16\",\"regions\":{\"count\":["))
    let read = ScoreFile(lines.joined(separator: "\n")).entries.map(\.score)
    #expect(read.first { $0.kernel == "own" }?.regions[3].to == "0x1234")
    #expect(read.first { $0.kernel == "infinite" }?.regions[12].maxFiniteUlp == 0)
    // In the order of their names, not in that in which they came.
    #expect(read.map(\.kernel) == ["infinite", "made-up", "own"])
  }

  /// Bins of their own keep their ends; the usual ones are known, the last one is without an end.
  @Test func bins() throws {
    var usual = Fixture().score
    usual.histogram = [-256, -2, -1, -0.125, 0.125, 0.875, 1, 0x1p1023].map {
      HistogramBin(from: $0, to: ScoreLine.end(ofBinFrom: $0), count: 1)
    }
    #expect(
      usual.histogram.map(\.to) == [-128, -1, -0.875, 0.125, 0.25, 1, 2, .infinity])
    var own = Fixture(kernel: "own").score
    own.histogram[0].to = -100
    usual.classExamples = ["flushed": Example(input: "0x0001", output: "0x0000")]
    own.classExamples = ["flushed": Example(input: "0x0001", output: "0x0000", second: "0x0002")]
    var file = ScoreFile()
    for s in [usual, own] { try file.set(.init(score: s)) }
    let text = try #require(file.text)
    #expect(text.contains("\"flushed\":[\"0x0001\",\"0x0000\"]"))
    let read = ScoreFile(text).entries.map(\.score)
    #expect(read.map(\.histogram) == [usual.histogram, own.histogram])
    #expect(read.map(\.classExamples) == [usual.classExamples, own.classExamples])
    let whole = text.split(separator: "\n").filter { $0.contains("\"to\":[-100,") }
    #expect(whole.count == 1 && whole[0].contains("\"kernel\":\"own\""))
  }

  /// A line that is no score stays, at the end, and is named.
  /// Scores that take the place of all that were there are written as they would be alone.
  @Test func nothingIsLeftOfWhatWent() throws {
    var old = Fixture(kernel: "erf").score
    for i in old.regions.indices { old.regions[i].count += 1 }
    var (file, alone) = (ScoreFile(), ScoreFile())
    try file.set(ScoreFile.Entry(score: old))
    file.remove { _ in true }
    let new = ScoreFile.Entry(score: Fixture(kernel: "erf").score)
    try file.set(new)
    try alone.set(new)
    #expect(file.text == alone.text && file.text != nil)
  }

  @Test func unreadLines() throws {
    var file = ScoreFile()
    try file.set(.init(score: Fixture().score))
    let text = try #require(file.text)
    for bad in ["{", "{\"kernel\":\"a\"}", "12", text.split(separator: "\n")[1].dropLast(30) + "}"]
    {
      var read = ScoreFile(bad + "\n" + text)
      #expect(read.firstUnread == 1 && read.entries.count == 1, "\(bad)")
      try read.set(.init(score: Fixture(kernel: "b").score))
      #expect(read.text?.hasSuffix("\n\(bad)\n") == true)
    }
  }

  @Test func records() throws {
    let cost = KernelCost(kernel: "b", format: .float16, nanoseconds: 1.5)
    var costs = RecordFile<KernelCost>()
    for c in [cost, KernelCost(kernel: "a", format: .float64, nanoseconds: 2)] { try costs.set(c) }
    try costs.set(KernelCost(kernel: "b", format: .float16, nanoseconds: 3))
    let text = try #require(costs.text)
    var read = RecordFile<KernelCost>("not a cost\n" + text)
    #expect(read.records == costs.records && read.records.map(\.kernel) == ["a", "b"])
    #expect(read.records[1].nanoseconds == 3 && read.text == text + "not a cost\n")
    read.remove { $0.kernel == "a" }
    #expect(read.records.map(\.kernel) == ["b"])
    #expect(RecordFile<KernelCost>().text == nil)
  }

  /// Where errors come from, with the parts of a region that has none.
  @Test func splitsComeBack() throws {
    let kernel = try Catalogue.kernel(named: "erf", for: BFloat16.self)
    let score = try score(kernel, against: Oracle(.gelu), ScoringOptions(inputs: .exhaustive))
    var split = try #require(try ErrorSplit.of(score, samples: 2))
    split.regions[0].method = nil
    var file = RecordFile<ErrorSplit>()
    try file.set(split)
    let text = try #require(file.text)
    #expect(RecordFile<ErrorSplit>(text).records == [split])
    #expect(text.components(separatedBy: "absolute_total").count == 2)
  }
}
