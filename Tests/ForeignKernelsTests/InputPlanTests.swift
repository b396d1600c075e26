import Digests
import FloatingPointFormats
import Functions
import Scoring
import Testing

@testable import ForeignKernels

@Suite struct InputPlanTests {
  static let orders: [InputOrder] = [
    .ascending, .bits, .shuffled(seed: 1), .ascending.shifted(by: 3), .bits.shifted(by: -70_000),
    .shuffled(seed: 99).shifted(by: 1 << 20 | 1), .ascending.shifted(by: .min),
    .bits.shifted(by: .max),
  ]

  @Test(arguments: orders)
  func everyInputHasOnePlace(_ order: InputOrder) {
    let plan = InputPlan<BFloat16>(
      exhaustive: order, padding: Padding(multiple: 1000, bits: 0x3f80))
    #expect(plan.paddedCount == 66_000)
    check(plan)
    let outputs = (0..<plan.paddedCount).map { plan.input(at: $0) }
    #expect(plan.canonical(outputs).enumerated().allSatisfy { $1.position == UInt64($0) })
    #expect(outputs[65_536...].allSatisfy { $0.bitPattern == 0x3f80 })
  }

  @Test(arguments: orders, [0, 1, 2, 255, 70_001])
  func samples(_ order: InputOrder, _ count: Int) {
    var generator = SplitMix64(seed: 5)
    let values = (0..<count).map { _ in Double(bitPattern: generator.next()) }
    let plan = InputPlan(samples: values, order: order, padding: Padding(multiple: 32))
    #expect(plan.count == count)
    check(plan)
    #expect((0..<count).map { plan.canonicalInput($0).position } == values.map(\.position).sorted())
  }

  /// A sample that is not kept has the places of the same values in a list.
  @Test(arguments: orders)
  func plannedInputs(_ order: InputOrder) throws {
    let inputs = try PlannedInputs(
      Question(
        Target(.gelu), Signature(.float64), inputs: .sample(count: 1_500_000, seed: 4),
        region: -0.001...0.0001))
    #expect(inputs.count > 10_000)
    let values = inputs.positions(0..<inputs.count).map { Double(position: $0) }
    let padding = Padding(multiple: 1000, bits: 7)
    let (planned, listed) = (
      InputPlan<Double>(inputs, order: order, padding: padding),
      InputPlan(samples: values, order: order, padding: padding)
    )
    #expect(planned.paddedCount == listed.paddedCount && !planned.isExhaustive)
    func all(_ plan: InputPlan<Double>) -> [UInt64] {
      [Double](unsafeUninitializedCapacity: plan.paddedCount) { x, count in
        plan.fill(x, from: 0)
        count = x.count
      }.map(\.bitPattern)
    }
    #expect(all(planned) == all(listed))
    for place in stride(from: 0, to: planned.paddedCount, by: 997) {
      #expect(planned.rank(at: place) == listed.rank(at: place))
    }
  }

  private func check<T>(_ plan: InputPlan<T>) {
    var seen = [Bool](repeating: false, count: plan.count)
    for place in 0..<plan.count {
      guard let rank = plan.rank(at: place) else {
        Issue.record("place \(place) has no rank")
        return
      }
      if seen[rank] || plan.place(ofRank: rank) != place {
        Issue.record("rank \(rank) of place \(place)")
        return
      }
      seen[rank] = true
    }
    #expect(plan.rank(at: plan.count) == nil)
    var buffer = [T](repeating: T(bitPattern: 0), count: 9_999)
    for first in stride(from: 0, to: plan.paddedCount, by: buffer.count) {
      let n = min(buffer.count, plan.paddedCount - first)
      buffer.withUnsafeMutableBufferPointer { plan.fill(.init(rebasing: $0[..<n]), from: first) }
      if (0..<n).contains(where: {
        buffer[$0].bitPattern != plan.input(at: first + $0).bitPattern
      }) {
        Issue.record("fill from \(first)")
        return
      }
    }
  }

