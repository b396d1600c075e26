import Functions
import Testing

@testable import ForeignKernels

/// How many inputs the check of places gives to a kernel.
@Suite(.enabled(if: hasPython, "python3 is not installed")) struct UsualInputsTests {
  /// A command of either version of the protocol has time for as many, whatever its values are.
  @Test func aCommandGetsFewer() {
    let framed = CommandKernel<Float>(FramedCommandTests.child(), target: Target(.gelu))
    #expect(framed.isFramed && PositionCheck.usualInputs(for: framed).count == 2048)
    let codes = MixedCommandKernel<Int8, Int8>(framed.command, target: Target(.gelu))
    #expect(Set(PositionCheck.usualInputs(for: codes)).count == 256)
    let plain = CommandKernel<Float>("cat", target: Target(.gelu))
    #expect(!plain.isFramed && PositionCheck.usualInputs(for: plain).count == 2048)
  }
}
