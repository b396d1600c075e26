import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// What the rules say at their edges, and the ways by which stretches are judged and joined.
@Suite struct StructureRuleTests {
  @Test func signs() {
    func holds(_ oracle: Oracle, _ x: Double, _ y: Double) -> Bool {
      StructureRules(oracle).hasRightSign(x, y)
    }
    let relu = Oracle(.relu)
    #expect(holds(relu, 1, 0.5) && !holds(relu, 1, 0) && !holds(relu, 1, -1))
    #expect(holds(relu, -1, 0) && holds(relu, -1, -0.0))
    #expect(!holds(relu, -1, -1) && !holds(relu, -1, 1))
    // Below its root at −0.75 a derivative that vanishes is −0.
    let slope = Oracle(.gelu, derivative: 1)
    #expect(holds(slope, -30, -0.0) && holds(slope, -2, -0.1))
    #expect(!holds(slope, -30, 0) && !holds(slope, -2, 0.1))
    #expect(holds(slope, -0.5, 0.1) && holds(slope, -0.5, 0) && !holds(slope, -0.5, -0.1))
  }

  @Test func symmetryAllowsHalfAnUlpOfEither() {
    let half = 0x1p-12
    for (derivative, y) in [(0, 0.75), (1, 1.25)] {
      let rules = StructureRules(Oracle(.gelu, derivative: derivative))
      for side in [1.0, -1] {
        #expect(rules.isSymmetric(1, y, -0.25 + side * half, halves: half))
        #expect(!rules.isSymmetric(1, y, -0.25 + 1.5 * side * half, halves: half))
      }
    }
  }

  /// A stretch cut anywhere is, joined, the whole; so is one with more ranges than are kept.
  @Test(arguments: [[5, 6, 7, 8, 10], [3, 5, 7, 8], (0..<30).filter { $0 % 3 > 0 }])
  func stretchesJoin(_ magnitudes: [Int]) {
    func collected(_ magnitudes: ArraySlice<Int>) -> RangeCollector {
      var collector = RangeCollector()
      for m in magnitudes { collector.add(m, output: UInt64(m)) }
      return collector
    }
    let whole = collected(magnitudes[...])
    #expect(whole.inputs == magnitudes.count)
    for cut in 0...magnitudes.count {
      var joined = collected(magnitudes[..<cut])
      joined.append(collected(magnitudes[cut...]))
      #expect(joined == whole, "cut at \(cut)")
    }
  }

  /// One output that breaks a rule is found in a block as it is by itself.
  @Test(arguments: 0...1) func blocksHideNothing(_ derivative: Int) {
    let first = Float(1).ordinal
    let x = (0...64).map { Float(ordinal: first - 1 + $0) }
    let right = (derivative == 0 ? x : x.map { _ in 1 }, x.map { _ in Float(0) })
    func part(_ above: [Float], _ below: [Float], blocks: Bool) -> StructurePart {
      var checker = StructureChecker<Float, Float>(Oracle(.relu, derivative: derivative))
      checker.usesBlocks = blocks
      var part = StructurePart()
      above.withUnsafeBufferPointer { y in
        below.withUnsafeBufferPointer { z in
          guard let y = y.baseAddress, let z = z.baseAddress else { return }
          checker.check(first, y + 1, z + 1, 64, &part)
        }
      }
      return part
    }
    let sound = part(right.0, right.1, blocks: false)
    #expect(part(right.0, right.1, blocks: true) == sound)
    #expect(sound.defects(in: Signature(.float32), StructureRules(Oracle(.relu))) == [])
    // At the end nothing follows that would be out of order.
    for place in [31, 64] {
      for wrong in [Float.nan, .infinity, x[place].nextUp, -1] {
        for side in 0..<2 {
          var (above, below) = right
          if side == 0 { above[place] = wrong } else { below[place] = wrong }
          let alone = part(above, below, blocks: false)
          #expect(part(above, below, blocks: true) == alone)
          let isRight = derivative == 1 && side == 0 && place == 64 && wrong == x[64].nextUp
          #expect(
            alone.defects(in: Signature(.float32), StructureRules(Oracle(.relu))).isEmpty
              == isRight, "\(wrong) at \(place), \(side)")
        }
      }
    }
  }
}
