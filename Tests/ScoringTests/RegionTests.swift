import FloatingPointFormats
import Functions
import Oracle
import Testing

@testable import Scoring

@Suite struct RegionTests {
  @Test(arguments: FormatName.allCases) func coverEveryFiniteNumberOnce(_ format: FormatName) throws
  {
    for function in Function.tabulated {
      for derivative in 0...1 {
        let map = try RegionMap(
          Target(function, derivative: derivative), Signature(format))
        let last = format.parameters.ordinal(of: format.parameters.largestFinite)
        #expect(map.regions.first?.from == -last && map.regions.last?.to == last)
        for (a, b) in zip(map.regions, map.regions.dropFirst()) {
          #expect(a.to + 1 == b.from && a.from <= a.to, "\(function.name) \(a.name) \(b.name)")
        }
        for region in map.regions {
          #expect(map.regions[map.index(of: region.from)] == region)
          #expect(map.regions[map.index(of: region.to)] == region)
        }
      }
    }
  }

  /// Columns ascend by at most one, start at 0, end at the last, and know their own ends.
  @Test func columnsCoverRegions() {
    for (from, to) in [(-5, 5), (0, 63), (0, 64), (-1000, 3000), (Int.min / 2, -7)] {
      let region = Region(name: "r", from: from, to: to)
      #expect(region.column(from) == 0 && region.column(to) == region.columns - 1)
      var ordinal = from
      for column in 0..<region.columns {
        #expect(region.column(ordinal) == column)
        let end = region.columnEnd(ordinal)
        #expect(region.column(end) == column && region.columnEnd(end) == end)
        ordinal = end + 1
      }
      #expect(ordinal == to + 1)
    }
  }

  /// The named edges mean what they say, on every 16-bit input.
  @Test(arguments: Function.tabulated.filter { !$0.isPiecewiseLinear })
  func edgesAreExact(_ function: Function) throws {
    let oracle = Oracle(function)
    let map = try RegionMap(oracle.target, Signature(.bfloat16))
    for region in map.regions where region.name != "around zero" {
      for ordinal in region.from...region.to {
        let x = BFloat16(ordinal: ordinal)
        let y = try oracle.rounded(at: x.double, to: BFloat16.self)
        #expect(y.isZeroValue == (region.name == "rounds to −0"), "\(x) \(region.name)")
        if region.name == "subnormal tail" {
          #expect(y.isSubnormalValue || y.magnitudeBits == 0x80)
        }
        if region.name == "deep tail" { #expect(!y.isSubnormalValue, "\(x)") }
        if region.name == "rounds to x" { #expect(y == x) }
      }
    }
  }
}