  @Test func ordersAreWhatTheySay() {
    let ascending = InputPlan<Float16>()
    #expect(ascending.input(at: 0).bitPattern == 0xffff)
    #expect(ascending.input(at: 0x8000).bitPattern == 0)
    let byBits = InputPlan<Float16>(exhaustive: .bits)
    #expect((0..<65_536).allSatisfy { byBits.input(at: $0).bitPattern == UInt16($0) })
    let shifted = InputPlan<Float16>(exhaustive: .bits.shifted(by: 5))
    #expect(shifted.input(at: 0).bitPattern == 5)
    #expect(shifted.input(at: 65_535).bitPattern == 4)
    let sample = InputPlan<Float>(samples: [2, -1, 1, -2], order: .bits)
    #expect((0..<4).map { sample.input(at: $0) } == [1, 2, -1, -2])
  }

  @Test func aShuffleMixes() {
    let plan = InputPlan<Float16>(exhaustive: .shuffled(seed: 4))
    let other = InputPlan<Float16>(exhaustive: .shuffled(seed: 5))
    let ranks = (0..<65_536).map { plan.rank(at: $0) ?? 0 }
    let neighbours = zip(ranks, ranks.dropFirst()).count { abs($0 - $1) < 16 }
    // Of a random order, 65,535 · 30 / 65,536.
    #expect(neighbours < 120)
    #expect((0..<65_536).count { plan.rank(at: $0) == other.rank(at: $0) } < 20)
    // Every lane of a vector of 16 sees inputs of every sixteenth of the line.
    for lane in 0..<16 {
      let sixteenths = Set(stride(from: lane, to: 65_536, by: 16).map { ranks[$0] >> 12 })
      #expect(sixteenths.count == 16)
    }
  }

  @Test func windowsOfFloat32AreWholeInAnyOrder() {
    let plan = InputPlan<Float>(exhaustive: .shuffled(seed: 11))
    #expect(plan.paddedCount == 1 << 32)
    for window in [0, 1, 40_000, 65_535] {
      var buffer = [Float](repeating: 0, count: 65_536)
      buffer.withUnsafeMutableBufferPointer { plan.fill($0, from: window << 16) }
      var runs = 0
      buffer.withUnsafeBufferPointer { outputs in
        plan.forEachRun(outputs, from: window << 16) { first, sorted in
          #expect(first % 65_536 == 0 && sorted.count == 65_536)
          #expect(sorted.enumerated().allSatisfy { $1.position == UInt64(first + $0) })
          #expect(plan.place(ofRank: first + 77) >> 16 == window)
          runs += 1
        }
      }
      #expect(runs == 1)
    }
  }

  @Test(arguments: orders)
  func runsTogetherAreEverything(_ order: InputOrder) {
    let plan = InputPlan<Float16>(exhaustive: order, padding: Padding(multiple: 999))
    var seen = [Bool](repeating: false, count: plan.count)
    var buffer = [Float16](repeating: 0, count: 10_000)
    for first in stride(from: 0, to: plan.paddedCount, by: buffer.count) {
      let n = min(buffer.count, plan.paddedCount - first)
      buffer.withUnsafeMutableBufferPointer { plan.fill(.init(rebasing: $0[..<n]), from: first) }
      buffer.withUnsafeBufferPointer { all in
        plan.forEachRun(.init(rebasing: all[..<n]), from: first) { rank, outputs in
          for (k, output) in outputs.enumerated() where !seen[rank + k] {
            seen[rank + k] = output.position == UInt64(rank + k)
          }
        }
      }
    }
    #expect(!seen.contains(false))
  }

  @Test func digestIsThatOfTheBytes() throws {
    let plan = InputPlan<Float16>(exhaustive: .bits, padding: Padding(multiple: 1000, bits: 1))
    var sha = SHA256()
    let bytes = (0..<65_536).map { UInt16($0) } + [UInt16](repeating: 1, count: 464)
    bytes.withUnsafeBytes { sha.update($0) }
    #expect(plan.sha256() == sha.hexDigest())
  }
}
