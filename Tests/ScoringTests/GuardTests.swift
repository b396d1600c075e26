import CHotLoop
import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

/// The guards of float32's hot loop and of the sums, one by one, on planted cells.
@Suite struct GuardTests {
  /// How many of one output are left to the next rung, for a truth planted as a constant.
  private func open(_ truth: Double, _ y: Float, slack: Double, blur: UInt64 = 0, skew: UInt64 = 4)
    -> Int64
  {
    var cell = hot_cell.planted
    withUnsafeMutableBytes(of: &cell.a) { $0.bindMemory(to: Double.self)[0] = truth }
    (cell.slack, cell.blur, cell.skew) = (slack, blur, skew)
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    hot_float32([1, 1], [y, y], 2, &cell, result)
    return result.pointee.exceptions / 2
  }

  @Test func reachOfBinEdges() {
    // Errors of 1/8 and more: the truth is 1.5 less so many of its ulps.
    for eighths in 1...9 {
      for side in [-0.9, 0.9, -1.5, 1.5] {
        let truth = 1.5 - (Double(eighths) / 8 + side * 0x1p-20) * 0x1p-23
        #expect(open(truth, 1.5, slack: 0x1p-20) == (abs(side) < 1 ? 1 : 0), "\(eighths) \(side)")
      }
    }
  }

  @Test func wildTies() {
    let tie = 1.5 + 0x1p-24
    #expect(open(tie + 0x1p-45, 100, slack: 0x1p-20) == 1)
    #expect(open(tie + 0x1p-40, 100, slack: 0x1p-20) == 0)
  }

  @Test func besidePowersOfTwo() {
    // Below 2 an ulp is half as large: twice as many of its units are in reach.
    let y = Float(1.9)
    for (units, isOpen) in [(1, true), (63, true), (127, true), (129, false)] {
      let below = 2 - Double(units) * 0x1p-52
      #expect(open(below, y, slack: 0x1p-22, blur: 64) == (isOpen ? 1 : 0), "\(units)")
    }
    for (units, isOpen) in [(0, true), (63, true), (65, false)] {
      let above = 2 + Double(units) * 0x1p-51
      #expect(open(above, y, slack: 0x1p-22, blur: 64) == (isOpen ? 1 : 0), "\(units)")
    }
    // An error of 2^11 less a little, known to its skew.
    let wild = 1.25 + 0x1p-25
    let far = Float(1.25 + 0x1p-12)
    #expect(open(wild, far, slack: 0x1p-30, skew: 1 << 39) == 1)
    #expect(open(wild, far, slack: 0x1p-30, skew: 1 << 38) == 0)
  }

  /// The same error in float64's loop: 2^11 less 2^40 units of its last place.
  @Test func wideErrorsBesidePowersOfTwo() {
    var cell = hot_wide_cell()
    (cell.high.0, cell.low.0) = (1.25, 0x1p-54)
    (cell.up, cell.down, cell.slack) = (1, 1, 0x1p-30)
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    let y = 1.25 + 0x1p-41
    for (skew, open) in [(UInt64(1) << 39, Int64(2)), (1 << 38, 0)] {
      cell.skew = skew
      hot_float64([1, 1], [y, y], 2, &cell, result)
      #expect(result.pointee.exceptions == open)
      hot_float64_baseline([1, 1], [y, y], 2, &cell, result)
      #expect(result.pointee.exceptions == open)
    }
  }

  /// A truth that may be halfway between two doubles, for all that its cell knows.
  @Test func wideTies() {
    var cell = hot_wide_cell()
    (cell.high.0, cell.up, cell.down, cell.slack, cell.skew) = (1.25, 1, 1, 0x1p-30, 4)
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    for (short, open) in [(0x1p-31, Int64(2)), (0x1p-29, 0)] {
      cell.low.0 = (0.5 - short) * 0x1p-52
      hot_float64([1, 1], [1.4, 1.4], 2, &cell, result)
      #expect(result.pointee.exceptions == open)
      hot_float64_baseline([1, 1], [1.4, 1.4], 2, &cell, result)
      #expect(result.pointee.exceptions == open)
    }
  }

