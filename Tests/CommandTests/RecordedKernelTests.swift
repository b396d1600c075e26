import FloatingPointFormats
import Functions
import GELUAccuracy
import Kernels
import Testing

/// Outputs in a file are a kernel only where each finite input has one.
@Suite struct RecordedKernelTests {
  private typealias F = Float8E5M2
  private let all = (0..<256).map { (position: UInt64($0), output: F(position: UInt64($0))) }

  private func kernel(_ rows: [(position: UInt64, output: F)]) -> RecordedKernel<F>? {
    RecordedKernel("recorded", Target(.relu), rows)
  }

  @Test func itGivesWhatWasRecorded() throws {
    let found = try #require(kernel(all.reversed().map { ($0.position, $0.output.negated) }))
    let x = all.map(\.output)
    var y = x
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try found.evaluate(x, into: $0) }
    }
    #expect(y.map(\.bitPattern) == x.map { $0.negated.bitPattern })
    #expect(found.description.name == "recorded" && found.description.target == Target(.relu))
  }

  @Test func whatIsMissingOrTwofold() {
    let finite = all.filter { F(position: $0.position).isFiniteValue }
    #expect(finite.count < 256 && kernel(finite) != nil)
    #expect(kernel(finite + [finite[7]]) != nil)
    #expect(kernel(finite.dropLast(1)) == nil)
    #expect(kernel(finite + [(finite[7].position, finite[8].output)]) == nil)
    // Any NaN is as good as another.
    let nans = [F.quietNaN, F.quietNaN.negated].map { (finite[7].position, $0) }
    #expect(kernel(finite.filter { $0.position != finite[7].position } + nans) != nil)
    #expect(kernel([]) == nil)
  }

  @Test func ofSmallFormatsOnly() {
    #expect(RecordedKernel<Float>("wide", Target(.relu), [(0, 0)]) == nil)
  }
}
