import FloatingPointFormats
import Functions
import Kernels
import Testing

@testable import Scoring

/// Parts that know each other's largest errors join to the same whole as parts that do not.
@Suite struct PeakFloorsTests {
  @Test(arguments: ["erf", "best", "tanh"]) func theWholeIsTheSame(_ name: String) throws {
    let kernel = try Catalogue.kernel(named: name, for: Float.self)
    let judge = try Judge(kernel.description.target, Signature(.float32))
    let zero = UInt64(1) << 31
    // The tail, where errors are relatively the largest; the dip; large inputs, where they are so absolutely.
    let starts: [UInt64] = [
      zero - 0x40b2_0000, zero - 0x40a0_0000, zero - 0x3f80_0000, zero + 0x3f80_0000,
      zero + 0x4040_0000, zero + 0x4120_0000, zero - 0x4100_0000,
    ]
    func parts(sharing floors: PeakFloors?) throws -> [Accumulator] {
      try starts.map {
        try scoreConsecutive(kernel, judge, $0..<$0 + 1 << 14, isFirst: false, sharing: floors)
      }
    }
    func whole(_ parts: [Accumulator]) -> Accumulator {
      parts.reduce(into: Accumulator(judge.map)) { $0.merge($1) }
    }
    let floors = PeakFloors()
    let (alone, sharing) = (try parts(sharing: nil), try parts(sharing: floors))
    #expect(whole(sharing) == whole(alone))
    let (peaks, values) = (whole(alone).peaks, floors.values)
    #expect(values.absolute > 0 && values.absolute <= peaks.absolute?.size ?? 0)
    #expect(values.relative > 0 && values.relative <= peaks.relative?.size ?? 0)
    // Parts that need not look again do not.
    #expect(sharing.map(\.peaks) != alone.map(\.peaks))
  }
}