  /// Of float16: a bias towards one side of a truth that is next to nothing is no news of a whole error.
  @Test func wholeErrorsBesideNothing() {
    var cell = hot_cell()
    (cell.precision, cell.least, cell.slack) = (11, 0x1p-14, 0x1p-42)
    (cell.bias, cell.direction) = (0x1p-30, 1)
    let result = UnsafeMutablePointer<hot_result>.allocate(capacity: 1)
    defer { result.deallocate() }
    for (truth, y, open) in [
      (-0x1p-120, Float(0x1p-24), Int64(2)), (-0x1p-120, -0x1p-23, 2), (-0x1p-120, -0.0, 0),
      (0x1.01p-25, -0x1p-24, 0),
    ] {
      withUnsafeMutableBytes(of: &cell.a) { $0.bindMemory(to: Double.self)[0] = truth }
      hot_float32([1, 1, 1], [y, y, y], 2, &cell, result)
      #expect(result.pointee.exceptions == open, "\(truth) \(y)")
    }
  }

  /// The loop is told all of a cell's bound, of the truth itself and in ulps.
  @Test func cellsAreGivenWithTheirBound() {
    let source = TruthSource(Oracle(.gelu), for: .float32)
    for x in [-6, -1.2, -0.3, -0x1p-20, 0x1p-70, 0.3, 1.2, 6] {
      let fine = source.fineCell(at: x)
      let cell = hot_cell(fine, isNegative: x < 0)
      let unit = 0x1p-52
      #expect(fine.relativeBound <= Double(cell.blur) * unit)
      #expect(Double(cell.blur - 1) * unit <= fine.relativeBound)
      #expect(1...1.1 ~= cell.slack / (fine.relativeBound * 0x1p24), "\(x)")
    }
  }

  @Test func nearReachesItsReach() {
    var cell = hot_cell.planted
    var places = [UInt16](repeating: 0, count: Int(hot_block))
    for (distance, count) in [(0.9, Int64(1)), (1.1, 0), (-0.9, 1), (-1.1, 0)] {
      for base in [1.5, 1.5 + 0x1p-24] {
        let truth = base + distance * 0x1p-10 * 0x1p-23
        withUnsafeMutableBytes(of: &cell.a) { $0.bindMemory(to: Double.self)[0] = truth }
        #expect(hot_near([1], 1, &cell, 0x1p-10, &places) == count)
      }
    }
  }

  /// What no certified error stands for is an upper bound, beyond what the estimate is off by.
  @Test func boundsHoldTheEstimatesOwnError() {
    #expect(roundedUp(0.5) == 0.501 && roundedUp(0.1234) == 0.124)
    #expect(roundedUp(0) == 0 && roundedUp(-1) == 0 && roundedUp(.infinity) == .infinity)
  }

  @Test func largeErrorsAreRoundedNotTruncated() {
    var sums = ErrorSums()
    sums.add(0x1p11 + 0x1.8p-25)
    #expect(sums.magnitude == 0x1p11 + 0x1p-24)
    sums.add(-0x1p12 - 0x1.8p-25)
    #expect(sums.signed == -0x1p11)
  }

  /// Against exact integers: the nearest of the decimals that are certain, and no more of them.
  @Test func certainDigits() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<2000 {
      let k = Int(random.next() >> 24)
      let x = Double(k) * 0x1p-40
      let p = (certifiedDigits(x, doubt: 0) * 1e6).rounded()
      #expect((Int128(p) << 40 - Int128(k) * 1_000_000).magnitude * 2 <= 1 << 40)
      let up = roundedUp(x)
      #expect(up >= x && up <= x * 1.0101)
    }
    #expect(certifiedDigits(0.123456789, doubt: 2e-4) == 0.123)
    #expect(certifiedDigits(2.123456789, doubt: 0) == 2.12346)
    #expect(certifiedDigits(2.123456789, doubt: 2e-4) == 2.123)
    // Squares are known to 2^−25: of a root mean square of 10^−4 three decimals are certain.
    let doubt = Doubt()
    #expect(certifiedDigits(1e-4, doubt: doubt.ofRootMeanSquare(1e-8, 1)) == 0)
    #expect(doubt.ofRootMeanSquare(0.09, 1) < 1e-6)
  }
}

extension hot_cell {
  /// A cell of float32 to plant a truth in.
  fileprivate static var planted: hot_cell {
    var cell = hot_cell()
    (cell.precision, cell.least) = (24, 0x1p-126)
    return cell
  }
}
