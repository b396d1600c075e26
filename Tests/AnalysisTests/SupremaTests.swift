import Foundation
import Functions
import Oracle
import Testing

@testable import Analysis

/// `Reference/Suprema/suprema.json`, and the suprema against plain double arithmetic.
@Suite struct SupremaTests {
  static let file = ThresholdTests.reference.appendingPathComponent("Suprema/suprema.json")
  static let committed = Result {
    try SupremumTable(decoding: Data(contentsOf: SupremaTests.file))
  }

  /// One smooth approximation and one of pieces; all where the environment asks for it.
  @Test func theCommittedFileIsWhatIsComputed() throws {
    let committed = try Self.committed.get()
    if ThresholdTests.isThorough {
      #expect(try Data(contentsOf: Self.file) == SupremumTable().encoded())
    }
    for name in ["gelu-tanh", "i-gelu"] {
      let approximation = try #require(Approximation.all.first { $0.name == name })
      for d in 0...1 {
        let computed = try MethodError(of: approximation, derivative: d)
        #expect(committed.methodErrors.contains(computed), "\(name), derivative \(d)")
      }
    }
    #expect(committed.methodErrors.count == 18 && committed.conditioning.count == 8)
  }

  @Test func everySupremumHasTwentyDigits() throws {
    for m in try Self.committed.get().methodErrors {
      let all = [m.absolute] + m.relative.map(\.supremum)
      for s in all where s.kind != .unbounded {
        #expect(s.value?.rounded(digits: 20) != nil, "\(m.approximation) \(m.derivative)")
        for x in s.locations { #expect(x.rounded(digits: 20) != nil || x.doubles.hi < 1e-30) }
      }
    }
  }

  /// "erf vs tanh ≤ 4.73e-4", as the field quotes it.
  @Test func knownSupremum() throws {
    let tanh = try #require(try Self.committed.get().methodErrors.first)
    #expect(tanh.approximation == "gelu-tanh" && tanh.derivative == 0)
    #expect(tanh.absolute.value?.rounded(digits: 20) == "0.00047323552068728487711")
  }

  /// No sample exceeds a supremum, and the largest comes near it: absolute and by region.
  @Test func samplesStayBelowAndComeNear() throws {
    for m in try Self.committed.get().methodErrors {
      #expect(Samples(m).disagreement(m) == nil)
    }
  }

  /// The file with one supremum halved, doubled or moved to another region is refused.
  @Test func wrongSupremaAreFound() throws {
    let all = try Self.committed.get().methodErrors
    let tanh = try #require(all.first)
    let encoded = String(decoding: try JSONEncoder().encode(tanh), as: UTF8.self)
    for (right, wrong) in [
      ("0.00047323552", "0.00047323442"), ("0.00047323552", "0.00047333552"),
      ("0.840098822", "0.740098822"), ("0.00020117364", "0.00120117364"),
    ] {
      let text = encoded.replacingOccurrences(of: right, with: wrong)
      #expect(text != encoded)
      let mutant = try JSONDecoder().decode(MethodError.self, from: Data(text.utf8))
      #expect(Samples(mutant).disagreement(mutant) != nil, "\(right) → \(wrong)")
    }
  }

  /// What `tailBound` and the evenness of the difference rest on.
  @Test func gatesAreSymmetricAndTileTheLine() {
    for approximation in Approximation.all {
      let (whole, edge) = (approximation.parts(from: -.infinity, to: .infinity, edge: 16), 16.0)
      #expect(whole.first?.from.doubles.lo == -edge && whole.last?.to.doubles.hi == edge)
      for (a, b) in zip(whole, whole.dropFirst()) { #expect(a.to.overlaps(b.from)) }
      for k in 1...200 {
        let x = Interval(Double(k) * 0.0625 + 0x1p-9, precision: 128)
        let left = whole.first { $0.from.isBelow(-x) && (-x).isBelow($0.to) }
        let right = whole.first { $0.from.isBelow(x) && x.isBelow($0.to) }
        guard let left, let right else { continue }
        let sum = left.gate(-x) + right.gate(x)
        #expect(sum.overlaps(Interval(1, precision: 64)) && sum.width < 0x1p-100)
      }
    }
  }

  /// A gate as steep as a step: the supremum is that of ReLU, to the last digit.
  @Test func steepGates() throws {
    let step = try #require(Function(named: "gelu-tanh(scale=1024,cubic=1024)"))
    let m = try MethodError(of: Approximation(step, formula: ""), derivative: 0)
    let relu = try #require(Self.committed.get().methodErrors.first { $0.approximation == "relu" })
    #expect(m.absolute == relu.absolute)
    let conditioning = Conditioning(Oracle(step, derivative: 1))
    #expect(try conditioning.supremum(from: -8, to: -5).kind == .end)
  }

  /// With so small a cubic term g/gelu grows before it falls.
  @Test func aTailThatGrowsFirstIsUndecided() throws {
    let slow = try #require(Function(named: "gelu-tanh(scale=0.797884561,cubic=0.0001)"))
    let s = try Approximation(slow, formula: "")
      .relativeSupremum(derivative: 0, on: LineRegion.all[0])
    #expect(s.kind == .undecided && s.value == nil)
  }
}

/// GELU and its approximations in double arithmetic, without the package's definitions.
struct Samples {
  let difference: (Double) -> Double
  let gelu: (Double) -> Double

  init(_ m: MethodError) {
    let d = m.derivative
    func bell(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
    func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
    let gelu = { (x: Double) in d == 0 ? x * normal(x) : normal(x) + x * bell(x) }
    func logistic(_ k: Double, _ c: Double) -> (Double) -> Double {
      { x in
        let s = 1 / (1 + exp(-k * (x + c * x * x * x)))
        return d == 0 ? x * s : s + x * s * (1 - s) * k * (1 + 3 * c * x * x)
      }
    }
    let g: (Double) -> Double
    switch m.approximation {
    case "gelu-tanh": g = logistic(2 * (2 / Double.pi).squareRoot(), 0.044715)
    case "gelu-sigmoid": g = logistic(1.702, 0)
    case "gelu-sigmoid(scale=1.773)": g = logistic(1.773, 0)
    case "ascend": g = logistic(1.595769122, 0.0455399241)
    case "mlx-old": g = logistic(1.60033, 0.0433603)
    case "silu": g = logistic(1, 0)
    case "relu": g = { d == 0 ? max(0, $0) : $0 > 0 ? 1 : 0 }
    case "hard-gelu":
      g = { x in
        guard abs(x) < 1.58 else { return d == 0 ? max(0, x) : x > 0 ? 1 : 0 }
        return d == 0 ? x * (x + 1.58) / 3.16 : (2 * x + 1.58) / 3.16
      }
    default:
      g = { x in
        let z = min(abs(x) / 2.0.squareRoot(), 1.769) - 1.769
        let l = (x < 0 ? -1 : 1) * (1 - 0.2888 * z * z)
        let slope = 2 * -0.2888 * z / 2.0.squareRoot()
        return d == 0 ? x / 2 * (1 + l) : (1 + l) / 2 + x / 2 * slope
      }
    }
    self.gelu = gelu
    difference = { g($0) - gelu($0) }
  }

  /// What is wrong, or nil.
  func disagreement(_ m: MethodError) -> String? {
    if let bad = compare(m.absolute, from: -12, to: 12, difference) { return "absolute: \(bad)" }
    for r in m.relative {
      let (low, high) = (max(Double(r.from) ?? -9, -9), min(Double(r.to) ?? 12, 12))
      if let bad = compare(r.supremum, from: low, to: high, { difference($0) / gelu($0) }) {
        return "\(m.approximation) \(m.derivative) \(r.region): \(bad)"
      }
    }
    return nil
  }

  private func compare(
    _ s: Supremum, from low: Double, to high: Double, _ h: (Double) -> Double
  ) -> String? {
    func grid(_ a: Double, _ b: Double) -> [Double] {
      // Not the ends themselves, but close to them.
      (0...2000).map { a + (b - a) * min(max(Double($0) / 2000, 1e-9), 1 - 1e-9) }
    }
    func best(_ points: [Double]) -> (x: Double, size: Double) {
      points.map { ($0, abs(h($0))) }.max { $0.1 < $1.1 } ?? (low, 0)
    }
    let joints = [1e-9, -1e-9, -1.58 + 1e-12, 1.58 - 1e-12]
    let special = joints + s.locations.map { $0.doubles.lo + 1e-7 }
    let coarse = best(grid(low, high) + special.filter { low < $0 && $0 < high })
    let step = (high - low) / 2000
    let fine = best(grid(max(low, coarse.x - step), min(high, coarse.x + step)))
    let top = max(coarse.size, fine.size)
    guard let (lo, hi) = s.value?.doubles else { return top > 20 ? nil : "bounded by \(top)" }
    // Rounding in double arithmetic: 1 + erf and its like lose some digits.
    if top > hi * (1 + 1e-7) + 1e-13 { return "a sample has \(top), more than \(hi)" }
    return top < lo * (1 - 1e-6) ? "no sample has more than \(top); claimed \(lo)" : nil
  }
}
