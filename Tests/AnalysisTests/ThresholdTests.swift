import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Testing

@testable import Analysis

/// `Reference/Thresholds/thresholds.json` and the proof behind it.
@Suite struct ThresholdTests {
  static let reference = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Reference")
  static let file = reference.appendingPathComponent("Thresholds/thresholds.json")

  @Test func theCommittedFileIsWhatIsComputed() throws {
    let computed = try ThresholdTable().encoded()
    #expect(try Data(contentsOf: Self.file) == computed)
  }

  @Test func theCommittedSpecialsAreWhatIsComputed() throws {
    let file = Self.reference.appendingPathComponent("Thresholds/specials.json")
    #expect(try Data(contentsOf: file) == SpecialTable().encoded())
    let gelu = try SpecialContract(Oracle(.gelu), Float.self)
    #expect(gelu.values.map(\.name).first == "-inf" && gelu.values[0].result == "0x80000000")
    #expect(gelu.values.count == 11 && gelu.values[10].result == "nan")
    let slope = try SpecialContract(Oracle(.gelu, derivative: 1), BFloat16.self)
    #expect(slope.values.map(\.result).suffix(2) == ["0x3f80", "nan"])
  }

  /// Values that others have published.
  @Test func knownThresholds() throws {
    let gelu = try Thresholds(Oracle(.gelu), .bfloat16)
    #expect(gelu.limitFrom?.bits == "0x4032")
    #expect(gelu.zeroThroughFtz?.bits == "0xc153")
    // x/2 rounds to an even zero from below, and up to x from above.
    #expect(gelu.runs.zero.last?.from.bits == "0x8001")
    #expect(gelu.runs.zero.last?.through.bits == "0x0000")
    #expect(gelu.runs.limit.first?.through.bits == "0x0001")
  }

  static let oracles = Function.tabulated.flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }

  /// Everything, where the environment asks for it.
  static let isThorough = ProcessInfo.processInfo.environment["GELU_ACCURACY_EXHAUSTIVE"] == "1"
  /// GELU and its derivative in any case.
  static func isThorough(_ oracle: Oracle) -> Bool { oracle.function == .gelu || isThorough }

  /// Every input of the 16-bit formats (of other functions than GELU every 29th, unless asked
  /// for), by the fast tables and without intervals of inputs.
  @Test(arguments: oracles) func everyInputOf16Bits(_ oracle: Oracle) throws {
    try everyInput(oracle, Float16.self)
    try everyInput(oracle, BFloat16.self)
  }

  private func everyInput<T: BinaryFormat>(_ oracle: Oracle, _: T.Type) throws {
    let asked = Asked<T>(oracle)
    for s in try Partition(Classifier<T>(oracle: oracle)).stretches {
      let inputs = stride(from: s.from, through: s.to, by: Self.isThorough(oracle) ? 1 : 29)
      let wrong = try inputs.first { try asked.kind($0) != s.kind }
      #expect(wrong == nil, "\(asked.name) at ordinal \(wrong ?? 0)")
    }
  }

  /// 2,000 inputs (of other functions 200, unless asked for) on either side of every edge in the wider formats.
  @Test(arguments: oracles) func theSurroundingsOfEveryEdge(_ oracle: Oracle) throws {
    try surroundings(oracle, Float.self)
    try surroundings(oracle, Double.self)
  }

  private func surroundings<T: BinaryFormat>(_ oracle: Oracle, _: T.Type) throws {
    let asked = Asked<T>(oracle)
    let count = Self.isThorough(oracle) ? 2000 : 200
    for s in try Partition(Classifier<T>(oracle: oracle)).stretches {
      let ends = [s.from...min(s.to, s.from + count), max(s.from, s.to - count)...s.to]
      let wrong = try ends.joined().first { try asked.kind($0) != s.kind }
      #expect(wrong == nil, "\(asked.name) at ordinal \(wrong ?? 0)")
    }
  }

  @Test(arguments: ConstantsTests.extremes) func otherConstants(_ name: String) throws {
    let oracle = Oracle(try #require(Function(named: name)))
    #expect(try Partition(Classifier<Float>(oracle: oracle)).firstDefect(oracle) == nil)
  }
}

/// The checks must find planted defects.
@Suite struct ThresholdMutantTests {
  let oracle = Oracle(.gelu, derivative: 1)

  @Test func anEdgeOffByOneIsFound() throws {
    let good = try Partition(Classifier<Float>(oracle: oracle))
    #expect(try good.firstDefect(oracle) == nil)
    for i in 0..<good.stretches.count - 1 {
      for shift in [-1, 1] {
        var moved = good.stretches
        moved[i].to += shift
        moved[i + 1].from += shift
        let defect = try Partition<Float>(stretches: moved).firstDefect(oracle)
        #expect(defect != nil, "edge \(i) moved by \(shift)")
      }
    }
  }

  @Test func aLostStretchIsFound() throws {
    var stretches = try Partition(Classifier<Float>(oracle: oracle)).stretches
    stretches.remove(at: 2)
    #expect(try Partition<Float>(stretches: stretches).firstDefect(oracle) != nil)
  }

  /// An "enclosure" of the middle only lets a stretch be taken for its middle.
  @Test func anExtensionThatIsNoEnclosureIsFound() throws {
    var classifier = Classifier<Float16>(oracle: oracle)
    classifier.extend = { $0.evaluated($1.middle) }
    let bad = try Partition(classifier)
    let good = try Partition(Classifier<Float16>(oracle: oracle))
    #expect(bad != good)
    let asked = Asked<Float16>(oracle)
    let wrong = try bad.stretches.first { s in
      try (s.from...s.to).contains { try asked.kind($0) != s.kind }
    }
    #expect(wrong != nil)
  }
}

/// The class of single inputs by the fast tables.
struct Asked<T: BinaryFormat> {
  let oracle: Oracle
  let source: TruthSource
  init(_ oracle: Oracle) {
    self.oracle = oracle
    source = TruthSource(oracle, for: T.name)
  }

  var name: String {
    "\(oracle.function.name), derivative \(oracle.derivative), \(T.name.rawValue)"
  }

  func kind(_ ordinal: Int) throws -> ResultClass {
    let x = T(ordinal: ordinal)
    let truth = source.truth(at: x.double)
    let near = truth.ulpExponent(in: T.parameters).flatMap { truth.nearest(quantum: $0) }
    let y = try near.map { T(nearest: $0) } ?? oracle.rounded(at: x.double, to: T.self)
    var kind: ResultClass = []
    if y.isZeroValue { kind.insert(.zero) }
    if y.isBelowNormal { kind.insert(.belowNormalRounded) }
    // Rounding is monotone: only a result of 2^emin itself leaves the exact value's side open.
    var isBelow = y.isBelowNormal
    if y.magnitudeBits == T.smallestNormal.magnitudeBits {
      isBelow = try oracle.rounded(at: x.double, to: T.self, .towardZero).isBelowNormal
    }
    if isBelow { kind.insert(.belowNormalExact) }
    if y.ordinal == (oracle.derivative == 0 ? x : T(nearest: 1)).ordinal { kind.insert(.limit) }
    return kind
  }
}
