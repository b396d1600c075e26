import FloatingPointFormats
import Foundation
import Oracle

extension Judge {
  /// One of the largest real errors, evaluated again: |y − G| and |y − G|/|G|, each to six digits.
  func certifiedReal(_ candidate: Candidate) throws -> (absolute: Double, relative: Double) {
    let y = signature.output.value(bits: candidate.output)
    let size = try certifiedError(of: y, at: candidate.input).magnitude
    let (quantum, truth) = try scale(at: candidate.input)
    let unit = Double(sign: .plus, exponent: quantum, significand: 1)
    // The quotient of two small numbers keeps its digits where each by itself would lose them.
    return (sixDigits(size * unit), sixDigits(size * (unit / truth.magnitude)))
  }

  /// The exponent of ulp(G), and the double nearest to G or next to it.
  private func scale(at input: UInt64) throws -> (quantum: Int, truth: Double) {
    if let golden {
      let p = golden[Int(input)]
      return (p.quantum, p.truth.double)
    }
    let x = signature.input.value(bits: input)
    return (try oracle.ulpExponent(at: x, in: parameters), try oracle.rounded(at: x))
  }

  private func sixDigits(_ x: Double) -> Double { Double(String(format: "%.6g", x)) ?? x }
}
