import GELUAccuracy
import MyGELU
import Testing

@Test func myGELUIsFaithful() throws {
  // At 2^−149 the truth lies just above a tie, which a double cannot tell from it: zero is let pass.
  try requireAccuracy("myGELU", maxUlp: 0.501, flush: .ftz) { (x: Float) in myGELU(x) }
}

/// The suite sees what allclose does not: the tail is gone.
@Test func frameworkGELULosesTheTail() throws {
  let kernel = FrameworkGELU()
  let score = try score("framework", batch: { x, y in kernel(x, y) })
  #expect(score.maxUlp > 1e6 && score.classes.flushed > 0)
  let tail = try #require(score.regions.first { $0.name == "deep tail" })
  #expect(tail.maxUlp > 1e6)
}
