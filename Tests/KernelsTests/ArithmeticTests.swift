import FloatingPointFormats
import Foundation
import Testing

@testable import Kernels

@Suite struct ArithmeticTests {
  /// Both parts of √½ together, squared in twice the precision.
  @Test func splitConstantIsTheRootOfAHalf() throws {
    let (c, rest) = (Double.sqrtHalf, Double.sqrtHalfRest)
    let square = c * c
    let defect = (0.5 - square) - ((-square).addingProduct(c, c) + 2 * c * rest)
    #expect(abs(defect) < 0x1p-104)
    let (f, floatRest) = (Float.sqrtHalf, Float.sqrtHalfRest)
    #expect(abs(Double(f) + Double(floatRest) - c) < 0x1p-49)
  }

  /// The product is a tie of the format, and an addend far below decides it: a sum rounded to
  /// `Double` or `Float` first would lose the addend and go to even for either sign.
  @Test func sixteenBitFusedMultiplyAddRoundsOnce() throws {
    let fused = { (c: Double) in
      BFloat16.fusedMultiplyAdd(
        BFloat16(nearest: 1 + 0x1p-7), BFloat16(nearest: 1.5), BFloat16(nearest: c))
    }
    #expect(fused(-0x1p-120) == BFloat16(nearest: 1.5 + 0x1p-7))
    #expect(fused(0x1p-120) == BFloat16(nearest: 1.5 + 0x1p-6))
    let half = { (c: Float16) in Float16.fusedMultiplyAdd(1 + 0x1p-10, 1.5, c) }
    #expect(half(-0x1p-24) == Float16(1.5).nextUp)
    #expect(half(0x1p-24) == Float16(1.5).nextUp.nextUp)
  }

  @Test func constantsAreRoundedOnceToTheFormat() throws {
    #expect(Float.cubic == Float("0.044715"))
    #expect(Float16.quickScale == Float16("1.702"))
    #expect(BFloat16.quickScale == BFloat16(bitPattern: 0x3fda))
  }

  /// 1 + 2^-8 is a tie in bfloat16 and goes to even; 1 + 3·2^-8 goes up to even.
  @Test func bfloat16RoundsEachOperation() throws {
    let one: BFloat16 = 1
    #expect(one + BFloat16(nearest: 0x1p-8) == one)
    #expect(one + BFloat16(nearest: 0x1.8p-7) == BFloat16(nearest: 1 + 0x1p-6))
    #expect(
      BFloat16(nearest: 0x1.02p0) * BFloat16(nearest: 0x1.02p0) == BFloat16(nearest: 0x1.04p0))
    #expect(one / 3 == BFloat16(nearest: 0x1.56p-2))
    #expect(BFloat16.exp(one) == BFloat16(nearest: 0x1.5cp+1))
    #expect(BFloat16.copysign(1, BFloat16(bitPattern: 0x8000)) == BFloat16(nearest: -1))
  }

  /// Every bfloat16 product and quotient with two operands is that of exact arithmetic, rounded once.
  @Test func bfloat16ProductsAreCorrectlyRounded() throws {
    let numerators = stride(from: 0x3f80, through: 0x3fff, by: 1).map {
      BFloat16(bitPattern: UInt16($0))
    }
    for a in numerators {
      for b in numerators {
        #expect(a * b == BFloat16(nearest: a.double * b.double))
        #expect(a + b == BFloat16(nearest: a.double + b.double))
      }
    }
  }

  /// (1 + 2^-12)^2 - 1 keeps its last term only if the product is not rounded.
  @Test func contractionFusesProductsIntoSums() throws {
    func lastTerm<A: KernelArithmetic>(_ x: A) -> A { x * x - (1 + 2 * (x - 1)) }
    let x: Float = 0x1.001p0
    #expect(lastTerm(x) == 0)
    #expect(lastTerm(Contracted(x)).value == 0x1p-24)
    #expect((Contracted(x) * Contracted(x)).value == x * x)
    let minus = 1 - Contracted(x) * Contracted(x)
    #expect(minus.value == -(0x1p-11 + 0x1p-24))
    let negated = -(Contracted(x) * Contracted(x)) + 1
    #expect(negated.value == minus.value)
  }
}
