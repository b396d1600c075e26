import Contracts
import Foundation
import Scoring

/// One figure of two scores or contracts, side by side.
public struct Figure: Sendable, Equatable, Encodable {
  /// What became of it from A to B.
  public enum Change: String, Sendable, Encodable { case better, worse, same }

  /// As scores and contracts name it: `max_ulp`, `nan_for_number`, `region:tail`.
  public let what: String
  /// Nil where it has no bound.
  public let a, b: Double?
  public let change: Change
  /// Whether B is worse than A where this figure is: the maxima, the classes and the special values.
  public let decides: Bool
  /// Where B has it, in bits; empty where that is not known.
  public let input: String

  init(
    _ what: String, _ a: Double?, _ b: Double?, moreIsBetter: Bool = false, decides: Bool = false,
    input: String = ""
  ) {
    (self.what, self.a, self.b, self.decides, self.input) = (what, a, b, decides, input)
    // What has no bound may be anything.
    let none = moreIsBetter ? -Double.infinity : .infinity
    let (left, right) = (a ?? none, b ?? none)
    change = left == right ? .same : (right > left) == moreIsBetter ? .better : .worse
  }
}

extension Figure {
  /// All figures of two scores of one question.
  static func all(_ a: Score, _ b: Score) -> [Figure] {
    func figure(
      _ what: String, _ value: (Score) -> Double, more: Bool = false, decides: Bool = false,
      at input: String = ""
    ) -> Figure {
      Figure(what, value(a), value(b), moreIsBetter: more, decides: decides, input: input)
    }
    let errors = [
      figure("max_ulp", \.maxUlp, decides: true, at: b.maxUlpInput),
      figure("max_finite_ulp", \.maxFiniteUlp, decides: true, at: b.maxFiniteUlpInput),
      figure("max_steps", { Double($0.maxSteps) }, at: b.maxStepsInput),
      figure("mean_ulp", \.meanUlp), figure("rms_ulp", \.rmsUlp),
      figure("size of mean_signed_ulp", \.meanSignedUlp.magnitude),
      figure("correctly_rounded", { Double($0.correctlyRounded) }, more: true),
      figure("faithful", { Double($0.faithful) }, more: true),
    ]
    let classes = ErrorClass.bySeverity.map { c in
      figure(
        c.rawValue, { Double($0.classes[keyPath: c.count]) }, decides: true,
        at: b.classExamples[c.rawValue]?.input ?? "")
    }
    let specials = figure(
      "broken_specials", { Double($0.specials.count { !$0.ok }) }, decides: true,
      at: b.specials.first { !$0.ok }?.input ?? "")
    let regions = a.regions.map { region in
      let other = b.regions.first { $0.name == region.name }
      return Figure(
        "region:\(region.name)", region.maxUlp, other?.maxUlp, input: other?.maxUlpInput ?? "")
    }
    return errors + classes + [specials] + regions
  }

  /// All bounds that one of two contracts of one question has.
  static func all(_ a: Contract, _ b: Contract) -> [Figure] {
    let errors = [
      Figure("max_ulp", a.maxUlp, b.maxUlp, decides: true),
      Figure("max_finite_ulp", a.finiteBound, b.finiteBound, decides: true),
      Figure("max_steps", a.maxSteps.map(Double.init), b.maxSteps.map(Double.init)),
      Figure(
        "correctly_rounded", a.correctlyRounded.map(Double.init),
        b.correctlyRounded.map(Double.init), moreIsBetter: true),
    ]
    let classes = ErrorClass.bySeverity.map { c in
      Figure(
        c.rawValue, a.classes[c].map(Double.init), b.classes[c].map(Double.init), decides: true)
    }
    let specials = Figure(
      "broken_specials", a.brokenSpecials.map { Double($0.count) },
      b.brokenSpecials.map { Double($0.count) }, decides: true)
    let names = Set((a.regions ?? [:]).keys).union((b.regions ?? [:]).keys).sorted()
    let regions = names.map { Figure("region:\($0)", a.regions?[$0], b.regions?[$0]) }
    return (errors + classes + [specials] + regions).filter { $0.a != nil || $0.b != nil }
  }
}

extension Contract {
  /// The bound of finite errors: that of all where there is one.
  fileprivate var finiteBound: Double? { maxFiniteUlp ?? maxUlp }
}
