import FloatingPointFormats
import Functions
import Testing

@testable import Oracle

/// Truths of rows with a second input: rung 2 against enclosures in multiple precision, and those against the
/// plain function where it says the same.
@Suite struct SecondInputTests {
  static let roles: [SecondInput] = [
    .dy, .up, .bias, SecondInput(.up, offset: 1, limit: 7, gateLimit: 7),
    SecondInput(.up, offset: -0x1p-30), SecondInput(.up, limit: 0.5),
  ].compactMap(\.self)

  private static func numbers(_ seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    let some = (0..<60).map { i -> Double in
      let size = Double(sign: .plus, exponent: Int(random.next() % 40) - 30, significand: 1)
      let x = Double(Float(Double(random.next() >> 11) * 0x1p-53 * size))
      return random.next() % 2 == 0 ? x : -x
    }
    return some + [0, -0.0, 1, -1, 7, -7, 8, 0.5, 3, -3, -5.5, 0x1p-149, -0x1p-149, 0x1p100, -40]
  }

  @Test(arguments: roles, ["gelu", "silu", "relu", "leaky-relu", "hardswish", "softplus"])
  func rowsHoldTheirTruths(_ second: SecondInput, _ name: String) throws {
    let function = try #require(Function(named: name))
    let rows = RowTruths(Target(function, second: second), for: .float32)
    for (x, a) in zip(Self.numbers(1), Self.numbers(2).reversed()) {
      let (oracle, truth) = rows.row(x, a)
      guard let oracle else {
        #expect(truth.hi == 0 && truth.isExact)
        continue
      }
      let exact = oracle.enclosure(at: x, precision: 300).interval
      let scaled = exact.scaled(by: truth.scale)
      func wide(_ x: Double) -> Interval { Interval(x, precision: 300) }
      let (low, high) = (
        wide(truth.hi) + wide(truth.lo) - wide(truth.below),
        wide(truth.hi) + wide(truth.lo) + wide(truth.above)
      )
      // Far out the truth is known to more than 300 bits.
      #expect(low.lo <= scaled.hi && scaled.lo <= high.hi, "\(second) \(name) \(x) \(a)")
      #expect(
        scaled.isPoint || scaled.magnitude == 0 || !scaled.overlaps(scaled * wide(1 + 0x1p-50)))
    }
  }

  /// What the row's oracle encloses, made from the plain function step by step.
  @Test(arguments: roles) func rowsAreTheirFormula(_ second: SecondInput) throws {
    let target = Target(.gelu, second: second)
    let plain = Oracle(target.unscaled)
    for (x, a) in zip(Self.numbers(3), Self.numbers(4)) {
      guard let row = Oracle(target).row(a) else { continue }
      func wide(_ x: Double) -> Interval { Interval(x, precision: 400) }
      let wanted: Interval
      if second.role == .bias {
        // Exact at 400 bits: float32 numbers of these sizes.
        let sum = wide(x) + wide(a)
        #expect(sum.isPoint)
        guard x + a != 0 else { continue }
        wanted = plain.enclosure(at: sum, near: x + a).interval
      } else {
        let u = wide(min(max(a, -second.limit), second.limit)) + wide(second.offset)
        wanted = plain.enclosure(at: min(x, second.gateLimit), precision: 400).interval * u
      }
      #expect(row.enclosure(at: x, precision: 400).interval.overlaps(wanted), "\(second) \(x) \(a)")
      let far = wanted * Interval(1 + 0x1p-40, precision: 400)
      if !wanted.containsZero {
        #expect(!row.enclosure(at: x, precision: 400).interval.overlaps(far))
      }
    }
  }

  /// A sum that no double holds: at −20, gelu changes by 200 parts of a relative change of 2^−60 of x.
  @Test func sumsAreExact() throws {
    let bias = try #require(Oracle(Target(.gelu, second: .bias)).row(0x1p-60))
    let plain = Oracle(.gelu)
    let (a, b) = (
      bias.enclosure(at: -20, precision: 300).interval,
      plain.enclosure(at: -20, precision: 300).interval
    )
    #expect(!a.overlaps(b))
    #expect(try bias.decimal(at: -20, digits: 20) != plain.decimal(at: -20, digits: 20))
  }

  @Test func textReadsBack() throws {
    for second in Self.roles { #expect(SecondInput("\(second)") == second) }
    #expect(SecondInput("up(offset=1,limit=7,gate-limit=7)") == Self.roles[3])
    for text in [
      "", "gate", "up(", "up()", "up(offset)", "up(offset=x)", "up(offset=1,offset=2)",
      "up(limit=-1)",
      "up(limit=nan)", "dy(offset=1)", "bias(limit=7)", "up(gate-limit=nan)", "up)",
      "up(offset=inf)",
    ] { #expect(SecondInput(text) == nil, "\(text)") }
  }
}
