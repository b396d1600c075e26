import FloatingPointFormats
import Foundation
import Kernels
import Testing

@testable import Scoring

/// A kernel with a defect at about one input in forty, chosen by a hash of the input.
func riddled<T: BinaryFormat & BinaryFloatingPoint>(_ sound: any Kernel<T>) -> BatchKernel<T> {
  let last = T.largestFinite.ordinal
  return BatchKernel(sound.description) { inputs, results in
    try? sound.evaluate(inputs, into: results)
    for (i, x) in inputs.enumerated() {
      var random = SplitMix64(seed: UInt64(truncatingIfNeeded: x.bitPattern))
      guard random.next() % 40 == 0 else { continue }
      let y = results[i]
      // From one place to half the line, every binade of distances alike.
      let far = Int(random.next() >> (UInt64(66 - T.name.width) + random.next() % 30))
      results[i] =
        switch random.next() % 10 {
        case 0: 0
        case 1: -0.0
        case 2: -y
        case 3: .nan
        case 4: .infinity
        case 5: x * 1.5
        case 6, 7: T(ordinal: min(last - far, y.ordinal) + far)
        default: T(ordinal: max(far - last, y.ordinal) - far)
        }
    }
  }
}

/// Two scores of one kernel, the first through a vector loop.
func expectSame(_ fast: inout Score, _ slow: Score) {
  // Means may differ in the last of their six digits, profiles by a rounding up. The vectors of
  // float64 know errors less well than the judge, and their means may have fewer digits.
  let isVague = fast.format == .float64
  func agree(_ a: Double, _ b: Double, _ size: Double) -> Bool {
    let digits = isVague ? min(decimals(a), decimals(b)) : 6
    return a == b || abs(a - b) <= max(2e-6, pow(0.1, Double(digits))) * max(1, size)
  }
  #expect(agree(fast.meanUlp, slow.meanUlp, slow.meanUlp))
  #expect(agree(fast.rmsUlp, slow.rmsUlp, slow.rmsUlp))
  #expect(agree(fast.meanSignedUlp, slow.meanSignedUlp, slow.meanUlp))
  #expect(agree(fast.meanMagnitudeUlp ?? 0, slow.meanMagnitudeUlp ?? 0, slow.meanUlp))
  fast.alignInexactFields(with: slow)
  let isSame = fast == slow
  #expect(isSame, "\(differences(fast, slow))")
}

/// How many decimals a number prints with, of at least three: it may end in zeros.
private func decimals(_ x: Double) -> Int {
  max(3, "\(x)".split(separator: ".").last.map(\.count) ?? 3)
}

/// The fields that differ, as they print.
private func differences(_ a: Score, _ b: Score) -> [String] {
  zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children).compactMap { x, y in
    let (s, t) = ("\(x.value)", "\(y.value)")
    guard s != t else { return nil }
    let same = zip(s, t).prefix { $0 == $1 }.count
    return
      "\(x.label ?? ""): …\(s.dropFirst(same).prefix(80)) and …\(t.dropFirst(same).prefix(80))"
  }
}

extension Score {
  fileprivate mutating func alignInexactFields(with other: Score) {
    (meanUlp, rmsUlp, meanSignedUlp, rungs) =
      (other.meanUlp, other.rmsUlp, other.meanSignedUlp, other.rungs)
    meanMagnitudeUlp = other.meanMagnitudeUlp
    if maxUlpInput.isEmpty { maxUlp = other.maxUlp }
    if maxFiniteUlpInput.isEmpty { maxFiniteUlp = other.maxFiniteUlp }
    for i in regions.indices {
      let theirs = other.regions[i]
      regions[i].meanUlp = theirs.meanUlp
      if regions[i].maxUlpInput.isEmpty { regions[i].maxUlp = theirs.maxUlp }
      if regions[i].maxFiniteUlpInput.isEmpty { regions[i].maxFiniteUlp = theirs.maxFiniteUlp }
      regions[i].profile = other.regions[i].profile
    }
  }
}
