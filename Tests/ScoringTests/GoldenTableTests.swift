import FloatingPointFormats
import Foundation
import Functions
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// `Reference/Tables` against the oracle, and scores with it against scores without.
///
/// GELU_ACCURACY_EXHAUSTIVE=1 compares every entry; the release command `tables` does so too, and
/// .ci/run compares its files.
@Suite struct GoldenTableTests {
  static let oracles = Function.tabulated.flatMap { f in (0...1).map { Oracle(f, derivative: $0) } }
  static let formats: [FormatName] = [.float16, .bfloat16]

  static var isExhaustive: Bool {
    ProcessInfo.processInfo.environment["GELU_ACCURACY_EXHAUSTIVE"] == "1"
  }

  /// The encodings of a table that differ from MPFR's answer.
  static func wrong(
    _ values: [Double], _ oracle: Oracle, _ format: FormatName, _ places: some Sequence<Int>
  ) throws -> [Int] {
    try places.filter {
      let exact = try oracle.roundedToOdd(at: format.value(bits: UInt64($0)))
      return values[$0].isNaN ? !exact.isNaN : values[$0].bitPattern != exact.bitPattern
    }
  }

  @Test(arguments: oracles, formats) func equalsTheOracle(
    _ oracle: Oracle, _ format: FormatName
  ) throws {
    let table = try #require(try GoldenTable.shared(oracle.target, Signature(format)))
    #expect(table.values.count == 65536)
    let step = Self.isExhaustive ? 1 : 13
    let places = stride(from: oracle.derivative, to: 65536, by: step)
    #expect(try Self.wrong(table.values, oracle, format, places) == [])
  }

  /// One bit off, a neighbour's value, a lost sign of zero.
  @Test func wrongEntriesAreSeen() throws {
    let table = try #require(try GoldenTable.shared(Target(.gelu), Signature(.bfloat16))).values
    for (place, wrong) in [
      (0xc040, table[0xc040].nextUp.nextUp), (0xc040, table[0xc041]), (0x8000, 0),
      (0xff80, 0), (0x7f80, .greatestFiniteMagnitude), (0x7fc0, 1),
    ] {
      var mutant = table
      mutant[place] = wrong
      #expect(try Self.wrong(mutant, Oracle(.gelu), .bfloat16, [place]) == [place])
    }
  }

  /// What judging asks of a truth, from the table and from the cells.
  @Test(arguments: [(Oracle(.gelu), FormatName.bfloat16), (Oracle(.silu, derivative: 1), .float16)])
  func preparesTheSame(_ oracle: Oracle, _ format: FormatName) throws {
    let golden = try #require(try PreparedTable.golden(oracle.target, Signature(format)))
    let computed = try PreparedTable.computed(oracle.target, Signature(format))
    var decided = 0
    var differing: [Int] = []
    for (i, (a, b)) in zip(golden, computed).enumerated()
    where format.value(bits: UInt64(i)).isFinite {
      var isSame = a.nearest.bitPattern == b.nearest.bitPattern && a.quantum == b.quantum
      isSame = isSame && a.isBelowNormal == b.isBelowNormal
      isSame = isSame && abs(a.ownError - b.ownError) < 0x1p-38
      if let bin = b.ownBin {
        decided += 1
        isSame = isSame && a.ownBin == bin
      }
      if !isSame { differing.append(i) }
    }
    let first = differing.first.map { "\($0): \(golden[$0]) and \(computed[$0])" } ?? ""
    #expect(differing.isEmpty, "\(differing.count), first \(first)")
    #expect(decided > 60_000)
    #expect(golden.allSatisfy { $0.ownBin != nil })
  }

  /// No file, or another function: computed instead.
  @Test func doesWithout() throws {
    let other = try #require(DecimalConstant("1.703"))
    for (oracle, format) in [
      (Oracle(try Function.geluSigmoid.with(scale: other)), FormatName.float16),
      (Oracle(.gelu), .float32), (Oracle(.gelu, derivative: 2), .float16),
    ] { #expect(try GoldenTable.shared(oracle.target, Signature(format)) == nil) }
  }

  /// A file that is cut off, a bit of another, a tensor of another name: not read, with or without its
  /// header whole.
  @Test func damageIsSeen() throws {
    let path = Self.folder.path + "/float16-odd.safetensors"
    let digest = try #require(GoldenTable.digests["float16/gelu"])
    #expect(GoldenTable.Place.file(path).read("gelu", digest: digest) != nil)
    #expect(GoldenTable.Place.file(path).read("glue", digest: digest) == nil)
    #expect(GoldenTable.Place.file(path).read("silu", digest: digest) == nil)
    // The first tensor alone, which is gelu's.
    let whole = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(976 + 524_288)
    let cut = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: cut) }
    try whole.write(to: cut)
    #expect(GoldenTable.Place.file(cut.path).read("gelu", digest: digest) != nil)
    for length in [0, 7, 100, 1500, 400_000] {
      try whole.prefix(length).write(to: cut)
      #expect(
        GoldenTable.Place.file(cut.path).read("gelu", digest: digest) == nil, "\(length) bytes")
    }
    var mutator = Mutator(seed: 41)
    var (accepted, bars) = (0, FuzzBars("table"))
    for i in 0..<Fuzz.count(24) {
      let bytes = mutator.damaged(Array(whole), header: i % 2 == 0 ? 1300 : whole.count)
      try Data(bytes).write(to: cut)
      let found = bars.file { GoldenTable.Place.file(cut.path).read("gelu", digest: digest) }
      guard let read = found else { continue }
      accepted += 1
      let table = try #require(try GoldenTable.shared(Target(.gelu), Signature(.float16))).values
      #expect(read.map(\.bitPattern) == table.map(\.bitPattern), "mutation \(i)")
    }
    #expect(accepted < Fuzz.count(24) / 2 && bars.areKept, "\(accepted) accepted; \(bars)")
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Reference/Tables")

  /// The program has the committed files, to the byte.
  @Test(arguments: formats) func theProgramHasTheFiles(_ format: FormatName) throws {
    let file = Self.folder.appending(path: "\(format.rawValue)-odd.safetensors")
    let bytes = try #require(GoldenTable.Place.bytes(format))
    #expect(try Data(contentsOf: file) == Data(bytes))
    #expect(GoldenTable.Place.bytes(.float32) == nil)
  }

  /// All that others may vendor: the odd column rounds to the rounded one, and that is in both files.
  @Test(arguments: formats) func filesAgree(_ format: FormatName) throws {
    let file = try Data(
      contentsOf: Self.folder.appending(path: "\(format.rawValue).safetensors"))
    let body = file.suffix(12 * 131_072)
    for (i, oracle) in Self.oracles.enumerated() {
      let name = GoldenTable.name(of: oracle.target)
      let results = body.dropFirst(i * 131_072).prefix(131_072)
      let single = try Data(
        contentsOf: Self.folder.appending(path: "\(format.rawValue)/\(name).npy"))
      #expect(single.suffix(131_072) == results, "\(name)")
      let exact = try #require(try GoldenTable.shared(oracle.target, Signature(format))).values
      let bits = results.withUnsafeBytes { raw in
        (0..<65536).map {
          UInt64(UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)))
        }
      }
      let wrong = (0..<65536).filter {
        exact[$0].isNaN
          ? format.value(bits: bits[$0]).isNaN == false
          : format.bits(of: exact[$0]) != bits[$0]
      }
      #expect(wrong.isEmpty, "\(name)")
    }
  }
}
