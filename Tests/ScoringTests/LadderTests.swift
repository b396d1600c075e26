import FloatingPointFormats
import Foundation
import Functions
import Oracle
import Testing

@testable import Scoring

/// The ladder against plain MPFR, per function, derivative and format: the same rounding, and errors
/// whose enclosures overlap, at every landmark and at random inputs.
///
/// GELU_ACCURACY_LADDER=1000000 takes so many random inputs each, best in a release build:
/// `swift test -c release -Xswiftc -enable-testing --disable-xctest --filter LadderTests`.
@Suite struct LadderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let oracle: Oracle
    let format: FormatName
    var testDescription: String {
      "\(oracle.function.name)\(oracle.derivative == 1 ? "′" : "") in \(format.rawValue)"
    }
  }

  static let cases = FormatName.reported.flatMap { format in
    Function.tabulated.flatMap { f in
      (0...1).map { Case(oracle: Oracle(f, derivative: $0), format: format) }
    }
  }

  static let count =
    ProcessInfo.processInfo.environment["GELU_ACCURACY_LADDER"].flatMap { Int($0) } ?? 120

  /// Half of them any encoding, half where the functions bend.
  private func inputs(_ c: Case) throws -> [Double] {
    let last = c.format.parameters.ordinal(of: c.format.parameters.largestFinite)
    // More than there are: all of them.
    if c.format.keepsAllTruths, Self.count > 1 << 16 {
      return (-last...last).map { c.format.value(ordinal: $0) }
    }
    var random = SplitMix64(seed: UInt64(c.format.width) + UInt64(c.oracle.derivative))
    let places = (0..<Self.count).map { i in
      i % 2 == 0
        ? Int.random(in: -last...last, using: &random)
        : c.format.ordinal(below: .random(in: -15...9, using: &random))
    }
    let map = try RegionMap.shared(c.oracle.target, Signature(c.format))
    // All landmarks in a long run, every so many in a short one.
    let landmarks = Sample.landmarks(c.oracle, c.format, map)
    let step = Self.count >= 10_000 ? 1 : c.format == .float64 ? 41 : 11
    return (places + stride(from: 0, to: landmarks.count, by: step).map { landmarks[$0] })
      .map { c.format.value(ordinal: $0) }
  }

  /// What differs between a truth as judging has it and MPFR; nil if nothing does.
  static func disagreement(_ x: Double, _ p: Prepared, _ c: Case) throws -> String? {
    let parameters = c.format.parameters
    let right = try c.oracle.rounded(at: x, to: c.format)
    guard p.nearest.bitPattern == right.bitPattern else {
      return "\(x.hexFloat) rounds to \(right.hexFloat), not \(p.nearest.hexFloat)"
    }
    guard try p.quantum == c.oracle.ulpExponent(at: x, in: parameters) else {
      return "another ulp at \(x.hexFloat)"
    }
    for y in [right, c.format.value(ordinal: parameters.ordinal(of: right) / 2)] {
      let (lo, hi) = try c.oracle.ulpError(of: y, at: x, in: parameters)
      let (a, b) = p.truth.error(of: y, quantum: p.quantum).ends
      if b < lo || hi < a {
        return "error of \(y.hexFloat) at \(x.hexFloat): \(a)…\(b), \(lo)…\(hi)"
      }
    }
    return nil
  }

  /// Rung 1's polynomial lies within its bound of the truth.
  static func isFineCellRight(_ x: Double, _ cell: FineCell, _ c: Case) throws -> Bool {
    guard cell.relativeBound < 1, x != 0 else { return true }
    let t = x - cell.centre
    var p = cell.coefficients[FineCell.degree]
    for k in (0..<FineCell.degree).reversed() { p = p * t + cell.coefficients[k] }
    let y = cell.isGated ? x * p : p
    guard y != 0 else { return true }
    // In units of 2^−52 of y, or nearly.
    let double = FormatName.float64.parameters
    let (lo, hi) = try c.oracle.ulpError(of: y, at: x, in: double)
    let bound = cell.relativeBound * y.magnitude / y.ulp * 2 + 1
    return max(lo.magnitude, hi.magnitude) <= bound
  }

  @Test(arguments: cases) func agreesWithMPFR(_ c: Case) throws {
    let source = TruthSource(c.oracle, for: c.format)
    let golden = try PreparedTable.golden(c.oracle.target, Signature(c.format))
    let found = try inputs(c).compactMap { x -> String? in
      let computed = try Prepared(x, source.truth(at: x), c.oracle, c.format.parameters, c.format)
      if let wrong = try Self.disagreement(x, computed, c) { return wrong }
      if let golden {
        return try Self.disagreement(x, golden[Int(c.format.bits(of: x))], c).map { "table: \($0)" }
      }
      guard c.format == .float32 else { return nil }
      let isRight = try Self.isFineCellRight(x, source.fineCell(at: x), c)
      return isRight ? nil : "rung 1 at \(x.hexFloat)"
    }
    #expect(found.isEmpty, "\(found.count), first \(found.first ?? "")")
  }

  /// A truth moved by 2^−70 of itself in float64, a bound that is none, a table entry one step off, a
  /// polynomial with a coefficient off by ten times its bound.
  @Test func wrongTruthsAreSeen() throws {
    let wide = Case(oracle: Oracle(.gelu), format: .float64)
    let narrow = Case(oracle: Oracle(.gelu), format: .bfloat16)
    let middle = Case(oracle: Oracle(.gelu), format: .float32)
    let source = TruthSource(wide.oracle)
    var random = SplitMix64(seed: 8)
    for _ in 0..<40 {
      let x = Double.random(in: -12...(-0.5), using: &random)
      var moved = source.truth(at: x)
      moved.lo += moved.hi * 0x1p-70
      let p = try Prepared(x, moved, wide.oracle, wide.format.parameters, wide.format)
      #expect(try Self.disagreement(x, p, wide) != nil, "\(x)")

      let place = Int(narrow.format.bits(of: x))
      let entry = try #require(
        try GoldenTable.shared(narrow.oracle.target, Signature(narrow.format))
      ).values[place]
      let beside = Prepared(
        roundedToOdd: Double(bitPattern: entry.bitPattern + 2), narrow.format.parameters,
        narrow.format)
      let input = narrow.format.value(bits: UInt64(place))
      #expect(try Self.disagreement(input, beside, narrow) != nil, "\(input)")

      let single = Double(Float(x))
      let cell = TruthSource(middle.oracle, for: .float32).fineCell(at: single)
      var coefficients = cell.coefficients
      coefficients[0] *= 1 + 10 * cell.relativeBound
      let wrong = FineCell(cell, coefficients: coefficients)
      #expect(try Self.isFineCellRight(single, cell, middle))
      #expect(try !Self.isFineCellRight(single, wrong, middle), "\(single)")
    }
  }
}
