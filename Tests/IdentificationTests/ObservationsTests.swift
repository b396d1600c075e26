import FloatingPointFormats
import Kernels
import Testing

@testable import Identification

/// Rows in any order become distinct ascending inputs, and distances are those of the formats.
@Suite struct ObservationsTests {
  @Test func rowsAreSortedAndDistinct() {
    let x: [Float] = [2, -1, 0, -0.0, .nan, 2, -.infinity, .signalingNaN]
    let y: [Float] = [20, -10, 0, -0.0, 1, 20, -5, 1]
    let observed = Observations("rows", x, y)
    #expect(observed.x.dropLast() == [-.infinity, -1, -0.0, 0, 2])
    #expect(observed.x.last?.isNaN == true)
    #expect(observed.y == [-5, -10, -0.0, 0, 20, 1])
    #expect(observed.ambiguous.count == 0)
  }

  @Test func severalOutputsAreCounted() {
    let x: [Float] = [1, 1, 1, 2, 2, 3]
    let y: [Float] = [5, 6, 7, 8, 8, 9]
    let observed = Observations("rows", x, y)
    #expect(observed.y == [5, 8, 9])
    #expect(observed.ambiguous.count == 1)
    #expect(observed.ambiguous.first == "0x3f800000")
  }

  @Test func completeIsEveryInputOnce() {
    let all = (0..<1 << 8).map { Float8E5M2(position: $0) }
    #expect(Observations("", all, all).isComplete)
    #expect(!Observations("", Array(all.dropFirst(12)), Array(all.dropFirst(12))).isComplete)
    let wide = all.map { Float($0.double) }
    #expect(!Observations("", wide, wide).isComplete)
  }

  @Test(arguments: [FormatName.float8E4M3FN, .float8E5M2])
  func stepsAreThoseOfTheFormat(_ format: FormatName) {
    func check<T: BinaryFormat>(_: T.Type) {
      let line = OrderedLine(T.name)
      for a in (0..<256).map({ T(bits: $0) }) {
        for b in (0..<256).map({ T(bits: $0) }) {
          let steps = line.steps(a.bits, b.bits)
          if a.isNaNValue || b.isNaNValue {
            #expect(steps == (a.isNaNValue && b.isNaNValue ? 0 : nil))
          } else {
            #expect(steps == a.steps(to: b))
          }
        }
      }
    }
    check(format.type)
  }

  @Test func agreementCounts() {
    let line = OrderedLine(.float32)
    func bits(_ all: [Float]) -> [UInt64] { all.map { UInt64($0.bitPattern) } }
    let a = Agreement(bits([1, 2, .nan, 0]), bits([1, Float(2).nextUp.nextUp, 3, -0.0]), on: line)
    #expect(a.same == 1)
    #expect(a.of == 4)
    #expect(a.mostSteps == 2)
    #expect(a.firstDifference == 1)
    // log2(3) roughly, 64 for a NaN alone, and one bit for a zero's sign.
    #expect((a.distance * 4 - (1.5 + 64 + 1)).magnitude < 0.01)
    #expect(!a.isIdentical)
    #expect(Agreement(bits([1, .nan]), bits([1, .nan]), on: line).isIdentical)
  }
}
