import FloatingPointFormats
import Foundation
import Testing

@testable import Kernels

/// Correct rounding in float64 at the inputs that are hardest for it.
@Suite struct BestFloat64Tests {
  /// Powers of two, odd multiples of 2^−53, numbers of few bits, and their neighbours: near zero, sums
  /// of the series' first two terms that are ties, or are next to one.
  static let nearZero: [Double] = {
    let powers = (24...70).map { pow(2, -Double($0)) }
    let odd = stride(from: 1.0, through: 4095, by: 22).map { $0 * 0x1p-53 }
    let few = (1...11).flatMap { bits in
      [1.0, 3, 125, 851].map { (pow(2, Double(bits)) - $0) * pow(2, Double(bits - 53)) }
    }
    return (powers + odd + few).flatMap { [$0.nextDown, $0, $0.nextUp] }.flatMap { [$0, -$0] }
  }()

  @Test(arguments: ["best", "best-tanh", "best-sigmoid", "best-silu"], ["", "-backward"])
  func roundsCorrectlyNearZero(name: String, gradient: String) throws {
    let kernel = try Catalogue.kernel(named: name + gradient, for: Double.self)
    #expect(try misses(kernel, Self.nearZero, within: nil).isEmpty)
  }

  /// Where results come to be x or 1, and where f turns.
  @Test(arguments: ["best", "best-tanh", "best-sigmoid", "best-silu"], 0...1)
  func roundsCorrectlyAtLandmarks(name: String, derivative: Int) throws {
    let kernel = try Catalogue.kernel(
      named: name + (derivative == 1 ? "-backward" : ""), for: Double.self)
    let inputs = try landmarks(kernel.description, Double.self)
      .filter { 0x1p-26...800 ~= $0.magnitude }
    #expect(inputs.count > 200)
    #expect(try misses(kernel, inputs, within: nil).isEmpty)
  }

  /// A term far below the tail of a pair decides a tie.
  @Test func smallTermsDecideTies() {
    #expect(Pair.sum(0.5, Pair(0x1p-54)).head == 0.5)
    #expect(Pair.sum(0.5, Pair(0x1p-54), 0x1p-160).head == 0.5.nextUp)
    #expect(Pair.sum(0.5, Pair(0x3p-54)).head == 0.5 + 0x1p-52)
    #expect(Pair.sum(0.5, Pair(0x3p-54), -0x1p-160).head == 0.5.nextUp)
  }
}
