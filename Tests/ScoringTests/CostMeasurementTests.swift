import FloatingPointFormats
import Functions
import Kernels
import Synchronization
import Testing

@testable import Scoring

/// What is timed, and on which inputs.
@Suite struct CostMeasurementTests {
  private static let description = KernelDescription(name: "k", Target(.relu))

  /// All inputs of 16 bits; of wider formats each of 2^20 equal parts is met once.
  @Test func probes() {
    #expect(Set(KernelProbes.inputs(BFloat16.self).map(\.bits)).count == 1 << 16)
    let parts = KernelProbes.inputs(Double.self).enumerated().map { $1.bits >> 44 == UInt64($0) }
    #expect(parts.count == 1 << 20 && parts.allSatisfy(\.self))
    let single = KernelProbes.inputs(Float.self).enumerated().map { $1.bits >> 12 == UInt64($0) }
    #expect(single.count == 1 << 20 && single.allSatisfy(\.self))
  }

  /// One bit of one output makes another digest; which NaN it is does not.
  @Test func digests() throws {
    let inputs = KernelProbes.inputs(Float16.self)
    func digest(_ body: @escaping @Sendable (Float16) -> Float16) throws -> String {
      try KernelProbes.digest(of: BatchKernel(Self.description, scalar: body), at: inputs)
    }
    let whole = try digest { $0 }
    #expect(whole.count == 12)
    #expect(
      try digest { $0.bitPattern == 0x3c00 ? Float16(bitPattern: 0x3c01) : $0 } != whole)
    #expect(try digest { $0.isNaN ? Float16(bitPattern: 0xfe01) : $0 } == whole)
  }

  /// In a chain each call has one value, and the bits of the last output that the mask lets through.
  @Test func chain() throws {
    let seen = Mutex<[Float]>([])
    let kernel = BatchKernel<Float>(Self.description) { inputs, outputs in
      #expect(inputs.count == 1)
      seen.withLock { $0.append(inputs[0]) }
      outputs[0] = Float(bitPattern: inputs[0].bitPattern & 0xff ^ 0xff)
    }
    #expect(try KernelCost.latency(of: kernel, seconds: 0) > 0)
    let apart = seen.withLock { $0 }
    let own = KernelCost.inputs(Float.self).enumerated().filter { $0.offset % 16 == 8 }
      .map(\.element)
    #expect(apart == own + own + own)
    seen.withLock { $0 = [] }
    _ = try KernelCost.latency(of: kernel, seconds: 0, carrying: 0xff)
    let tied = seen.withLock { $0 }
    let links = zip(tied, zip(tied.dropFirst(), (own + own).dropFirst())).map { last, link in
      link.0.bitPattern == link.1.bitPattern | (last.bitPattern & 0xff ^ 0xff)
    }
    #expect(links.count == 2 * own.count - 1 && links.allSatisfy(\.self))
  }

  /// A kernel that takes ten times as long for a value has the greater latency; the call alone has the least.
  @Test func latencies() throws {
    func slow(_ n: Int) -> BatchKernel<Double> {
      BatchKernel(Self.description) { x, y in
        y[0] = x[0]
        for _ in 0..<n { y[0] = y[0] * 0.5 + 1 }
      }
    }
    let costs = try [20, 400].map { try KernelCost.latency(of: slow($0), seconds: 0.002) }
    #expect(costs[1] > 4 * costs[0])
    #expect(try KernelCost.call(seconds: 0.002) < costs[1])
  }

  /// The instructions that a build may use are known on the platforms that the suite is tested on.
  @Test func compiledFor() {
    #expect(["x86-64", "x86-64-v3", "x86-64-v4", "arm64"].contains(CostBuild.compiledFor))
  }
}
