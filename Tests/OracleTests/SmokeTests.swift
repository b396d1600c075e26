import Testing
@testable import Oracle
@Test func smoke() throws {
  for f in Function.all { for d in 0...1 { for x in [-3.0,-1,0,1,3,-100, -1e30, 1e30] {
    let o = Oracle(f, derivative: d)
    print(f.name, d, x, try o.rounded(at: x, to: Double.self), try o.rounded(at: x, to: Float16.self, .up))
  }}}
}
