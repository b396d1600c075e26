import Foundation
import Functions

/// The constants of a formula as outputs have them.
public struct ConstantFit: Sendable {
  public struct Constant: Sendable, Encodable {
    public let name: String
    public let value: Double
    /// Three standard deviations, as far as the outputs tell.
    public let uncertainty: Double
    /// What the right formula has.
    public let usual: Double

    /// Whether it cannot be the usual one.
    public var isUnusual: Bool {
      (value - usual).magnitude > max(uncertainty, 1e-12 * usual.magnitude)
    }
  }

  package let target: Target
  /// The formula, with the names of its constants.
  public let formula: String
  public let constants: [Constant]
  package let value: @Sendable (Double) -> Double
  /// In bits of the noise, as of a `FunctionMatch`.
  package let distance: Double

  /// The nearest fit of the formulas with free constants; nil where there is none. Of those that are as near, that of
  /// the function asked for, or else the one with the fewest constants.
  package static func best(
    _ probes: Probes, order: Int, asked: Target? = nil
  ) -> ConstantFit? {
    guard probes.x.count >= 64 else { return nil }
    let all = FreeForm.all(order: order).compactMap { fit(probes, $0) }
    guard let least = all.map(\.distance).min() else { return nil }
    let near = all.filter { $0.distance < least + 0.15 }
    return near.first { $0.target == asked?.unscaled }
      ?? near.min { $0.constants.count < $1.constants.count }
  }

  private static func fit(_ probes: Probes, _ form: FreeForm) -> ConstantFit? {
    let problem = LeastSquares(probes: probes, value: form.value)
    guard
      let found = form.starts.compactMap({ problem.solution(from: $0) })
        .min(by: { $0.loss < $1.loss })
    else { return nil }
    let fitted = found.constants
    let value: @Sendable (Double) -> Double = { form.value(fitted, $0) }
    return ConstantFit(
      target: form.target, formula: form.text,
      constants: zip(form.parameters, zip(found.constants, found.uncertainties)).map {
        Constant(name: $0.name, value: $1.0, uncertainty: $1.1, usual: $0.usual)
      },
      value: value, distance: probes.distance(value))
  }
}

extension ConstantFit.Constant: CustomStringConvertible {
  /// `scale 0.79788 ± 0.00002`, with as many digits as the uncertainty leaves.
  public var description: String {
    guard uncertainty > 0, uncertainty.isFinite else { return "\(name) \(value)" }
    let places = min(15, max(0, 1 - Int(log10(uncertainty).rounded(.down))))
    return String(format: "\(name) %.\(places)f ± %.1g", value, uncertainty) + reading
  }

  /// `(1/sqrt(2 * pi) …)`: the known number that it is, if it is one.
  private var reading: String {
    guard isUnusual, let known = KnownNumber.named(value, within: uncertainty) else { return "" }
    return " (\(known))"
  }
}

/// Numbers that stand where others belong.
enum KnownNumber {
  private static let all: [(name: String, value: Double)] = [
    ("0", 0), ("1", 1), ("2", 2), ("1/2", 0.5), ("3", 3), ("sqrt(2)", 0x1.6a09e667f3bcdp+0),
    ("1/sqrt(2)", 0x1.6a09e667f3bcdp-1), ("sqrt(2/pi)", 0x1.9884533d43651p-1),
    ("2/pi", 2 / Double.pi), ("sqrt(pi/2)", (Double.pi / 2).squareRoot()),
    ("1/sqrt(2*pi)", 0x1.9884533d43651p-2), ("2/sqrt(pi)", 0x1.20dd750429b6dp+0),
    ("0.044715", 0.044715), ("3 * 0.044715", 0.134145), ("0.44715", 0.44715),
    ("1.702", 1.702), ("0.851", 0.851),
  ]

  /// A known number within reach, or one of them rounded to a few decimals.
  static func named(_ value: Double, within reach: Double) -> String? {
    if let exact = all.first(where: { ($0.value - value).magnitude <= reach }) { return exact.name }
    for places in 1...6 {
      let unit = pow(10, Double(places))
      for (name, number) in all.dropFirst(5) {
        let rounded = (number * unit).rounded() / unit
        if (rounded - value).magnitude <= reach, (rounded - number).magnitude > reach,
          (rounded - number).magnitude < 0.1 * number
        {
          return "\(name) to \(places) \(places == 1 ? "decimal" : "decimals")"
        }
      }
    }
    return nil
  }
}
