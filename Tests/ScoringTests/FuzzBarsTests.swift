import Testing

@testable import TestSupport

@Suite struct FuzzBarsTests {
  /// A slow file, one that fills the memory, and none at all.
  @Test func whatBreaksThem() {
    var bars = FuzzBars("made up")
    #expect(!bars.areKept)
    bars.file {}
    #expect(bars.areKept)
    for (seconds, bytes) in [(5.1, 0), (0.1, 501 << 20)] {
      var broken = bars
      broken.note(.seconds(seconds), bytes)
      broken.note(.zero, 0)
      #expect(!broken.areKept)
    }
  }
}
