import FloatingPointFormats
import Foundation
import Oracle
import Scoring

extension ComparedOutputs {
  /// - Throws: `OracleError`.
  init(_ sums: PairSums, _ results: ExactResults, _ tolerances: [Tolerance]) throws {
    let signature = results.signature
    func difference(_ place: PairPlace) throws -> Difference {
      try Difference(place, results)
    }
    func some(_ counted: Counted) throws -> Some {
      Some(count: counted.count, first: try counted.first.map(difference))
    }
    func gap<Size>(_ largest: Largest<Size>, _ shown: (Size, PairPlace) throws -> Size) throws
      -> Gap<Size>?
    {
      guard let size = largest.size, let place = largest.place else { return nil }
      return Gap(size: try shown(size, place), at: try difference(place))
    }
    compared = sums.compared
    differing = sums.differing.count
    equal = compared - differing
    firstDifference = try sums.differing.first.map(difference)
    largest = Gaps(
      absolute: try gap(sums.absolute) { size, _ in certified(size...size) },
      relative: try gap(sums.relative) { size, place in
        let (a, b) = (
          signature.output.value(bits: place.a), signature.output.value(bits: place.b)
        )
        let gap = min((a - b).magnitude, .greatestFiniteMagnitude)
        return certified(try results.relativeGap(gap, at: place.input) ?? size...size)
      },
      steps: try gap(sums.steps) { size, _ in size })
    closer = Closer(
      a: sums.closerA.count, b: sums.closerB.count, neither: sums.neither.count,
      firstA: try sums.closerA.first.map(difference),
      firstB: try sums.closerB.first.map(difference))
    onlyARight = try some(sums.onlyARight)
    onlyBRight = try some(sums.onlyBRight)
    regions = zip(results.map.regions, sums.regions).map { region, sums in
      ComparedRegion(region, sums, signature.input)
    }
    self.tolerances = try zip(tolerances, sums.tolerances).map {
      try ToleranceVerdict($0, $1, difference)
    }
  }
}

extension ComparedOutputs.Difference {
  /// - Throws: `OracleError`.
  init(_ place: PairPlace, _ results: ExactResults) throws {
    let (format, output) = (results.signature.input, results.signature.output)
    let isFinite = format.value(bits: place.input).isFinite
    input = format.hex(place.input)
    (a, b) = (output.hex(place.a), output.hex(place.b))
    truth = isFinite ? results.decimal(at: place.input) : nil
    truthBits = isFinite ? output.hex(output.bits(of: try results.rounded(at: place.input))) : nil
  }
}

extension ComparedRegion {
  fileprivate init(_ region: Region, _ sums: RegionSums, _ format: FormatName) {
    name = region.name
    from = format.hex(format.bits(of: format.value(ordinal: region.from)))
    to = format.hex(format.bits(of: format.value(ordinal: region.to)))
    (compared, differing) = (sums.compared, sums.differing)
    (closerA, closerB, neither) = (sums.closerA, sums.closerB, sums.neither)
    (onlyARight, onlyBRight) = (sums.onlyARight, sums.onlyBRight)
  }
}

/// A number known by its ends, to six digits, or as many as both ends agree in.
private func certified(_ range: ClosedRange<Double>) -> Double {
  for digits in (1...6).reversed() {
    let (a, b) = (
      String(format: "%.\(digits)g", range.lowerBound),
      String(format: "%.\(digits)g", range.upperBound)
    )
    if a == b, let value = Double(a) { return value }
  }
  return range.upperBound
}
