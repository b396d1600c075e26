import FloatingPointFormats
import Testing

@testable import ForeignKernels

/// Where the buffers of a call lie, and what differs between calls that are the same.
extension LibraryKernelTests {
  /// A kernel of chance is named as one, whatever it happens to do in a single repetition.
  @Test func chanceIsNoDependenceOnOldOutputs() throws {
    for _ in 0..<6 {
      let failure = try #require(
        #expect(throws: KernelFailure.self) { try run(kernel("tosses"), Array(Self.inputs[..<40])) }
      )
      #expect(failure.kind == .changesFromCallToCall, "\(failure)")
    }
  }

  @Test(arguments: [1, 7, 1001, 4096]) func everyPointerIsAligned(_ count: Int) throws {
    let x = (0..<count).map { Float($0) - 7.5 }
    let wide = try kernel("wants_64", Float.self, alignment: 64)
    #expect(try run(wide, x) == x && run(wide, x) == x)
    let page = try kernel("wants_4096", Float.self, form: .backward, alignment: 4096)
    #expect(try run(page, x) == x && run(page, x) == x)
    var check = PositionCheck()
    (check.lengths, check.longest) = ([1, 17], 1 << 14)
    for kernel in [wide, page] {
      #expect(try check.report(kernel, inputs: Self.inputs).isClean)
    }
    guard count < 4096 else { return }
    #expect(throws: KernelFailure.self) { try run(kernel("wants_64", Float.self), x) }
  }
}
