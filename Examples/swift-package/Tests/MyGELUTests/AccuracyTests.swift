import GELUAccuracy
import MyGELU
import Testing

@Test func myGELUIsFaithful() throws {
  let score = try score("myGELU") { (x: Float) in myGELU(x) }
  #expect(score.maxUlp < 0.501 && score.classes.flushed == 0 && score.classes.nanForNumber == 0)
  #expect(score.specials.allSatisfy { $0.ok })
}

/// The suite sees what allclose does not: the tail is gone.
@Test func frameworkGELULosesTheTail() throws {
  let kernel = FrameworkGELU()
  let score = try score("framework", batch: { x, y in kernel(x, y) })
  #expect(score.maxUlp > 1e6 && score.classes.flushed > 0)
  let tail = try #require(score.regions.first { $0.name == "deep tail" })
  #expect(tail.maxUlp > 1e6)
}
