import FloatingPointFormats
import Functions
import Identification
import Oracle
import Scoring

/// Outputs, what is right, and what they were identified as: all that a cause is looked for in.
package struct Case: Sendable {
  let observed: Observations
  let target: Target
  let identity: Identification
  /// Finite inputs, ascending.
  let rows: [Row]
  /// Infinite inputs and NaN.
  let limits: [Limit]
  let probes: Probes
  let output: FormatParameters

  /// An input that is no number.
  struct Limit: Sendable {
    let x, y, right: Double
    var isRight: Bool { y.isNaN ? right.isNaN : y == right && y.sign == right.sign }
  }

  package init(_ observed: Observations, _ target: Target, _ identity: Identification) throws {
    (self.observed, self.target, self.identity) = (observed, target, identity)
    probes = Probes(observed)
    let format = observed.signature.output
    output = format.parameters
    let oracle = Oracle(target)
    let judge = RowJudge(oracle, format)
    (rows, limits) = try FloatingPointEnvironment.standard.run {
      var (rows, limits) = ([Row](), [Limit]())
      for (x, y) in zip(observed.x, observed.y) {
        if x.isFinite {
          rows.append(try judge.row(x, y))
        } else {
          let right = x.isNaN ? .nan : oracle.limitValue(at: x, in: format)
          limits.append(Limit(x: x, y: y, right: right))
        }
      }
      return (rows, limits)
    }
  }

  /// An input as decimal with its bits.
  func shown(_ x: Double) -> String {
    let format = observed.signature.input
    return format.exactDecimal(hex: format.hex(format.bits(of: x)))
  }

  /// An output as decimal with its bits.
  func shownOutput(_ y: Double) -> String {
    let format = observed.signature.output
    return format.exactDecimal(hex: format.hex(format.bits(of: y)))
  }
}

/// What is right at a finite input.
private struct RowJudge {
  let oracle: Oracle
  let source: TruthSource
  let format: FormatName
  let p: FormatParameters

  init(_ oracle: Oracle, _ format: FormatName) {
    (self.oracle, self.format) = (oracle, format)
    source = TruthSource(oracle, for: format)
    p = format.parameters
  }

  /// The same near zero, where f is a number of the format but for what no double shows.
  private func isTinyUp(_ x: Double, _ nearest: Double, _ truth: Truth) throws -> Bool? {
    guard !truth.isExact, x != 0, x.magnitude < 1 else { return nil }
    let inward = try oracle.rounded(at: x, to: format, .towardZero)
    return inward != nearest
  }

  func row(_ x: Double, _ y: Double) throws -> Row {
    let truth = source.truth(at: x)
    let quantum = try truth.ulpExponent(in: p) ?? oracle.ulpExponent(at: x, in: p)
    let unsigned = try truth.nearest(quantum: quantum) ?? oracle.rounded(at: x, to: format)
    let unit = Double(sign: .plus, exponent: quantum, significand: 1)
    let f = truth.approximate
    // What underflows keeps its sign.
    let nearest = unsigned == 0 ? Double(signOf: f, magnitudeOf: 0) : unsigned
    guard nearest.magnitude <= p.largestFinite else {
      let right = f < 0 ? -p.beyond : p.beyond
      let isRight = right.isNaN ? y.isNaN : y == right
      return Row(
        x: x, y: y, f: f, right: right, error: isRight ? 0 : .infinity, unit: unit,
        isRoundedUp: nil)
    }
    let error =
      y.isFinite ? truth.error(of: y, quantum: quantum).estimate : Double.infinity
    let rounding = truth.error(of: nearest, quantum: quantum).estimate
    // Far out the difference itself underflows.
    let isVanishing = nearest == 0 && x != 0 && !oracle.function.isPiecewiseLinear
    let isUp =
      isVanishing
      ? false : rounding == 0 ? try isTinyUp(x, nearest, truth) : (rounding > 0) == (f > 0)
    return Row(
      x: x, y: y, f: f, right: nearest, error: error, unit: unit, isRoundedUp: isUp)
  }
}
